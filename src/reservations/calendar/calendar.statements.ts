import { statement } from "../../database/statement.ts";
import type { SlotStatus } from "../../slots/slot.rules.ts";
import { holdsSlot, windowToHoldBy } from "../reservation-item-states.ts";
import { STATIONS } from "../reservation-ledger.statements.ts";
import type { SlotOccupation, TakenWindow } from "./calendar.rules.ts";

/** A window whose hold is due, what occupies its slot, and whether its owner was told of an overrun. */
export interface DueHold extends SlotOccupation {
  readonly reservationId: string;
  readonly ownerId: string;
  readonly organisation: string | null;
  readonly stationIds: readonly string[];
  readonly isOverrunAnnounced: boolean;
  readonly holderId: string | null;
}

// slotwire_now() is volatile. Only as a subquery is it evaluated once, so that the condition can use an index.
const DUE = "i.hold_due_at <= (select slotwire_now()) and r.reserved_until > (select slotwire_now())";

// Compares the first entry of an index. If asked whether a due row exists, PostgreSQL estimates that a third of the
// rows are due, and reads them all: 220 ms for a million. The entry may have lapsed, but lapsed ones are swept before
// holds begin.
export const HOLDS_DUE =
  "coalesce((select min(hold_due_at) from reservation_items) <= (select slotwire_now()), false)";

// Slots whose next window is due, the longest due first. It waits for no lock, and skips slots that are locked.
export const TAKE_DUE_SLOTS = statement<{ slotId: string }>(
  "calendar.take_due_slots",
  `with candidate as (
     select i.slot_id from reservation_items i join reservations r on r.id = i.reservation_id
       where ${DUE} order by i.hold_due_at limit $1
   )
   select id as "slotId" from slots where id = any(array(select slot_id from candidate))
     order by id for no key update skip locked`,
);
export const LEFT_OVER_SLOTS = statement<{ slotId: string }>(
  "calendar.left_over_slots",
  `select distinct due.slot_id as "slotId" from (
     select i.slot_id from reservation_items i join reservations r on r.id = i.reservation_id
       where ${DUE} order by i.hold_due_at limit $1
   ) as due`,
);
export const READ_DUE_HOLDS = statement<DueHold>(
  "calendar.read_due_holds",
  `select i.slot_id as "slotId", i.reservation_id as "reservationId", r.owner_id as "ownerId",
       r.organisation, ${STATIONS}, i.start_at as "startAt", i.end_at as "endAt", i.overrun_at is not null as "isOverrunAnnounced",
       c.id is not null as "inUse", own.start_at as "sessionWindowStartAt", own.end_at as "sessionWindowEndAt",
       holder.reservation_id is not null as held, holder.reservation_id as "holderId",
       holder.start_at as "holderStartAt", holder.end_at as "holderEndAt"
     from reservation_items i
       join reservations r on r.id = i.reservation_id
       left join charging_sessions c on c.slot_id = i.slot_id and c.status = 'ACTIVE'
       left join reservation_items own on own.reservation_id = c.reservation_id and own.slot_id = c.slot_id
         and own.hold_from is not null
       left join reservation_items holder on holder.slot_id = i.slot_id and ${holdsSlot("holder")}
     where i.slot_id = any($1::text[]) and i.hold_due_at <= $2 and r.reserved_until > $2`,
);
export const POSTPONE_HOLDS = statement<never>(
  "calendar.look_again",
  `update reservation_items i set hold_due_at = due.at, overrun_at = case when due.overrun then coalesce(overrun_at, $4) else overrun_at end
     from unnest($1::text[], $2::text[], $3::timestamptz[], $5::boolean[]) as due (reservation_id, slot_id, at, overrun)
     where i.reservation_id = due.reservation_id and i.slot_id = due.slot_id`,
);
// Makes windows that wait for the end of another window due now, because that end may have moved.
export const MAKE_HOLDS_DUE = statement<never>(
  "calendar.look_now",
  `update reservation_items i set hold_due_at = $2
     where slot_id = any($1::text[]) and ${windowToHoldBy("i", "$2")} and hold_due_at > $2`,
);
// The suspended hold is due again as soon as the slot is free for it.
export const SUSPEND_HOLDS = statement<never>(
  "calendar.stand_back",
  `update reservation_items i set held_at = null, hold_due_at = $3
     from unnest($1::text[], $2::text[]) as suspended (reservation_id, slot_id)
     where i.reservation_id = suspended.reservation_id and i.slot_id = suspended.slot_id`,
);
// Releases windows that are over. Returns the reservations of which no open item is left.
export const RELEASE_PAST = statement<{ reservationId: string }>(
  "calendar.release_past",
  `with past as (
     select * from unnest($1::text[], $2::text[]) as past (reservation_id, slot_id)
   ), released as (
     update reservation_items i set released_at = $3, claimed = null from past
       where i.reservation_id = past.reservation_id and i.slot_id = past.slot_id
   )
   select distinct past.reservation_id as "reservationId" from past
     where not exists (select from reservation_items i where i.reservation_id = past.reservation_id
       and i.released_at is null and (i.reservation_id, i.slot_id) not in (select * from past))`,
);
// In the order of the wanted windows. Windows of lapsed reservations are marked: once swept, they block nobody.
export const OVERLAPPING = statement<TakenWindow & { reservationId: string; lapsed: boolean }>(
  "calendar.overlapping",
  `select taken.* from unnest($1::text[], $2::timestamptz[], $3::timestamptz[])
       with ordinality as wanted (slot_id, claimed_from, claimed_until, place)
     cross join lateral (
       select i.slot_id as "slotId", i.start_at as "startAt", i.end_at as "endAt", i.reservation_id as "reservationId",
           i.released_at is null and r.reserved_until <= $4 as lapsed
         from reservation_items i join reservations r on r.id = i.reservation_id
         where i.slot_id = wanted.slot_id and i.claimed && tstzrange(wanted.claimed_from, wanted.claimed_until)
         order by i.start_at limit 100
     ) as taken
     order by wanted.place, taken."startAt"`,
);
// Whether a window holds its slot, and the status that the slot's claims result in.
export const READ_HOLD = statement<{ held: boolean; released: boolean; holdFrom: Date; status: SlotStatus }>(
  "calendar.read_hold",
  `select ${holdsSlot("i")} as held, i.released_at is not null as released,
       i.hold_from as "holdFrom", c.status
     from reservation_items i join slot_claims c on c.slot_id = i.slot_id
     where i.reservation_id = $1 and i.slot_id = $2 and i.hold_from is not null`,
);
export const END_CLAIM = statement<never>(
  "calendar.end_claim",
  "update reservation_items set claimed = null where reservation_id = $1 and slot_id = $2 and claimed is not null",
);
