import { type Caller, mayActFor, operatorOrganisationOf, requireUserId } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { runIdempotently } from "../database/idempotency.ts";
import type { Queryable } from "../database/statement.ts";
import { notFound } from "../shared/domain-error.ts";
import type { SlotStatusCause } from "../slots/slot.rules.ts";
import type { Cancellation, CancellationBatch } from "./cancellation-batch.ts";
import type { Creation, CreationBatch } from "./creation/creation-batch.ts";
import type { CreateReservation, ReservationCreator } from "./creation/reservation-creator.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import {
  firstAnswers,
  type ReservationView,
  reservationByNumber,
  reservationsByIds,
} from "./reservation.queries.ts";
import {
  type HoldSettings,
  type ReservationEventKind,
  reservationNumber,
  reservedUntilOnAccept,
} from "./reservation.rules.ts";
import { reservationAuditRecord } from "./reservation-audit-record.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { nextStatus, type ReservationStep } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";
import { revive } from "./reservation-revival.ts";

/**
 * Makes, confirms, cancels and completes reservations. Each public method is one transaction, except that drivers'
 * creations and cancellations that arrive at the same time share one.
 */
export class ReservationService {
  readonly #db: Database;
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #maker: ReservationCreator;
  readonly #lapsedHolds: LapsedHolds;
  readonly #settings: HoldSettings;
  readonly #createInBatch: (creation: Creation) => Promise<ReservationView>;
  readonly #cancelInBatch: (cancellation: Cancellation) => Promise<ReservationView>;

  constructor(options: {
    db: Database;
    locks: ReservationLocks;
    ledger: ReservationLedger;
    maker: ReservationCreator;
    creations: CreationBatch;
    cancellations: CancellationBatch;
    lapsedHolds: LapsedHolds;
    settings: HoldSettings;
  }) {
    this.#db = options.db;
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#maker = options.maker;
    this.#lapsedHolds = options.lapsedHolds;
    this.#settings = options.settings;
    this.#createInBatch = options.creations.runner((creation) => this.#createAlone(creation));
    this.#cancelInBatch = options.cancellations.runner((cancellation) => this.#cancelAlone(cancellation));
  }

  /**
   * Books every slot for a vehicle, or none of them; with `joinWaitlist`, waits for a single slot that is taken.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN at another organisation's station, BAD_USER_INPUT, SLOT_NOT_AVAILABLE
   * (with the first slot that is taken), INVALID_STATE if the driver already waits for the slot,
   * IDEMPOTENCY_KEY_REUSED.
   */
  create(by: Actor, request: CreateReservation, idempotencyKey: string | null): Promise<ReservationView> {
    requireUserId(by.caller);
    return this.#createInBatch({ by, request, idempotencyKey });
  }

  #createAlone({ by, request, idempotencyKey }: Creation): Promise<ReservationView> {
    const identity = {
      userId: requireUserId(by.caller),
      organisation: operatorOrganisationOf(by.caller),
      operation: "createReservation",
      key: idempotencyKey,
      input: request,
    };
    return this.#lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction((tx) =>
        runIdempotently(tx, { ...identity, replay: (kept) => repeat(tx, by.caller, kept) }, async () => {
          const made = await this.#maker.create(tx, by.caller, request);
          const after = { ...made, items: request.items };
          await record(tx, by, { ...reservationAuditRecord("createReservation", made), before: null, after });
          if (idempotencyKey === null) return made;
          return { ...made, firstAnswer: (await firstAnswers(tx, [made])).get(made.id) };
        }),
      ),
    );
  }

  /** PENDING to ACTIVE. @throws DomainError NOT_FOUND, INVALID_STATE */
  confirm(by: Actor, reservationId: string): Promise<ReservationView> {
    return this.#step(by, reservationId, {
      step: "confirm",
      operation: "confirmReservation",
      event: "CONFIRMED",
    });
  }

  /** YOUR_TURN to ACTIVE. @throws DomainError NOT_FOUND, INVALID_STATE also if the turn has just passed. */
  acceptTurn(by: Actor, reservationId: string): Promise<ReservationView> {
    return this.#step(by, reservationId, {
      step: "acceptTurn",
      operation: "acceptTurn",
      event: "TURN_ACCEPTED",
      reservedUntil: (reservation, now) =>
        reservedUntilOnAccept(reservation.reservedUntil, now, this.#settings),
    });
  }

  /** Ends a reservation that is not wanted any more. @throws DomainError NOT_FOUND, INVALID_STATE */
  cancel(by: Actor, reservationId: string, reason: string | null): Promise<ReservationView> {
    return this.#cancelInBatch({ by, reservationId, reason });
  }

  #cancelAlone({ by, reservationId, reason }: Cancellation): Promise<ReservationView> {
    return this.#step(by, reservationId, {
      step: "cancel",
      operation: "cancelReservation",
      event: "CANCELLED",
      cause: "RESERVATION_CANCELLED",
      reason,
    });
  }

  /** Ends a reservation that was used. @throws DomainError NOT_FOUND, INVALID_STATE */
  complete(by: Actor, reservationId: string): Promise<ReservationView> {
    return this.#step(by, reservationId, {
      step: "complete",
      operation: "completeReservation",
      event: "COMPLETED",
      cause: "RESERVATION_COMPLETED",
    });
  }

  /** The reservation; null if it does not exist or is not the caller's. */
  async find(caller: Caller, reservationId: string): Promise<ReservationView | null> {
    return findOwn(this.#db, caller, reservationId);
  }

  /** By its code (`RS000001`); null if it does not exist or is not the caller's. */
  async findByCode(caller: Caller, code: string): Promise<ReservationView | null> {
    const number = reservationNumber(code);
    const reservation = number === null ? null : await reservationByNumber(this.#db, number);
    return reservation && mayActFor(caller, reservation) ? reservation : null;
  }

  #step(
    by: Actor,
    reservationId: string,
    { step, operation, event, cause, reason, reservedUntil }: Step,
  ): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await this.#locks.lock(tx, by.caller, reservationId);
      const now = await readClock(tx);
      const to = nextStatus(reservation, step, now);
      const until = reservedUntil?.(reservation, now);
      const change = { id: reservationId, to, event, reason, reservedUntil: until };
      const updated = await this.#ledger.changeStatus(tx, now, change);
      if (cause) await this.#ledger.releaseAndReassign(tx, now, [reservationId], cause);
      await record(tx, by, {
        ...reservationAuditRecord(operation, updated),
        before: reservation,
        after: updated,
      });
      return updated;
    });
  }
}

/** A requested step, and its consequences. */
interface Step {
  readonly step: ReservationStep;
  /** The name of the mutation. */
  readonly operation: string;
  readonly event: ReservationEventKind;
  /** Why its slots are released; undefined if it keeps them. */
  readonly cause?: SlotStatusCause;
  readonly reason?: string | null;
  /** Undefined if it stays the same. */
  readonly reservedUntil?: (reservation: ReservationView, now: Date) => Date;
}

async function findOwn(
  db: Queryable,
  caller: Caller,
  reservationId: string,
): Promise<ReservationView | null> {
  const [reservation] = await reservationsByIds(db, [reservationId]);
  return reservation && mayActFor(caller, reservation) ? reservation : null;
}

/** The first answer. @throws DomainError NOT_FOUND if the caller may not see the reservation any more. */
async function repeat(tx: Tx, caller: Caller, kept: unknown): Promise<ReservationView> {
  const answer = revive(kept);
  if (!(await findOwn(tx, caller, answer.id))) throw notFound("Reservation", answer.id);
  return answer;
}
