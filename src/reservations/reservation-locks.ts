import { type Caller, mayActFor } from "../access/caller.ts";
import { readClock } from "../database/clock.ts";
import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import { notFound } from "../shared/domain-error.ts";
import type { LockedSlot, SlotLedger } from "../slots/slot-ledger.ts";
import { type ReservationView, toReservationView } from "./reservation.queries.ts";
import { FOOTPRINT, LOCK, LOCK_IDLE, LOCK_WHOLE } from "./reservation-locks.statements.ts";

/** A reservation, locked after all of its slots, as the lock order wants it. */
export interface LockedReservation {
  readonly reservation: ReservationView;
  readonly slotIds: readonly string[];
  /** All that were locked, its own first. */
  readonly slots: readonly LockedSlot[];
}

/** A reservation that was locked without waiting for anybody. */
export interface IdleReservation {
  readonly reservation: ReservationView;
  readonly stationIds: readonly string[];
  /** Those that it holds, waits for, or has a window on. */
  readonly openSlotIds: readonly string[];
  /** Whether others may have to hear of it when it ends: somebody waits for one of these slots, or there are windows. */
  readonly isDisputed: boolean;
}

/** Locks reservations, in the one order that everybody keeps: their slots first, by id, then they themselves. */
export class ReservationLocks {
  readonly #slots: SlotLedger;

  constructor({ slots }: { slots: SlotLedger }) {
    this.#slots = slots;
  }

  /**
   * Locks the slots of a reservation, and `alsoSlotIds`, then the reservation.
   *
   * @throws DomainError NOT_FOUND where there is none, or it is not the caller's.
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
    // Its station may have gone to another organisation while its slots were waited for.
    if (!locked || !mayActFor(caller, locked.reservation)) throw notFound("Reservation", reservationId);
    return locked;
  }

  /**
   * Locks what can be locked without waiting: reservations that nobody else is busy with, nor with any of their slots.
   *
   * @returns these, by id, and the time, read after the locks.
   */
  async lockIdle(
    tx: Tx,
    reservationIds: readonly string[],
  ): Promise<{ now: Date; reservations: Map<string, IdleReservation> }> {
    const [slots, rows, now] = await Promise.all([
      this.#slots.lockIdleOf(tx, reservationIds),
      // Run after the locks of the slots, though they are sent with them: what they read stays as it is.
      tx.query(LOCK_IDLE, [reservationIds]),
      readClock(tx),
    ]);
    const reservations = new Map<string, IdleReservation>();
    for (const { slotIds, openSlotIds, isDisputed, ...row } of rows) {
      const locked = slotIds.flatMap((id) => slots.get(id) ?? []);
      // Somebody is busy with a slot of it, or it was moved there since the slots were locked.
      if (locked.length < slotIds.length) continue;
      const stationIds = [...new Set(locked.map(({ stationId }) => stationId))].toSorted();
      reservations.set(row.id, { reservation: toReservationView(row), stationIds, openSlotIds, isDisputed });
    }
    return { now, reservations };
  }

  /** As `lock`, whoever's it is; null where there is none. */
  async lockOfAnybody(tx: Tx, reservationId: string): Promise<ReservationView | null> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    const locked = footprint && (await this.#lockFrom(tx, reservationId, footprint.slotIds, []));
    return locked?.reservation ?? null;
  }

  /** Locks reservations whose slots are locked already. */
  async lockAfterSlots(tx: Tx, reservationIds: readonly string[]): Promise<ReservationView[]> {
    return (await tx.query(LOCK, [reservationIds])).map(toReservationView);
  }

  // Between the look at which slots it has and their locks, a reservation may have moved to others.
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
