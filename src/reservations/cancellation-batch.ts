import { isStaff, mayActFor } from "../access/caller.ts";
import type { Actor } from "../audit/audit-log.ts";
import { runInOneTransaction } from "../database/batch.ts";
import type { Database, Tx } from "../database/database.ts";
import type { WriteBatches } from "../database/write-batches.ts";
import type { Outcome } from "../shared/batcher.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { ReservationView } from "./reservation.queries.ts";
import type { KnownStatusChange, ReservationLedger } from "./reservation-ledger.ts";
import { nextStatus } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks, UncontendedReservation } from "./reservation-locks.ts";

export interface Cancellation {
  readonly by: Actor;
  readonly reservationId: string;
  readonly reason: string | null;
}

/**
 * Cancels many reservations in one transaction. It serves only drivers, whose operations are not audited. The methods
 * of the ledger take many reservations anyway.
 */
export class CancellationBatch {
  readonly #db: Database;
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #batches: WriteBatches;

  constructor(options: {
    db: Database;
    locks: ReservationLocks;
    ledger: ReservationLedger;
    batches: WriteBatches;
  }) {
    this.#db = options.db;
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#batches = options.batches;
  }

  /** Runs each driver's request together with others that arrive at the same time. Requests of operators run alone. */
  runner(
    alone: (cancellation: Cancellation) => Promise<ReservationView>,
  ): (cancellation: Cancellation) => Promise<ReservationView> {
    return this.#batches.runner<Cancellation, ReservationView>({
      isForBatch: ({ by }) => !isStaff(by.caller),
      together: (cancellations) => this.#run(cancellations),
      alone,
      lockKeyOf: ({ reservationId }) => reservationId,
      uniqueKeyOf: ({ reservationId }) => `only ${reservationId}`,
    });
  }

  /** @param cancellations each of a different reservation. */
  #run(cancellations: readonly Cancellation[]): Promise<readonly Outcome<ReservationView>[]> {
    return runInOneTransaction(this.#db, async (tx) => {
      const ids = cancellations.map(({ reservationId }) => reservationId);
      const { now, reservations } = await this.#locks.tryLock(tx, ids);
      const decisions = cancellations.map((each): KnownStatusChange | Outcome<never> => {
        const locked = reservations.get(each.reservationId);
        // Another transaction has locked it, it is not the caller's, or it does not exist.
        if (!locked || !mayActFor(each.by.caller, locked.reservation)) return { kind: "ALONE" };
        return decide(locked, each, now);
      });
      const endings = decisions.filter((decision) => "change" in decision);
      // If others may be waiting for the slots, what is written depends on who they are, so the commit waits for it.
      const isDisputed = endings.some(({ locked }) => locked.isDisputed);
      if (!isDisputed) tx.announceCommit();
      const moved = this.#cancel(tx, now, endings);
      if (isDisputed) await moved;
      return decisions.map((decision) => {
        if (!("change" in decision)) return decision;
        const answer = moved.then((byId) => byId.get(decision.change.id) as ReservationView);
        return { kind: "ANSWERED", answer };
      });
    });
  }

  async #cancel(
    tx: Tx,
    now: Date,
    endings: readonly KnownStatusChange[],
  ): Promise<Map<string, ReservationView>> {
    if (endings.length === 0) return new Map();
    const cancelled = await this.#ledger.cancelKnown(tx, now, endings);
    return new Map(cancelled.map((reservation) => [reservation.id, reservation]));
  }
}

function decide(
  locked: UncontendedReservation,
  { reason }: Cancellation,
  now: Date,
): KnownStatusChange | Outcome<never> {
  const { reservation } = locked;
  try {
    const to = nextStatus(reservation, "cancel", now);
    return { locked, change: { id: reservation.id, to, event: "CANCELLED", reason } };
  } catch (error) {
    if (error instanceof DomainError) return { kind: "REFUSED", error };
    throw error;
  }
}
