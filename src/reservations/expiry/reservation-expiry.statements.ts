import { type Statement, statement } from "../../database/statement.ts";
import { HOLDS_DUE } from "../calendar/calendar.statements.ts";
import { STATIONS } from "../reservation-ledger.statements.ts";

export interface Due {
  readonly id: string;
  readonly number: number;
  /** The slots that it claims, which are locked. */
  readonly slotIds: readonly string[];
}

/**
 * Takes reservations that are due, the longest due first, with all the slots that they still claim. It never waits for
 * a lock: locked rows are left for the next run. So several servers can share the work, and none can be part of a
 * deadlock, whatever order others lock in.
 */
function takeDue(name: string, { due, order }: { due: string; order: string }): Statement<Due> {
  return statement<Due>(
    `expiry.take_${name}`,
    `with candidate as (
       select r.id, r.number from reservations r where ${due} order by ${order} limit $1 for no key update skip locked
     ), claim as (
       select i.reservation_id, i.slot_id from reservation_items i
         where i.reservation_id = any(array(select id from candidate)) and i.released_at is null
     ), locked as materialized (
       select id from slots where id = any(array(select slot_id from claim)) order by id for no key update skip locked
     )
     select c.id, c.number,
         array(select claim.slot_id::text from claim where claim.reservation_id = c.id) as "slotIds"
       from candidate c
       where not exists (select from claim
         where claim.reservation_id = c.id and claim.slot_id not in (select id from locked))
       order by c.number`,
  );
}

// slotwire_now() is volatile. Only as a subquery is it evaluated once, so that the condition can use an index.
const EXPIRED = "r.status in ('PENDING', 'ACTIVE') and r.reserved_until <= (select slotwire_now())";
const MISSED = "r.status = 'YOUR_TURN' and r.turn_until <= (select slotwire_now())";
const soon = (seconds: string) => `r.status in ('PENDING', 'ACTIVE') and r.reminded_at is null
  and r.reserved_until > (select slotwire_now())
  and r.reserved_until <= (select slotwire_now()) + ${seconds}::integer * interval '1 second'`;
const dismissible = (days: string) =>
  `r.hidden_at is null and r.dismissible_since <= (select slotwire_now()) - ${days}::integer * interval '1 day'`;

// One organisation, or all.
const ofOrganisation = "($2::text is null or r.organisation = $2)";

export const TAKE_EXPIRED = takeDue("expired", {
  due: `${EXPIRED} and ${ofOrganisation}`,
  order: "r.reserved_until, r.id",
});
export const TAKE_MISSED = takeDue("missed", { due: MISSED, order: "r.turn_until, r.id" });
export const TAKE_DISMISSIBLE = takeDue("dismissible", {
  due: dismissible("$2"),
  order: "r.dismissible_since, r.id",
});

const first = (instant: string, open: string) =>
  `(select r.${instant} from reservations r where ${open} order by r.${instant} limit 1)`;
const OPEN = "r.status in ('PENDING', 'ACTIVE')";

// Every server runs this four times a second. It reads the first entry of five indexes. If asked whether a due row
// exists, PostgreSQL estimates that a third of the rows are due, and reads all 250,000 in vain: 60 ms.
export const DUE_KINDS = statement<Record<"expired" | "missed" | "holds" | "soon" | "dismissible", boolean>>(
  "expiry.what_is_due",
  `select coalesce(${first("reserved_until", OPEN)} <= (select slotwire_now()), false) as expired,
     coalesce(${first("turn_until", "r.status = 'YOUR_TURN'")} <= (select slotwire_now()), false) as missed,
     ${HOLDS_DUE} as holds,
     coalesce(${first("reserved_until", `${OPEN} and r.reminded_at is null and r.reserved_until > (select slotwire_now())`)}
       <= (select slotwire_now()) + $1::integer * interval '1 second', false) as soon,
     coalesce(${first("dismissible_since", "r.hidden_at is null and r.dismissible_since is not null")}
       <= (select slotwire_now()) - $2::integer * interval '1 day', false) as dismissible`,
);

export const CLAIMED_SLOTS = statement<{ id: string; slotId: string }>(
  "expiry.claimed_slots",
  `select reservation_id as id, slot_id as "slotId" from reservation_items
    where reservation_id = any($1::text[]) and released_at is null`,
);

/** The SQL condition that a station releases the slots of expired reservations, as every CALENDAR station does. */
export function releasesAtExpiry(station: string): string {
  return `(${station}.expiry_policy = 'RELEASE' or ${station}.booking_mode = 'CALENDAR')`;
}

export const RELEASE_BY_POLICY = statement<{ slotId: string }>(
  "expiry.release_by_policy",
  `update reservation_items i set released_at = $2, hold_due_at = null, claimed = null
     from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
     where i.reservation_id = any($1::text[]) and i.released_at is null and s.id = i.slot_id
       and ${releasesAtExpiry("t")}
     returning i.slot_id as "slotId"`,
);

export const REMIND = statement<{
  id: string;
  ownerId: string;
  organisation: string | null;
  stationIds: string[];
}>(
  "expiry.remind",
  `with due as (
     select r.id from reservations r where ${soon("$2")}
       order by r.reserved_until, r.id limit $1 for no key update skip locked
   ), r as (
     update reservations set reminded_at = slotwire_now() from due where due.id = reservations.id returning reservations.*
   )
   select r.id, r.owner_id as "ownerId", r.organisation, ${STATIONS}
     from r`,
);

// Reservations that block these slots although their time has passed.
export const LAPSED_HOLDS = statement<{ reservationId: string; slotId: string }>(
  "expiry.lapsed_holds",
  `select i.reservation_id as "reservationId", i.slot_id as "slotId"
     from reservation_items i
       join reservations r on r.id = i.reservation_id
       join slots s on s.id = i.slot_id join ports p on p.id = s.port_id join stations t on t.id = p.station_id
     where i.slot_id = any($1::text[]) and (i.held_at is not null or i.hold_from is not null) and i.released_at is null
       and ((r.status = 'YOUR_TURN' and r.turn_until <= slotwire_now())
         or (r.status in ('PENDING', 'ACTIVE') and r.reserved_until <= slotwire_now()
           and ${releasesAtExpiry("t")}))`,
);

// Due reservations that `takeDue` skipped because of locks. They are swept one by one, in the common lock order.
export const LEFT_OVER = statement<{ id: string }>(
  "expiry.left_over",
  `(select r.id from reservations r where ${EXPIRED} and ${ofOrganisation} order by r.reserved_until limit $1)
   union all
   (select r.id from reservations r where ${MISSED} and ${ofOrganisation} order by r.turn_until limit $1)`,
);
