import { setTimeout as delay } from "node:timers/promises";
import { readClock } from "../../database/clock.ts";
import type { Database, Tx } from "../../database/database.ts";
import { DomainError } from "../../shared/domain-error.ts";
import type { ReservationView } from "../reservation.queries.ts";
import type { ReservationLedger } from "../reservation-ledger.ts";
import { statusAt } from "../reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "../reservation-locks.ts";
import { EXPIRED_REASON } from "../system-reasons.ts";
import { LapsedHoldError } from "./lapsed-hold-error.ts";
import { LAPSED_HOLDS, RELEASE_BY_POLICY } from "./reservation-expiry.statements.ts";

/** The step that a reservation takes when its time has passed, and the cause with which its slots are reassigned. */
const lapses = {
  EXPIRED: {
    move: { to: "EXPIRED", event: "EXPIRED", reason: EXPIRED_REASON },
    cause: "RESERVATION_EXPIRED",
  },
  MISSED: { move: { to: "MISSED", event: "MISSED" }, cause: "TURN_MISSED" },
} as const;

type Lapse = keyof typeof lapses;

/** Runs in the transaction that marked the reservations with these codes as EXPIRED. */
export type OnExpired = (tx: Tx, codes: readonly string[]) => Promise<void>;

const MAX_TRIES = 10;
const PAUSE_MS = 5;

/**
 * Reservations whose time has passed, but whose status does not say so yet. Sweeping one updates its status. A use case
 * that is blocked by such a reservation sweeps it and tries again, so that no request is refused because of a hold that
 * is over.
 */
export class LapsedHolds {
  readonly #db: Database;
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;

  constructor(options: { db: Database; locks: ReservationLocks; ledger: ReservationLedger }) {
    this.#db = options.db;
    this.#locks = options.locks;
    this.#ledger = options.ledger;
  }

  /** Runs a transaction, and again after each LapsedHoldError, once the holds that the error names are swept. */
  async sweepAndRetry<Result>(transaction: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transaction();
      } catch (error) {
        if (!(error instanceof LapsedHoldError)) throw error;
        if (attempt === MAX_TRIES)
          throw new DomainError("SERVICE_UNAVAILABLE", "The slot is changing hands; try again");
        for (const id of error.reservationIds) await this.sweep(id);
        await delay(attempt * PAUSE_MS);
      }
    }
  }

  /** @throws LapsedHoldError if one of these slots is held only because its reservation has not been swept yet. */
  async requireNone(tx: Tx, slotIds: readonly string[]): Promise<void> {
    const holds = await tx.query(LAPSED_HOLDS, [slotIds]);
    if (holds.length > 0) throw new LapsedHoldError(holds.map((hold) => hold.reservationId));
  }

  /** Which of these slots are held only because their reservations have not been swept yet. */
  async slotsAmong(tx: Tx, slotIds: readonly string[]): Promise<Set<string>> {
    if (slotIds.length === 0) return new Set();
    return new Set((await tx.query(LAPSED_HOLDS, [slotIds])).map((hold) => hold.slotId));
  }

  /** Sweeps a reservation in its own transaction. @returns the reservation after that; null if nothing changed. */
  sweep(reservationId: string, onExpired?: OnExpired): Promise<ReservationView | null> {
    return this.#db.inTransaction(async (tx) => {
      const before = await this.#locks.lockForAnyOwner(tx, reservationId);
      const after = before && (await this.lapse(tx, await readClock(tx), before));
      if (!after || after.status === before.status) return null;
      if (after.status === "EXPIRED") await onExpired?.(tx, [after.code]);
      return after;
    });
  }

  /**
   * Updates the status of a reservation if its time has passed. The reservation and its slots must be locked.
   *
   * @param exceptSlotId a slot that the caller itself reassigns or takes out of service.
   * @returns the reservation after that.
   */
  async lapse(
    tx: Tx,
    now: Date,
    reservation: ReservationView,
    { exceptSlotId = null }: { exceptSlotId?: string | null } = {},
  ): Promise<ReservationView> {
    const status = statusAt(reservation, now);
    if (status === reservation.status) return reservation;
    const passed = status === "EXPIRED" ? "EXPIRED" : "MISSED";
    const [lapsed] = await this.lapseAll(tx, now, [reservation.id], passed, exceptSlotId);
    return lapsed ?? reservation;
  }

  /** The same for reservations that are known to have lapsed. */
  async lapseAll(
    tx: Tx,
    now: Date,
    ids: readonly string[],
    status: Lapse,
    exceptSlotId: string | null = null,
  ): Promise<ReservationView[]> {
    if (ids.length === 0) return [];
    const { move, cause } = lapses[status];
    const views = await this.#ledger.changeStatuses(
      tx,
      now,
      ids.map((id) => ({ id, ...move })),
    );
    const released =
      status === "EXPIRED"
        ? (await tx.query(RELEASE_BY_POLICY, [ids, now])).map(({ slotId }) => slotId)
        : await this.#ledger.release(tx, now, ids);
    const changes = released.filter((id) => id !== exceptSlotId).map((slotId) => ({ slotId, cause }));
    await this.#ledger.reassignSlots(tx, now, changes);
    return views;
  }
}
