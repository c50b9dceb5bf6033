import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import type { SlotChange } from "../slots/slot-ledger.ts";
import type { ReservationView } from "./reservation.queries.ts";
import { holdOf } from "./reservation.rules.ts";
import type { ReservationAnnouncement } from "./reservation-announcement.ts";
import { holdsSlot, windowToCome } from "./reservation-item-states.ts";
import { STATIONS } from "./reservation-ledger.statements.ts";

const EQUIVALENT_SLOTS = statement<{ id: string }>(
  "moves.equivalent_slots",
  `select other.id
     from slots s join ports p on p.id = s.port_id
       join ports op on op.station_id = p.station_id
       join slots other on other.port_id = op.id
     where s.id = $1 and other.id <> s.id and other.deactivated_at is null
       and other.connector_type is not distinct from s.connector_type
       and (s.power_kw is null or other.power_kw >= s.power_kw)
     order by other.power_kw, other.id`,
);
// The slots to which each open claim on a slot could move. An item that holds or waits needs a slot that is AVAILABLE.
// A window needs a slot on which it overlaps no other window. A reservation never has two items on one slot.
const MOVE_OPTIONS = statement<MoveOptions>(
  "moves.places",
  `select i.reservation_id as "reservationId", not (${windowToCome("i")}) as "needsItNow",
       ${holdsSlot("i")} as held, i.start_at as "startAt",
       array(select c.slot_id::text from unnest($3::text[]) with ordinality as candidate (id, place)
           join slot_claims c on c.slot_id = candidate.id
         where (c.status = 'AVAILABLE' or (${windowToCome("i")} and c.status <> 'INACTIVE'))
           and not exists (select from reservation_items taken
             where taken.slot_id = candidate.id and taken.claimed && i.claimed)
           and not exists (select from reservation_items own
             where own.reservation_id = i.reservation_id and own.slot_id = candidate.id)
         order by candidate.place) as "slotIds"
     from reservation_items i
     where i.slot_id = $1 and i.released_at is null and i.reservation_id = any($2::text[])
     order by i.held_at nulls last, i.start_at, i.number`,
);
const MOVE_ITEMS = statement<never>(
  "moves.move_items",
  `update reservation_items i set slot_id = moved.to_id, overrun_at = null,
       hold_due_at = case when held_at is null then hold_from end
     from unnest($2::text[], $3::text[]) as moved (reservation_id, to_id)
     where i.reservation_id = moved.reservation_id and i.slot_id = $1`,
);

const TOUCH_MOVED = statement<Omit<ReservationAnnouncement, "event">>(
  "moves.move_reservations",
  `with r as (
     update reservations set updated_at = $2 where id = any($1::text[]) returning *
   )
   select r.id, r.owner_id as "ownerId", r.organisation, ${STATIONS} from r order by r.id`,
);

interface MoveOptions {
  readonly reservationId: string;
  /** The item holds its slot, or waits for it. */
  readonly needsItNow: boolean;
  readonly held: boolean;
  readonly startAt: Date | null;
  /** Where the item could move, the least powerful slot first. */
  readonly slotIds: readonly string[];
}

interface Moved extends MoveOptions {
  readonly toId: string;
}

/** The slots of the same station that can replace a slot: the same connector, and at least its power. */
export async function equivalentSlots(tx: Tx, slotId: string): Promise<string[]> {
  return (await tx.query(EQUIVALENT_SLOTS, [slotId])).map(({ id }) => id);
}

/** Where each of the reservations that leave a slot could go. */
export function readMoveOptions(
  tx: Tx,
  slotId: string,
  reservationIds: readonly string[],
  candidates: readonly string[],
): Promise<MoveOptions[]> {
  return tx.query(MOVE_OPTIONS, [slotId, reservationIds, candidates]);
}

export async function moveItems(tx: Tx, slotId: string, moved: readonly Moved[]): Promise<void> {
  await tx.query(MOVE_ITEMS, [
    slotId,
    moved.map((item) => item.reservationId),
    moved.map((item) => item.toId),
  ]);
}

/** Marks reservations as changed. @returns what to announce about each. */
export async function touchMoved(
  tx: Tx,
  now: Date,
  reservationIds: readonly string[],
): Promise<ReservationAnnouncement[]> {
  const touched = await tx.query(TOUCH_MOVED, [reservationIds, now]);
  return touched.map((each) => ({ ...each, event: "MOVED" }));
}

/**
 * Chooses a slot for each item. Windows can share a slot, because windows of the same former slot do not overlap. An
 * item that needs a slot now gets one of its own: the holder, and at an IMMEDIATE station all that wait in line. The one
 * with the fewest options chooses first, so that no other takes its only slot.
 */
export function chooseSlots(options: readonly MoveOptions[]): { moved: Moved[]; stuck: MoveOptions[] } {
  const urgent = options.filter(({ needsItNow }) => needsItNow);
  const taken = new Map<string, MoveOptions>();
  for (const option of urgent.toSorted((one, other) => one.slotIds.length - other.slotIds.length)) {
    const toId = option.slotIds.find((id) => !taken.has(id));
    if (toId !== undefined) taken.set(toId, option);
  }
  const moved: Moved[] = [];
  const stuck: MoveOptions[] = [];
  for (const option of options) {
    const toId = option.slotIds.find((id) => !option.needsItNow || taken.get(id) === option);
    if (toId === undefined) stuck.push(option);
    else moved.push({ ...option, toId });
  }
  return { moved, stuck };
}

/** One change per slot. A slot has at most one holder, however many other windows move there. */
export function toChanges(moved: readonly Moved[], byId: ReadonlyMap<string, ReservationView>): SlotChange[] {
  const holders = new Map(moved.filter(({ held }) => held).map((item) => [item.toId, item]));
  return [...new Set(moved.map(({ toId }) => toId))].map((slotId) => {
    const holder = holders.get(slotId);
    const reservation = holder && byId.get(holder.reservationId);
    const change = { slotId, cause: "RESERVATION_MOVED" as const };
    if (!reservation) return change;
    return { ...change, hold: holdOf(holder, reservation.turnUntil ?? reservation.reservedUntil) };
  });
}

export function cannotMove(slotId: string, stuck: readonly ReservationView[]): DomainError {
  const codes = stuck.map((reservation) => reservation.code);
  const message = say`Nothing was changed: the station has no free equivalent slot for ${codes}. Reschedule or cancel them first, or pass cancelReservations: true.`;
  return new DomainError("SLOT_BOOKED", message, { slotId, reservations: codes });
}
