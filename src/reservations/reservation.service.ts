import { type Caller, confinedTo, mayActFor, requireUserId } from "../access/caller.ts";
import { type Acting, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { once } from "../database/idempotency.ts";
import type { Queryable } from "../database/statement.ts";
import { badInput, notFound } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import type { SlotStatusCause } from "../slots/slot.rules.ts";
import type { CalendarLedger } from "./calendar/calendar-ledger.ts";
import type { Cancellation, CancellationBatch } from "./cancellation-batch.ts";
import type { Creation, CreationBatch } from "./creation/creation-batch.ts";
import type { CreateReservation, ReservationMaker } from "./creation/reservation-maker.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import type { ReservationExpiry } from "./expiry/reservation-expiry.ts";
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
import { reservationDeed } from "./reservation-deed.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import {
  nextStatus,
  type ReservationStep,
  requireHidden,
  requireHideable,
} from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";
import { revive } from "./reservation-revival.ts";
import { readMoment } from "./slot-terms.queries.ts";
import { termsOf } from "./slot-terms.rules.ts";

/**
 * Reservations: made, confirmed, cancelled, completed. Each public method is one transaction; what drivers create and
 * cancel at the same time is put into one together.
 */
export class ReservationService {
  readonly #db: Database;
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #maker: ReservationMaker;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #expiry: ReservationExpiry;
  readonly #settings: HoldSettings;
  readonly #createInBatch: (creation: Creation) => Promise<ReservationView>;
  readonly #cancelInBatch: (cancellation: Cancellation) => Promise<ReservationView>;

  constructor(options: {
    db: Database;
    locks: ReservationLocks;
    ledger: ReservationLedger;
    maker: ReservationMaker;
    creations: CreationBatch;
    cancellations: CancellationBatch;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    expiry: ReservationExpiry;
    settings: HoldSettings;
  }) {
    this.#db = options.db;
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#maker = options.maker;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
    this.#expiry = options.expiry;
    this.#settings = options.settings;
    this.#createInBatch = options.creations.runner((creation) => this.#createAlone(creation));
    this.#cancelInBatch = options.cancellations.runner((cancellation) => this.#cancelAlone(cancellation));
  }

  /**
   * Books every slot for a vehicle, or none of them; with `joinWaitlist`, waits for a single slot that is taken.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN at another organisation's station, BAD_USER_INPUT, SLOT_NOT_AVAILABLE
   * (with the first slot that is taken), INVALID_STATE where the driver waits for the slot already, IDEMPOTENCY_KEY_REUSED.
   */
  create(by: Acting, request: CreateReservation, idempotencyKey: string | null): Promise<ReservationView> {
    requireUserId(by.caller);
    return this.#createInBatch({ by, request, idempotencyKey });
  }

  #createAlone({ by, request, idempotencyKey }: Creation): Promise<ReservationView> {
    const identity = {
      userId: requireUserId(by.caller),
      organisation: confinedTo(by.caller),
      operation: "createReservation",
      key: idempotencyKey,
      input: request,
    };
    return this.#lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction((tx) =>
        once(tx, { ...identity, repeat: (kept) => repeat(tx, by.caller, kept) }, async () => {
          const made = await this.#maker.make(tx, by.caller, request);
          const after = { ...made, items: request.items };
          await record(tx, by, { ...reservationDeed("createReservation", made), before: null, after });
          if (idempotencyKey === null) return made;
          return { ...made, firstAnswer: (await firstAnswers(tx, [made])).get(made.id) };
        }),
      ),
    );
  }

  /** PENDING to ACTIVE. @throws DomainError NOT_FOUND, INVALID_STATE */
  confirm(by: Acting, reservationId: string): Promise<ReservationView> {
    return this.#step(by, reservationId, "confirm", { operation: "confirmReservation", event: "CONFIRMED" });
  }

  /** YOUR_TURN to ACTIVE. @throws DomainError NOT_FOUND, INVALID_STATE also where the turn has just passed. */
  acceptTurn(by: Acting, reservationId: string): Promise<ReservationView> {
    return this.#step(by, reservationId, "acceptTurn", { operation: "acceptTurn", event: "TURN_ACCEPTED" });
  }

  /** Ends a reservation that its owner no longer wants. @throws DomainError NOT_FOUND, INVALID_STATE */
  cancel(by: Acting, reservationId: string, reason: string | null): Promise<ReservationView> {
    return this.#cancelInBatch({ by, reservationId, reason });
  }

  #cancelAlone({ by, reservationId, reason }: Cancellation): Promise<ReservationView> {
    return this.#step(by, reservationId, "cancel", {
      operation: "cancelReservation",
      event: "CANCELLED",
      cause: "RESERVATION_CANCELLED",
      reason,
    });
  }

  /** Ends a reservation that has served. @throws DomainError NOT_FOUND, INVALID_STATE */
  complete(by: Acting, reservationId: string): Promise<ReservationView> {
    return this.#step(by, reservationId, "complete", {
      operation: "completeReservation",
      event: "COMPLETED",
      cause: "RESERVATION_COMPLETED",
    });
  }

  /** Takes it off the dashboard, and gives back what it still held. @throws DomainError NOT_FOUND, INVALID_STATE */
  hide(by: Acting, reservationId: string): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await this.#locks.lock(tx, by.caller, reservationId);
      const now = await readClock(tx);
      requireHideable(await this.#lapsedHolds.lapse(tx, now, reservation), now);
      const [hidden] = (await this.#ledger.setHidden(tx, now, [reservationId], true)) as [ReservationView];
      await this.#giveBack(tx, now, reservationId, "RESERVATION_HIDDEN");
      const deed = reservationDeed("hideReservation", hidden);
      await record(tx, by, { ...deed, before: reservation, after: hidden });
      return hidden;
    });
  }

  /** Puts it back on the dashboard; what was given back is not taken again. @throws DomainError NOT_FOUND, INVALID_STATE */
  restore(by: Acting, reservationId: string): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await this.#locks.lock(tx, by.caller, reservationId);
      requireHidden(reservation);
      const now = await readClock(tx);
      const [shown] = (await this.#ledger.setHidden(tx, now, [reservationId], false)) as [ReservationView];
      const deed = reservationDeed("restoreReservation", shown);
      await record(tx, by, { ...deed, before: reservation, after: shown });
      return shown;
    });
  }

  /** Does by hand what the server also does by itself, at the caller's stations; returns the codes of those that expired. */
  async expireDue(by: Acting): Promise<string[]> {
    const organisation = confinedTo(by.caller);
    const deed = {
      operation: "expireReservations",
      type: "Reservation",
      id: null,
      organisation,
      before: null,
    };
    const byHand = {
      organisation,
      alongside: async (tx: Tx, expired: readonly string[]) => {
        if (expired.length > 0) await record(tx, by, { ...deed, after: { expiredReservations: expired } });
      },
    };
    const codes: string[] = [];
    for (;;) {
      const batch = await this.#expiry.expire(byHand);
      if (batch.length === 0) break;
      codes.push(...batch);
    }
    for (;;) {
      const batch = await this.#expiry.sweepLeftOver(byHand);
      if (batch.length === 0) return codes;
      codes.push(...batch);
    }
  }

  /**
   * Hands a slot over from the reservation that holds it to a charging session: the reservation is COMPLETED and
   * its claims end; the slots are locked and still to be given back.
   *
   * @returns the ids of the slots that it held, among them `slotId`.
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT where it is for another slot or vehicle, INVALID_STATE, also where
   * its window does not hold the slot yet; SLOT_IN_USE, SLOT_BOOKED where somebody else has it then.
   */
  async handOver(
    tx: Tx,
    caller: Caller,
    { reservationId, slotId, vehicleId }: { reservationId: string; slotId: string; vehicleId: string },
  ): Promise<string[]> {
    const { reservation, slotIds, slots } = await this.#locks.lock(tx, caller, reservationId, [slotId]);
    const moment = await readMoment(tx, [slotId]);
    const { now } = moment;
    const to = nextStatus(reservation, "startCharging", now);
    if (!slotIds.includes(slotId)) {
      throw badInput({
        path: "input.slotId",
        message: say`must be a slot of reservation ${reservation.code}`,
      });
    }
    if (reservation.vehicleId !== vehicleId) {
      throw badInput({
        path: "input.vehicleId",
        message: say`must be the vehicle of reservation ${reservation.code}`,
      });
    }
    const slot = slots.find(({ id }) => id === slotId);
    // Perhaps its time has come and nobody has looked yet.
    if (termsOf(moment, slotId).bookingMode === "CALENDAR")
      await this.#calendar.beginHolds(tx, now, [slotId]);
    // Whatever the mode is by now: a window that gave way has no claim to the slot any more.
    if (slot) await this.#calendar.requireHold(tx, reservation, slot);
    await this.#ledger.step(tx, now, { id: reservationId, to, event: "COMPLETED" });
    return this.#ledger.release(tx, now, [reservationId], slotId);
  }

  /** The reservation, or null where there is none or it is not the caller's. */
  async find(caller: Caller, reservationId: string): Promise<ReservationView | null> {
    return findOwn(this.#db, caller, reservationId);
  }

  /** By its code (`RS000001`), or null where there is none or it is not the caller's. */
  async findByCode(caller: Caller, code: string): Promise<ReservationView | null> {
    const number = reservationNumber(code);
    const reservation = number === null ? null : await reservationByNumber(this.#db, number);
    return reservation && mayActFor(caller, reservation) ? reservation : null;
  }

  #step(
    by: Acting,
    reservationId: string,
    step: ReservationStep,
    {
      operation,
      event,
      cause,
      reason,
    }: { operation: string; event: ReservationEventKind; cause?: SlotStatusCause; reason?: string | null },
  ): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await this.#locks.lock(tx, by.caller, reservationId);
      const now = await readClock(tx);
      const to = nextStatus(reservation, step, now);
      const until =
        step === "acceptTurn"
          ? reservedUntilOnAccept(reservation.reservedUntil, now, this.#settings)
          : undefined;
      const moved = await this.#ledger.step(tx, now, {
        id: reservationId,
        to,
        event,
        reason,
        reservedUntil: until,
      });
      if (cause) await this.#giveBack(tx, now, reservationId, cause);
      await record(tx, by, { ...reservationDeed(operation, moved), before: reservation, after: moved });
      return moved;
    });
  }

  async #giveBack(tx: Tx, now: Date, reservationId: string, cause: SlotStatusCause): Promise<void> {
    const released = await this.#ledger.release(tx, now, [reservationId]);
    await this.#ledger.giveBack(
      tx,
      now,
      released.map((slotId) => ({ slotId, cause })),
    );
  }
}

async function findOwn(
  db: Queryable,
  caller: Caller,
  reservationId: string,
): Promise<ReservationView | null> {
  const [reservation] = await reservationsByIds(db, [reservationId]);
  return reservation && mayActFor(caller, reservation) ? reservation : null;
}

/** What was answered first. @throws DomainError NOT_FOUND where the reservation is no longer the caller's to see. */
async function repeat(tx: Tx, caller: Caller, kept: unknown): Promise<ReservationView> {
  const answer = revive(kept);
  if (!(await findOwn(tx, caller, answer.id))) throw notFound("Reservation", answer.id);
  return answer;
}
