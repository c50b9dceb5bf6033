import { type Caller, mayActFor } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import { statement } from "../database/statement.ts";
import { notFound } from "../shared/domain-error.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "./reservation.queries.ts";
import {
  nextStatus,
  openStatuses,
  type ReservationEventKind,
  type ReservationStatus,
} from "./reservation.rules.ts";

const FOOTPRINT = statement<{ ownerId: string; slotIds: string[] }>(
  "reservations.footprint",
  `select owner_id as "ownerId", array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where r.id = $1`,
);
const LOCK = statement<ReservationRow>(
  "reservations.lock",
  `select ${RESERVATION_COLUMNS} from reservations where id = any($1::text[]) order by id for no key update`,
);
const MOVE = statement<ReservationRow>(
  "reservations.move",
  `with moved as (
     update reservations set status = $2, updated_at = $3,
         cancellation_reason = case when $2 = 'CANCELLED' then $5 else cancellation_reason end
       where id = $1 returning *
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at, reason)
       select $1, (select max(entry) + 1 from reservation_history where reservation_id = $1), $2, $4, $3, $5
   )
   select ${RESERVATION_COLUMNS} from moved`,
);
const RELEASE_ITEMS = statement<{ slotId: string }>(
  "reservations.release_items",
  `update reservation_items set released_at = $2 where reservation_id = $1 and released_at is null
   returning slot_id as "slotId"`,
);
const RELEASE_SLOT = statement<never>(
  "reservations.release_slot",
  "update reservation_items set released_at = $2 where slot_id = $1 and released_at is null",
);
const CLAIMS_ON_SLOT = statement<{ reservationId: string; slotIds: string[] }>(
  "reservations.claims_on_slot",
  `select i.reservation_id as "reservationId",
      array(select other.slot_id::text from reservation_items other where other.reservation_id = i.reservation_id) as "slotIds"
    from reservation_items i where i.slot_id = $1 and i.released_at is null`,
);

/** The reservation, locked after all of its slots, as the lock order wants it. */
export interface LockedReservation {
  readonly reservation: ReservationView;
  readonly slotIds: readonly string[];
}

/**
 * Locks the slots of a reservation, and `alsoSlotId`, then the reservation.
 *
 * @throws DomainError NOT_FOUND where there is none, or it is not the caller's.
 */
export async function lockReservation(
  tx: Tx,
  ledger: SlotLedger,
  caller: Caller,
  reservationId: string,
  alsoSlotId?: string,
): Promise<LockedReservation> {
  const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
  if (!footprint || !mayActFor(caller, footprint.ownerId)) throw notFound("Reservation", reservationId);
  await ledger.lock(tx, [...footprint.slotIds, ...(alsoSlotId ? [alsoSlotId] : [])]);
  const [row] = await tx.query(LOCK, [[reservationId]]);
  if (!row) throw notFound("Reservation", reservationId);
  return { reservation: toReservationView(row), slotIds: footprint.slotIds };
}

/** Writes a reservation's new status and its history entry. */
export async function moveReservation(
  tx: Tx,
  now: Date,
  reservationId: string,
  move: { to: ReservationStatus; event: ReservationEventKind; reason?: string | null },
): Promise<ReservationView> {
  const [row] = await tx.query(MOVE, [reservationId, move.to, now, move.event, move.reason ?? null]);
  if (!row) throw new Error(`Reservation ${reservationId} vanished while it was locked`);
  return toReservationView(row);
}

/** Gives back the slots that a reservation still holds or waits for, and returns their ids. */
export async function releaseItems(tx: Tx, now: Date, reservationId: string): Promise<string[]> {
  const rows = await tx.query(RELEASE_ITEMS, [reservationId, now]);
  return rows.map((row) => row.slotId);
}

/** The reservations that hold or wait for a slot, and all the slots they name. */
export interface SlotClaims {
  readonly reservationIds: readonly string[];
  readonly slotIds: readonly string[];
}

export async function readClaims(tx: Tx, slotId: string): Promise<SlotClaims> {
  const rows = await tx.query(CLAIMS_ON_SLOT, [slotId]);
  return {
    reservationIds: rows.map((row) => row.reservationId),
    slotIds: [...new Set(rows.flatMap((row) => row.slotIds))],
  };
}

/**
 * Cancels every open reservation that claims the slot, and releases what claims are left on it (an EXPIRED holder
 * stays EXPIRED). The slot and all of `lockedSlotIds` must be locked.
 *
 * @returns the other slots that were given back by it.
 */
export async function cancelClaims(
  tx: Tx,
  now: Date,
  slotId: string,
  options: { lockedSlotIds: readonly string[]; reason: string },
): Promise<string[]> {
  const claims = await readClaims(tx, slotId);
  const locked = new Set(options.lockedSlotIds);
  // A reservation that came between the first look and the locks: its other slots are not locked yet.
  if (claims.slotIds.some((id) => !locked.has(id)))
    throw new StaleReadError(`Claims on slot ${slotId} changed`);
  const others: string[] = [];
  for (const row of await tx.query(LOCK, [claims.reservationIds])) {
    if (!openStatuses.some((status) => status === row.status)) continue;
    const reservation = toReservationView(row);
    const to = nextStatus(reservation, "cancel");
    await moveReservation(tx, now, reservation.id, { to, event: "CANCELLED", reason: options.reason });
    others.push(...(await releaseItems(tx, now, reservation.id)));
  }
  await tx.query(RELEASE_SLOT, [slotId, now]);
  return [...new Set(others)].filter((id) => id !== slotId);
}
