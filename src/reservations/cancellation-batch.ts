import { isStaff, mayActFor } from "../access/caller.ts";
import type { Acting } from "../audit/audit-log.ts";
import { inOneTransaction } from "../database/batch.ts";
import type { Database, Tx } from "../database/database.ts";
import { unavailable } from "../database/postgres-errors.ts";
import { Batcher, type Outcome } from "../shared/batcher.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { ReservationView } from "./reservation.queries.ts";
import type { Move, ReservationLedger } from "./reservation-ledger.ts";
import { nextStatus } from "./reservation-lifecycle.rules.ts";

export interface Cancellation {
  readonly by: Acting;
  readonly reservationId: string;
  readonly reason: string | null;
}

/**
 * Cancels many reservations in one transaction: of drivers, whose deeds nobody writes down. What the ledger does is
 * done to many at once anyway.
 */
export class CancellationBatch {
  readonly #db: Database;
  readonly #ledger: ReservationLedger;
  readonly #maxSize: number;
  readonly #onFailure: (error: unknown) => void;

  /** @param options.maxSize how many requests a transaction serves. */
  constructor(options: {
    db: Database;
    ledger: ReservationLedger;
    maxSize: number;
    onFailure: (error: unknown) => void;
  }) {
    this.#db = options.db;
    this.#ledger = options.ledger;
    this.#maxSize = options.maxSize;
    this.#onFailure = options.onFailure;
  }

  /** Runs each request together with those that come at the same time; alone what an operator asks for. */
  runner(
    alone: (cancellation: Cancellation) => Promise<ReservationView>,
  ): (cancellation: Cancellation) => Promise<ReservationView> {
    const batcher = new Batcher<Cancellation, ReservationView>({
      together: (cancellations) => this.#run(cancellations),
      alone,
      placeOf: ({ reservationId }) => reservationId,
      uniqueOf: ({ reservationId }) => `only ${reservationId}`,
      impatience: unavailable,
      onFailure: this.#onFailure,
      maxSize: this.#maxSize,
    });
    return (cancellation) =>
      this.#maxSize > 1 && !isStaff(cancellation.by.caller) ? batcher.run(cancellation) : alone(cancellation);
  }

  /** @param cancellations of different reservations. */
  #run(cancellations: readonly Cancellation[]): Promise<readonly Outcome<ReservationView>[]> {
    return inOneTransaction(this.#db, async (tx) => {
      const ids = cancellations.map(({ reservationId }) => reservationId);
      const footprints = await this.#ledger.footprints(tx, ids);
      const own = cancellations.flatMap(({ by, reservationId }) => {
        const footprint = footprints.get(reservationId);
        return footprint && mayActFor(by.caller, footprint) ? [footprint] : [];
      });
      const mine = new Set(own.map(({ id }) => id));
      const { now, reservations } = await this.#ledger.lockIdle(tx, own);
      const decisions = cancellations.map((each): Move | Outcome<ReservationView> => {
        if (!mine.has(each.reservationId)) return { kind: "ALONE" };
        const reservation = reservations.get(each.reservationId);
        return reservation ? decide(reservation, each, now) : { kind: "CONTENDED" };
      });
      const moves = decisions.flatMap((decision) => ("to" in decision ? [decision] : []));
      const moved = await this.#cancel(tx, now, moves);
      return decisions.map((decision) =>
        "to" in decision ? { kind: "ANSWERED", answer: moved.get(decision.id) as ReservationView } : decision,
      );
    });
  }

  async #cancel(tx: Tx, now: Date, moves: readonly Move[]): Promise<Map<string, ReservationView>> {
    if (moves.length === 0) return new Map();
    const ids = moves.map(({ id }) => id);
    // Their slots are given back while it is told that they have moved.
    const [moved] = await Promise.all([
      this.#ledger.move(tx, now, moves),
      this.#ledger.release(tx, now, ids).then((slotIds) => {
        const cause = "RESERVATION_CANCELLED" as const;
        const changes = slotIds.map((slotId) => ({ slotId, cause }));
        return this.#ledger.giveBack(tx, now, changes);
      }),
    ]);
    if (moved.length !== moves.length) throw new Error("A reservation vanished while it was locked");
    return new Map(moved.map((reservation) => [reservation.id, reservation]));
  }
}

function decide(
  reservation: ReservationView,
  { reason }: Cancellation,
  now: Date,
): Move | Outcome<ReservationView> {
  try {
    return { id: reservation.id, to: nextStatus(reservation, "cancel", now), event: "CANCELLED", reason };
  } catch (error) {
    if (error instanceof DomainError) return { kind: "REFUSED", error };
    throw error;
  }
}
