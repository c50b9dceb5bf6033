import { statement } from "../database/statement.ts";
import { holdsSlot, waitsInLine, windowToCome } from "../reservations/reservation-item-states.ts";

/** An invariant, and the statement that finds where it is violated: one row for each violation. */
export interface Check {
  readonly claim: string;
  readonly find: ReturnType<typeof statement<{ subject: string; detail: string }>>;
}

const check = (name: string, claim: string, text: string): Check => ({
  claim,
  find: statement<{ subject: string; detail: string }>(`doctor.${name}`, text),
});

/** The invariants of domain and database, slot by slot and reservation by reservation. */
export const checks: readonly Check[] = [
  check(
    "status",
    "A slot's stored status follows from the claims on it",
    `select s.id as subject, 'stored ' || s.status || ', its claims say ' || c.status as detail
      from slots s join slot_claims c on c.slot_id = s.id where s.status <> c.status order by s.id`,
  ),
  check(
    "claims",
    "A slot is out of service, in a charging session or held by one reservation, but never several of these",
    `select slot_id as subject, string_agg(claim, ' and ') as detail from (
       select id as slot_id, 'out of service since ' || deactivated_at as claim from slots where deactivated_at is not null
       union all
       select slot_id, 'session ' || id from charging_sessions where status = 'ACTIVE'
       union all
       select slot_id, 'reservation ' || reservation_id from reservation_items i where ${holdsSlot("i")}
     ) claims group by slot_id having count(*) > 1 order by slot_id`,
  ),
  check(
    "events",
    "A slot has one event for each of its versions, and the last event has its status",
    `select s.id as subject,
        'version ' || s.version || ' ' || s.status || ', ' || count(e.version) || ' events up to version '
          || coalesce(max(e.version), 0) || ' ' || coalesce((array_agg(e.status order by e.version desc))[1], '-') as detail
      from slots s left join slot_events e on e.slot_id = s.id
      group by s.id
      having count(e.version) <> s.version or max(e.version) is distinct from s.version
        or (array_agg(e.status order by e.version desc))[1] is distinct from s.status
      order by s.id`,
  ),
  check(
    "chain",
    "Each slot event starts with the status of the event before it, and is not earlier",
    `select slot_id as subject, 'version ' || version || case when previous_status is distinct from before
          then ' begins with ' || coalesce(previous_status, '-') || ', the one before ended with ' || coalesce(before, '-')
          else ' is dated ' || occurred_at || ', the one before ' || at_before end as detail
      from (select slot_id, version, previous_status, occurred_at,
              lag(status) over history as before, lag(occurred_at) over history as at_before
            from slot_events window history as (partition by slot_id order by version)) chain
      where previous_status is distinct from before or occurred_at < at_before
      order by slot_id, version`,
  ),
  check(
    "items",
    "An open reservation holds its slots, and an ended one has released them",
    `select r.id as subject, r.status || ' with ' || count(*) filter (where ${holdsSlot("i")})
          || ' of ' || count(*) || ' slots held' as detail
      from reservations r join reservation_items i on i.reservation_id = r.id
      group by r.id
      having case
        when r.status in ('PENDING', 'ACTIVE', 'YOUR_TURN')
          then bool_or(i.hold_from is null and (i.held_at is null or i.released_at is not null))
            or bool_and(i.released_at is not null)
        when r.status = 'WAITLISTED' then bool_or(i.held_at is not null or i.released_at is not null)
        when r.status = 'EXPIRED' then r.hidden_at is not null and bool_or(i.released_at is null)
        else bool_or(i.released_at is null)
      end
      order by r.id`,
  ),
  check(
    "lines",
    "Nobody waits for a slot that is free or out of service",
    `select i.reservation_id as subject, 'waits for slot ' || i.slot_id || ', which is ' || c.status as detail
      from reservation_items i join slot_claims c on c.slot_id = i.slot_id
      where ${waitsInLine("i")} and c.status in ('AVAILABLE', 'INACTIVE')
      order by i.reservation_id`,
  ),
  check(
    "windows",
    "A window is reserved exactly as long as it is open or used for charging",
    `select i.reservation_id as subject, 'window of slot ' || i.slot_id || ' is '
          || case when i.claimed is null then 'open to others'
               when i.released_at is null then 'kept from others, although the reservation is ' || r.status
               else 'kept from others, and released' end as detail
      from reservation_items i join reservations r on r.id = i.reservation_id
      where i.hold_from is not null
        and (i.claimed is null) <> ((i.released_at is not null or r.status not in ('PENDING', 'ACTIVE')) and not exists (
          select from charging_sessions c
            where c.reservation_id = i.reservation_id and c.slot_id = i.slot_id and c.status = 'ACTIVE'))
      order by i.reservation_id, i.slot_id`,
  ),
  check(
    "holds",
    "A window holds its slot once its hold time has come, unless the slot is taken",
    `select i.reservation_id as subject, 'should hold slot ' || i.slot_id || ' since ' || i.hold_from as detail
      from reservation_items i join reservations r on r.id = i.reservation_id
        join slot_claims c on c.slot_id = i.slot_id
      where ${windowToCome("i")} and i.hold_from < slotwire_now() - interval '5 seconds'
        and r.reserved_until > slotwire_now() and c.status = 'AVAILABLE'
      order by i.reservation_id, i.slot_id`,
  ),
  check(
    "ends",
    "A charging session must end by the time the next window starts to hold its slot",
    `select id as subject, 'must end by ' || coalesce(must_end_by::text, '-') || ', the windows of its slot say '
          || coalesce(must_end_by(slot_id, reservation_id)::text, '-') as detail
      from charging_sessions
      where status = 'ACTIVE' and must_end_by is distinct from must_end_by(slot_id, reservation_id) order by id`,
  ),
  check(
    "history",
    "A reservation's history ends with its status",
    `select r.id as subject, r.status || ', its history ends with ' || coalesce(last.status, '-') as detail
      from reservations r
        left join lateral (select status from reservation_history h where h.reservation_id = r.id
          order by entry desc limit 1) last on true
      where last.status is distinct from r.status order by r.id`,
  ),
  check(
    "organisations",
    "Reservations and sessions belong to the organisation of their stations",
    `select r.id as subject, 'belongs to ' || coalesce(r.organisation, '-') || ', its stations to '
          || string_agg(distinct coalesce(t.organisation, '-'), ' and ') as detail
      from reservations r join reservation_items i on i.reservation_id = r.id
        join slots s on s.id = i.slot_id join ports p on p.id = s.port_id join stations t on t.id = p.station_id
      group by r.id
      having r.organisation is distinct from
        case when count(distinct coalesce(t.organisation, '')) = 1 then min(t.organisation) end
      union all
      select c.id, 'belongs to ' || coalesce(c.organisation, '-') || ', its station to ' || coalesce(t.organisation, '-')
      from charging_sessions c
        join slots s on s.id = c.slot_id join ports p on p.id = s.port_id join stations t on t.id = p.station_id
      where c.organisation is distinct from t.organisation
      order by subject`,
  ),
  check(
    "removed",
    "A removed station or port has nothing left in it",
    `select p.id as subject, 'is at station ' || t.id || ', which was removed' as detail
      from ports p join stations t on t.id = p.station_id where t.removed_at is not null and p.removed_at is null
      union all
      select s.id, 'belongs to port ' || p.id || ', which was removed'
      from slots s join ports p on p.id = s.port_id where p.removed_at is not null and s.removed_at is null
      order by subject`,
  ),
  check(
    "codes",
    "Reservation codes have no gaps and no duplicates",
    `select 'reservation_counter' as subject, 'counted to ' || c.last_number || ', ' || count(r.number)
          || ' reservations up to number ' || coalesce(max(r.number), 0) as detail
      from reservation_counter c left join reservations r on true
      group by c.last_number
      having count(r.number) <> c.last_number or coalesce(max(r.number), 0) <> c.last_number`,
  ),
];
