import { type Caller, mayActFor } from "../access/caller.ts";
import { readClock } from "../database/clock.ts";
import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import { notFound } from "../shared/domain-error.ts";
import type { LockedSlot, SlotLedger } from "../slots/slot-ledger.ts";
import { type ReservationView, toReservationView } from "./reservation.queries.ts";
import { FOOTPRINT, LOCK, LOCK_WHOLE, TRY_LOCK } from "./reservation-locks.statements.ts";

/** A reservation, locked after all of its slots, according to the lock order. */
export interface LockedReservation {
  readonly reservation: ReservationView;
  readonly slotIds: readonly string[];
  /** All slots that were locked, the reservation's own first. */
  readonly slots: readonly LockedSlot[];
}

/** A reservation that was locked without waiting. */
export interface UncontendedReservation {
  readonly reservation: ReservationView;
  readonly stationIds: readonly string[];
  /** The slots that it holds, waits for, or has a window on. */
  readonly openSlotIds: readonly string[];
  /** Whether its end may affect others: a reservation waits for one of these slots, or a window is on one. */
  readonly isDisputed: boolean;
}

/** Locks reservations in the one lock order of all transactions: first the slots, by id, then the reservations. */
export class ReservationLocks {
  readonly #slots: SlotLedger;

  constructor({ slots }: { slots: SlotLedger }) {
    this.#slots = slots;
  }

  /**
   * Locks the slots of a reservation, and `alsoSlotIds`, then the reservation.
   *
   * @throws DomainError NOT_FOUND if it does not exist or is not the caller's.
   */
  async lock(
    tx: Tx,
    caller: Caller,
    reservationId: string,
    alsoSlotIds: readonly string[] = [],
  ): Promise<LockedReservation> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    if (!footprint || !mayActFor(caller, footprint)) throw notFound("Reservation", reservationId);
    const locked = await this.#lockFrom(tx, reservationId, footprint.slotIds, alsoSlotIds);
    // While this waited for the slots, the station may have changed its organisation.
    if (!locked || !mayActFor(caller, locked.reservation)) throw notFound("Reservation", reservationId);
    return locked;
  }

  /**
   * Locks without waiting: only reservations that are not locked by others, and whose slots are not either.
   *
   * @returns these, by id, and the time, read after the locks.
   */
  async tryLock(
    tx: Tx,
    reservationIds: readonly string[],
  ): Promise<{ now: Date; reservations: Map<string, UncontendedReservation> }> {
    const [slots, rows, now] = await Promise.all([
      this.#slots.tryLockOfReservations(tx, reservationIds),
      // Run after the locks of the slots, although they are sent with them, so what they read stays true.
      tx.query(TRY_LOCK, [reservationIds]),
      readClock(tx),
    ]);
    const reservations = new Map<string, UncontendedReservation>();
    for (const { slotIds, openSlotIds, isDisputed, ...row } of rows) {
      const locked = slotIds.flatMap((id) => slots.get(id) ?? []);
      // One of its slots is locked by another transaction, or the reservation moved there after the slots were locked.
      if (locked.length < slotIds.length) continue;
      const stationIds = [...new Set(locked.map(({ stationId }) => stationId))].toSorted();
      reservations.set(row.id, { reservation: toReservationView(row), stationIds, openSlotIds, isDisputed });
    }
    return { now, reservations };
  }

  /** As `lock`, for any owner; null if it does not exist. */
  async lockForAnyOwner(tx: Tx, reservationId: string): Promise<ReservationView | null> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    const locked = footprint && (await this.#lockFrom(tx, reservationId, footprint.slotIds, []));
    return locked?.reservation ?? null;
  }

  /** Locks reservations whose slots are already locked. */
  async lockAfterSlots(tx: Tx, reservationIds: readonly string[]): Promise<ReservationView[]> {
    return (await tx.query(LOCK, [reservationIds])).map(toReservationView);
  }

  // Between reading which slots it has and locking them, the reservation may have moved to others.
  async #lockFrom(
    tx: Tx,
    reservationId: string,
    slotIds: readonly string[],
    alsoSlotIds: readonly string[],
  ): Promise<LockedReservation | null> {
    const slots = await this.#slots.lock(tx, [...new Set([...slotIds, ...alsoSlotIds])]);
    const [row] = await tx.query(LOCK_WHOLE, [reservationId]);
    if (!row) return null;
    const { slotIds: present, ...reservation } = row;
    const known = new Set(slotIds);
    if (present.some((id) => !known.has(id)))
      throw new StaleReadError(`Reservation ${reservationId} has moved to other slots`);
    return { reservation: toReservationView(reservation), slotIds: present, slots };
  }
}
