import { type Queryable, statement } from "../database/statement.ts";
import {
  HIDDEN_MARKER,
  holdKind,
  type ReservationEventKind,
  type ReservationKind,
  type ReservationStatus,
  reservationCode,
} from "./reservation.rules.ts";
import { holdsSlot, waitsInLine } from "./reservation-item-states.ts";

/** A reservation as the API shows it. */
export interface ReservationView {
  readonly id: string;
  readonly number: number;
  readonly code: string;
  readonly vehicleId: string;
  readonly ownerId: string;
  /** The organisation of its slots' stations. */
  readonly organisation: string | null;
  readonly status: ReservationStatus;
  readonly reservedUntil: Date;
  /** Set while YOUR_TURN. */
  readonly turnUntil: Date | null;
  readonly cancellationReason: string | null;
  readonly notes: string | null;
  readonly hiddenAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Its details when a request with an idempotency key was answered. Repeats of the request get the same answer. */
  readonly firstAnswer?: FirstAnswer;
}

export interface FirstAnswer {
  readonly items: readonly ItemView[];
  readonly history: readonly HistoryEntryView[];
  /** Null if it did not wait in line. */
  readonly waitlistPosition: number | null;
}

export type ReservationRow = Omit<ReservationView, "code" | "firstAnswer">;

export function toReservationView(row: ReservationRow): ReservationView {
  return { ...row, code: reservationCode(row.number), notes: shownNotes(row) };
}

function shownNotes({ notes, hiddenAt }: ReservationRow): string | null {
  return hiddenAt === null ? notes : [notes, HIDDEN_MARKER].filter(Boolean).join(" ");
}

export interface ItemView {
  readonly reservationId: string;
  readonly slotId: string;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
  readonly holdFrom: Date | null;
  readonly heldAt: Date | null;
  readonly releasedAt: Date | null;
}

export interface HistoryEntryView {
  readonly reservationId: string;
  readonly status: ReservationStatus;
  readonly event: ReservationEventKind;
  readonly at: Date;
  readonly reason: string | null;
}

/** Why a slot is BOOKED, without the reservation's owner. */
export interface SlotHoldView {
  readonly slotId: string;
  readonly kind: ReservationKind;
  readonly until: Date;
  readonly lapsed: boolean;
}

export const RESERVATION_COLUMNS = `id, number, vehicle_id as "vehicleId", owner_id as "ownerId", organisation, status,
  reserved_until as "reservedUntil", turn_until as "turnUntil", cancellation_reason as "cancellationReason", notes,
  hidden_at as "hiddenAt", created_at as "createdAt", updated_at as "updatedAt"`;

const BY_IDS = statement<ReservationRow>(
  "reservations.by_ids",
  `select ${RESERVATION_COLUMNS} from reservations where id = any($1::text[])`,
);
const BY_NUMBER = statement<ReservationRow>(
  "reservations.by_number",
  `select ${RESERVATION_COLUMNS} from reservations where number = $1`,
);
const ITEMS = statement<ItemView>(
  "reservations.items",
  `select reservation_id as "reservationId", slot_id as "slotId", start_at as "startAt", end_at as "endAt",
      hold_from as "holdFrom", held_at as "heldAt", released_at as "releasedAt"
    from reservation_items where reservation_id = any($1::text[]) order by reservation_id, position`,
);
const HISTORY = statement<HistoryEntryView>(
  "reservations.history",
  `select reservation_id as "reservationId", status, event, at, reason
    from reservation_history where reservation_id = any($1::text[]) order by reservation_id, entry`,
);
const HOLDS = statement<Omit<SlotHoldView, "kind"> & { startAt: Date | null }>(
  "reservations.holds",
  `select i.slot_id as "slotId", i.start_at as "startAt", coalesce(r.turn_until, r.reserved_until) as until,
      coalesce(r.turn_until, r.reserved_until) <= slotwire_now() as lapsed
    from reservation_items i join reservations r on r.id = i.reservation_id
    where i.slot_id = any($1::text[]) and ${holdsSlot("i")}`,
);

export async function reservationsByIds(db: Queryable, ids: readonly string[]): Promise<ReservationView[]> {
  return (await db.query(BY_IDS, [ids])).map(toReservationView);
}

export async function reservationByNumber(db: Queryable, number: number): Promise<ReservationView | null> {
  const [row] = await db.query(BY_NUMBER, [number]);
  return row ? toReservationView(row) : null;
}

export function itemsByReservations(db: Queryable, reservationIds: readonly string[]): Promise<ItemView[]> {
  return db.query(ITEMS, [reservationIds]);
}

export function historyByReservations(
  db: Queryable,
  reservationIds: readonly string[],
): Promise<HistoryEntryView[]> {
  return db.query(HISTORY, [reservationIds]);
}

/** The details of reservations that were just made, by id. */
export async function firstAnswers(
  db: Queryable,
  made: readonly ReservationView[],
): Promise<Map<string, FirstAnswer>> {
  const ids = made.map(({ id }) => id);
  const waiting = made.filter(({ status }) => status === "WAITLISTED").map(({ id }) => id);
  const [items, history, places] = await Promise.all([
    itemsByReservations(db, ids),
    historyByReservations(db, ids),
    waiting.length > 0 ? waitlistPositions(db, waiting) : [],
  ]);
  const isOf = (id: string) => (row: { reservationId: string }) => row.reservationId === id;
  const answerOf = (id: string): FirstAnswer => ({
    items: items.filter(isOf(id)),
    history: history.filter(isOf(id)),
    waitlistPosition: places.find(isOf(id))?.position ?? null,
  });
  return new Map(ids.map((id) => [id, answerOf(id)]));
}

export async function holdsBySlots(db: Queryable, slotIds: readonly string[]): Promise<SlotHoldView[]> {
  const rows = await db.query(HOLDS, [slotIds]);
  return rows.map(({ startAt, ...hold }) => ({ ...hold, kind: holdKind({ startAt }) }));
}

const WAITLIST_LENGTHS = statement<{ slotId: string; length: number }>(
  "reservations.waitlist_lengths",
  `select slot_id as "slotId", count(*)::int as length from reservation_items i
    where slot_id = any($1::text[]) and ${waitsInLine("i")} group by slot_id`,
);
const WAITLIST_POSITIONS = statement<{ reservationId: string; position: number }>(
  "reservations.waitlist_positions",
  `select own.reservation_id as "reservationId", count(*)::int as position
    from reservation_items own
      join reservations r on r.id = own.reservation_id
      join reservation_items ahead on ahead.slot_id = own.slot_id and ${waitsInLine("ahead")}
      join reservations other on other.id = ahead.reservation_id and other.number <= r.number
    where own.reservation_id = any($1::text[]) and ${waitsInLine("own")}
    group by own.reservation_id`,
);

export function waitlistLengths(db: Queryable, slotIds: readonly string[]) {
  return db.query(WAITLIST_LENGTHS, [slotIds]);
}

/** The positions in line of reservations that wait; 1 is next. */
export function waitlistPositions(db: Queryable, reservationIds: readonly string[]) {
  return db.query(WAITLIST_POSITIONS, [reservationIds]);
}
