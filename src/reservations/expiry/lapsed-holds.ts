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

/** What becomes of a reservation whose time has passed, and why its slots are given back. */
const lapses = {
  EXPIRED: {
    move: { to: "EXPIRED", event: "EXPIRED", reason: EXPIRED_REASON },
    cause: "RESERVATION_EXPIRED",
  },
  MISSED: { move: { to: "MISSED", event: "MISSED" }, cause: "TURN_MISSED" },
} as const;

type Lapse = keyof typeof lapses;

/** Done in the transaction that marked these codes as EXPIRED. */
export type Alongside = (tx: Tx, codes: readonly string[]) => Promise<void>;

const MAX_TRIES = 10;
const PAUSE_MS = 5;

/**
 * Reservations whose time has passed while their status does not say so yet: to sweep one is to write that down. A use
 * case that finds one in its way has it swept and tries again, so that nobody is refused for a hold that is over.
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

  /** Runs a transaction, and once more after each LapsedHoldError: the holds that it names are swept in between. */
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

  /** @throws LapsedHoldError where one of these slots is held only because nobody has swept yet. */
  async requireNone(tx: Tx, slotIds: readonly string[]): Promise<void> {
    const holds = await tx.query(LAPSED_HOLDS, [slotIds]);
    if (holds.length > 0) throw new LapsedHoldError(holds.map((hold) => hold.reservationId));
  }

  /** Which of these slots are held only because nobody has swept yet. */
  async slotsAmong(tx: Tx, slotIds: readonly string[]): Promise<Set<string>> {
    if (slotIds.length === 0) return new Set();
    return new Set((await tx.query(LAPSED_HOLDS, [slotIds])).map((hold) => hold.slotId));
  }

  /** Sweeps a reservation in a transaction of its own. @returns it as it then is; null where there is none. */
  sweep(reservationId: string, alongside?: Alongside): Promise<ReservationView | null> {
    return this.#db.inTransaction(async (tx) => {
      const before = await this.#locks.lockOfAnybody(tx, reservationId);
      const after = before && (await this.lapse(tx, await readClock(tx), before));
      if (!after || after.status === before.status) return null;
      if (after.status === "EXPIRED") await alongside?.(tx, [after.code]);
      return after;
    });
  }

  /**
   * Writes down that the time of a reservation has passed, where it has; its slots must be locked, and it too.
   *
   * @param exceptSlotId the caller itself gives this slot back, or takes it out of service.
   * @returns the reservation as it then is.
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
    const views = await this.#ledger.move(
      tx,
      now,
      ids.map((id) => ({ id, ...move })),
    );
    const released =
      status === "EXPIRED"
        ? (await tx.query(RELEASE_BY_POLICY, [ids, now])).map(({ slotId }) => slotId)
        : await this.#ledger.release(tx, now, ids);
    const changes = released.filter((id) => id !== exceptSlotId).map((slotId) => ({ slotId, cause }));
    await this.#ledger.giveBack(tx, now, changes);
    return views;
  }
}
