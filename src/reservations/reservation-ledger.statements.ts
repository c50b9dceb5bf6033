import { literals, statement } from "../database/statement.ts";
import { RESERVATION_COLUMNS, type ReservationRow } from "./reservation.queries.ts";
import type { ReservationEventKind } from "./reservation.rules.ts";
import { waitsInLine, windowToHoldBy } from "./reservation-item-states.ts";
import { dismissibleStatuses } from "./reservation-lifecycle.rules.ts";

/** The stations of a reservation's slots. `r` is the reservation. */
export const STATIONS = `array(select distinct p.station_id::text from reservation_items i
  join slots s on s.id = i.slot_id join ports p on p.id = s.port_id where i.reservation_id = r.id) as "stationIds"`;

// The ids are repeated as a list, to be looked up one by one: a plan made while there were few reservations would read
// all of them for the join.
const moved = (columns: string) => `with move as (
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
       as m (move_id, next_status, event, reason, next_turn_until, next_reserved_until)
   ), r as (
     update reservations set
         status = next_status,
         updated_at = $7::timestamptz,
         turn_until = next_turn_until,
         reserved_until = coalesce(next_reserved_until, reserved_until),
         cancellation_reason = coalesce(reason, cancellation_reason),
         dismissible_since = case when next_status in (${literals(dismissibleStatuses)}) then $7::timestamptz end
       from move where id = move_id and id = any($1::text[])
       returning ${columns}, event, reason
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at, reason)
       select id, (select max(entry) + 1 from reservation_history h where h.reservation_id = r.id), status, event, $7::timestamptz, reason
         from r
   )`;
export const CHANGE_STATUS = statement<
  ReservationRow & { event: ReservationEventKind; stationIds: string[] }
>("reservations.move", `${moved("reservations.*")} select ${RESERVATION_COLUMNS}, event, ${STATIONS} from r`);
/** For reservations whose data is already known: it returns only their number. */
export const CHANGE_KNOWN_STATUS = statement<{ count: number }>(
  "reservations.move_known",
  `${moved("id, status")} select count(*) as count from r`,
);
export const SHOW = statement<ReservationRow & { stationIds: string[] }>(
  "reservations.show",
  `with r as (
     update reservations set hidden_at = $3::timestamptz, updated_at = $2::timestamptz, dismissible_since = $2::timestamptz
       where id = any($1::text[]) returning *
   )
   select ${RESERVATION_COLUMNS}, ${STATIONS} from r`,
);
// The window of a slot that is charged on stays the driver's until the session or the window ends.
export const RELEASE = statement<{ slotId: string }>(
  "reservations.release",
  `update reservation_items set released_at = $2, hold_due_at = null, claimed = case when slot_id = $3 then claimed end
     where reservation_id = any($1::text[]) and released_at is null
   returning slot_id as "slotId"`,
);
// Gives each free slot to the next reservation: the first in its line, or the window whose hold is due. A window that
// is over gets the slot only if no other is due. The slots are locked, so no other transaction does the same. Other
// windows that are due are checked again when the chosen one ends. The statement also returns the slots of CALENDAR
// stations that are charged on: the time when their sessions must end may have changed.
export const TAKE_HEADS = statement<HeadRow>(
  "reservations.take_heads",
  `with head as (
     select c.slot_id, next.* from slot_claims c cross join lateral (
       (select i.reservation_id, i.hold_from, i.start_at, i.end_at
         from reservation_items i
         where i.slot_id = c.slot_id and ${waitsInLine("i")}
         order by i.number limit 1)
       union all
       (select i.reservation_id, i.hold_from, i.start_at, i.end_at
         from reservation_items i join reservations r on r.id = i.reservation_id
         where i.slot_id = c.slot_id and ${windowToHoldBy("i", "$2")}
           and r.status in ('PENDING', 'ACTIVE') and r.reserved_until > $2
         order by i.end_at <= $2, i.start_at limit 1)
       limit 1
     ) as next
     where c.slot_id = any($1::text[]) and c.status = 'AVAILABLE'
   ), taken as (
     update reservation_items i set held_at = $2, hold_due_at = null from head
       where i.slot_id = head.slot_id and i.reservation_id = head.reservation_id
   ), behind as (
     update reservation_items i set hold_due_at = greatest(head.end_at, $2) from head
       where i.slot_id = head.slot_id and i.reservation_id <> head.reservation_id
         and ${windowToHoldBy("i", "$2")}
   )
   select h.slot_id as "slotId", r.id, r.owner_id as "ownerId", r.organisation, r.reserved_until as "reservedUntil",
       h.hold_from as "holdFrom", h.start_at as "startAt", ${STATIONS}
     from head h join reservations r on r.id = h.reservation_id
   union all
   select c.slot_id, null, null, null, null, null, null, null
     from charging_sessions c join slots s on s.id = c.slot_id join ports p on p.id = s.port_id
       join stations t on t.id = p.station_id
     where c.slot_id = any($1::text[]) and c.status = 'ACTIVE' and t.booking_mode = 'CALENDAR'`,
);

/** The next reservation to have a slot or, with a null id, a slot that is charged on. */
export type HeadRow = { readonly slotId: string; readonly id: null } | Head;

export interface Head {
  readonly slotId: string;
  readonly id: string;
  readonly ownerId: string;
  readonly organisation: string | null;
  readonly reservedUntil: Date;
  /** Null for the first in a line. */
  readonly holdFrom: Date | null;
  readonly startAt: Date | null;
  readonly stationIds: string[];
}
