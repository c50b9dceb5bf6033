import { type Caller, isStaff } from "../access/caller.ts";
import { Conditions, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isNumberKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import {
  type ReservationEventKind,
  type ReservationKind,
  type ReservationStatus,
  reservationCode,
  reservationKind,
} from "./reservation.rules.ts";

/** A reservation as the API shows it. */
export interface ReservationView {
  readonly id: string;
  readonly number: number;
  readonly code: string;
  readonly vehicleId: string;
  readonly ownerId: string;
  readonly status: ReservationStatus;
  readonly reservedUntil: Date;
  readonly cancellationReason: string | null;
  readonly notes: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type ReservationRow = Omit<ReservationView, "code">;

export function toReservationView(row: ReservationRow): ReservationView {
  return { ...row, code: reservationCode(row.number) };
}

export interface ItemView {
  readonly reservationId: string;
  readonly slotId: string;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
  readonly releasedAt: Date | null;
}

export interface HistoryEntryView {
  readonly reservationId: string;
  readonly status: ReservationStatus;
  readonly event: ReservationEventKind;
  readonly at: Date;
  readonly reason: string | null;
}

/** Why a slot is BOOKED, without whose it is. */
export interface SlotHoldView {
  readonly slotId: string;
  readonly kind: ReservationKind;
  readonly until: Date;
  readonly lapsed: boolean;
}

export interface ReservationFilter {
  readonly statuses?: readonly ReservationStatus[] | null;
  readonly slotId?: string | null;
  readonly stationId?: string | null;
  readonly vehicleId?: string | null;
  readonly ownerId?: string | null;
  readonly createdAfter?: Date | null;
  readonly createdBefore?: Date | null;
  readonly reservedUntilBefore?: Date | null;
}

export const RESERVATION_COLUMNS = `id, number, vehicle_id as "vehicleId", owner_id as "ownerId", status,
  reserved_until as "reservedUntil", cancellation_reason as "cancellationReason", notes,
  created_at as "createdAt", updated_at as "updatedAt"`;

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
      released_at as "releasedAt"
    from reservation_items where reservation_id = any($1::text[]) order by reservation_id, position`,
);
const HISTORY = statement<HistoryEntryView>(
  "reservations.history",
  `select reservation_id as "reservationId", status, event, at, reason
    from reservation_history where reservation_id = any($1::text[]) order by reservation_id, entry`,
);
const HOLDS = statement<Omit<SlotHoldView, "kind"> & { startAt: Date | null }>(
  "reservations.holds",
  `select i.slot_id as "slotId", i.start_at as "startAt", r.reserved_until as until,
      r.reserved_until <= slotwire_now() as lapsed
    from reservation_items i join reservations r on r.id = i.reservation_id
    where i.slot_id = any($1::text[]) and i.held_at is not null and i.released_at is null`,
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

export async function holdsBySlots(db: Queryable, slotIds: readonly string[]): Promise<SlotHoldView[]> {
  const rows = await db.query(HOLDS, [slotIds]);
  return rows.map(({ startAt, ...hold }) => ({ ...hold, kind: reservationKind([{ startAt }]) }));
}

const LIST = "reservations";

/** The caller's own reservations, or everybody's for staff, newest first: numbers follow the order of creation. */
export async function listReservations(
  db: Queryable,
  caller: Caller,
  filter: ReservationFilter,
  page: PageRequest,
): Promise<Connection<ReservationView>> {
  const after = decodeCursor<[number]>(LIST, page, isNumberKey);
  const matching = visible(caller, filter).add(after?.[0], (number) => `number < ${number}`);
  const text = `select ${RESERVATION_COLUMNS} from reservations ${matching.where} order by number desc limit ${page.first + 1}`;
  const rows = await db.query<ReservationRow>({ text }, matching.values);
  const count = async () => {
    const all = visible(caller, filter);
    const [row] = await db.query<{ count: number }>(
      { text: `select count(*) from reservations ${all.where}` },
      all.values,
    );
    return row?.count ?? 0;
  };
  return toConnection({
    list: LIST,
    page,
    rows: rows.map(toReservationView),
    keyOf: (row) => [row.number],
    count,
  });
}

function visible(caller: Caller, filter: ReservationFilter): Conditions {
  return new Conditions()
    .add(isStaff(caller) ? null : caller.userId, (id) => `owner_id = ${id}`)
    .add(filter.ownerId, (id) => `owner_id = ${id}`)
    .add(filter.vehicleId, (id) => `vehicle_id = ${id}`)
    .add(filter.statuses, (list) => `status = any(${list}::text[])`)
    .add(filter.createdAfter, (at) => `created_at > ${at}`)
    .add(filter.createdBefore, (at) => `created_at < ${at}`)
    .add(filter.reservedUntilBefore, (at) => `reserved_until < ${at}`)
    .add(
      filter.slotId,
      (id) => `exists (select from reservation_items i
      where i.reservation_id = reservations.id and i.slot_id = ${id})`,
    )
    .add(
      filter.stationId,
      (id) => `exists (select from reservation_items i
      join slots s on s.id = i.slot_id join ports p on p.id = s.port_id
      where i.reservation_id = reservations.id and p.station_id = ${id})`,
    );
}
