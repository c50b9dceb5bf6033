import {
  type Caller,
  isOwn,
  mayActFor,
  operatorOrganisationOf,
  requireStaffOf,
  requireUserId,
} from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { runIdempotently } from "../database/idempotency.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { isTooShort, soonBooked, type WalkInSettings } from "../reservations/calendar/calendar.rules.ts";
import type { ChargingHandover } from "../reservations/charging-handover.ts";
import type { LapsedHolds } from "../reservations/expiry/lapsed-holds.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { refuseUnnamedReservation } from "../reservations/unnamed-reservation.ts";
import { DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { refuseWalkIn } from "../slots/slot.rules.ts";
import type { SlotChange, SlotLedger } from "../slots/slot-ledger.ts";
import { stationOfSlot } from "../stations/station.queries.ts";
import type { VehicleView } from "../vehicles/vehicle.queries.ts";
import { lockUsableVehicle } from "../vehicles/vehicle.service.ts";
import { findOwnSession, type SessionView } from "./session.queries.ts";
import { refusePercents } from "./session.rules.ts";
import { ACTIVE_OF_VEHICLE, INSERT } from "./session.statements.ts";
import { announceSession, sessionAuditRecord } from "./session-changes.ts";

export interface StartSession {
  readonly slotId: string;
  readonly vehicleId: string;
  readonly initialPercent: number;
  readonly targetPercent: number;
  readonly reservationId: string | null;
}

export class SessionStartService {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #handover: ChargingHandover;
  readonly #lapsedHolds: LapsedHolds;
  readonly #outbox: Outbox;
  readonly #settings: WalkInSettings;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    handover: ChargingHandover;
    lapsedHolds: LapsedHolds;
    outbox: Outbox;
    settings: WalkInSettings;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#handover = options.handover;
    this.#lapsedHolds = options.lapsedHolds;
    this.#outbox = options.outbox;
    this.#settings = options.settings;
  }

  /**
   * Starts to charge, in one transaction, on an AVAILABLE slot, or on one that the named reservation holds. This
   * reservation is then COMPLETED.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN at another organisation's station, BAD_USER_INPUT, SLOT_BOOKED (also if
   * the hold of somebody else begins too soon), SLOT_IN_USE, SLOT_INACTIVE, INVALID_STATE, VEHICLE_ALREADY_CHARGING.
   */
  start(by: Actor, request: StartSession, idempotencyKey: string | null): Promise<SessionView> {
    const identity = {
      userId: requireUserId(by.caller),
      organisation: operatorOrganisationOf(by.caller),
      operation: "startChargingSession",
      key: idempotencyKey,
      input: request,
    };
    return this.#lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction((tx) =>
        runIdempotently(tx, { ...identity, replay: (kept) => repeat(tx, by.caller, kept) }, () =>
          this.#start(tx, by, request),
        ),
      ),
    );
  }

  async #start(tx: Tx, by: Actor, request: StartSession): Promise<SessionView> {
    const refusal = refusePercents(request.initialPercent, request.targetPercent);
    if (refusal) throw refusal;
    const { caller } = by;
    const vehicle = await lockUsableVehicle(tx, caller, request.vehicleId);
    const changes = await this.#takeSlot(tx, caller, request, vehicle);
    const [other] = await tx.query(ACTIVE_OF_VEHICLE, [vehicle.id]);
    if (other)
      throw alreadyCharging(vehicle.id, mayActFor(caller, { ...vehicle, ...other }) ? other.id : null);
    const now = await readClock(tx);
    const { slotId, reservationId, initialPercent, targetPercent } = request;
    const values = [newId("session"), slotId, vehicle.id, reservationId, initialPercent, targetPercent, now];
    const [session] = await tx.query(INSERT, values);
    if (!session) throw new Error("The session was not stored");
    if (reservationId === null) await this.#requireTime(tx, now, session);
    await this.#ledger.reassignSlots(tx, now, changes);
    await announceSession(this.#outbox, tx, now, session);
    await record(tx, by, {
      ...sessionAuditRecord("startChargingSession", session),
      before: null,
      after: session,
    });
    return session;
  }

  /** @returns the changes of the session's own slot, and of other slots that its reservation held. */
  async #takeSlot(
    tx: Tx,
    caller: Caller,
    { slotId, vehicleId, reservationId }: StartSession,
    { ownerId }: VehicleView,
  ): Promise<SlotChange[]> {
    const started: SlotChange = { slotId, cause: "SESSION_STARTED" };
    if (reservationId === null) {
      await this.#walkIn(tx, caller, slotId, ownerId);
      return [started];
    }
    const released = await this.#handover.handOver(tx, caller, { reservationId, slotId, vehicleId });
    const others = released.filter((id) => id !== slotId);
    return [started, ...others.map((id): SlotChange => ({ slotId: id, cause: "RESERVATION_COMPLETED" }))];
  }

  /** Locks a slot that nobody holds. */
  async #walkIn(tx: Tx, caller: Caller, slotId: string, driverId: string): Promise<void> {
    const slots = await this.#slots.lock(tx, [slotId]);
    if (!isOwn(caller, driverId)) requireStaffOf(caller, await stationOfSlot(tx, slotId));
    const refusal = slots.map(refuseWalkIn).find((each) => each !== null);
    if (!refusal) return;
    await this.#lapsedHolds.requireNone(tx, [slotId]);
    if (refusal.code !== "SLOT_BOOKED") throw refusal;
    throw (await refuseUnnamedReservation(tx, caller, { slotId, driverId })) ?? refusal;
  }

  // A walk-in needs a minimum of time before the slot's next hold.
  async #requireTime(tx: Tx, now: Date, { slotId, mustEndBy }: SessionView): Promise<void> {
    if (mustEndBy === null || !isTooShort(mustEndBy, now, this.#settings)) return;
    await this.#lapsedHolds.requireNone(tx, [slotId]);
    throw soonBooked(slotId, mustEndBy, this.#settings);
  }
}

/** @param sessionId null if the caller may not see that session. */
function alreadyCharging(vehicleId: string, sessionId: string | null): DomainError {
  if (sessionId === null) {
    const message = say`Vehicle ${vehicleId} is already charging elsewhere. Its driver must stop that session first.`;
    return new DomainError("VEHICLE_ALREADY_CHARGING", message, { vehicleId });
  }
  return new DomainError(
    "VEHICLE_ALREADY_CHARGING",
    say`Vehicle ${vehicleId} is already charging in session ${sessionId}. Stop that session first.`,
    { vehicleId, sessionId },
  );
}

/** The first answer. @throws DomainError NOT_FOUND if the caller may not see the session any more. */
async function repeat(tx: Tx, caller: Caller, kept: unknown): Promise<SessionView> {
  const answer = revive(kept);
  if (!(await findOwnSession(tx, caller, answer.id))) throw notFound("Charging session", answer.id);
  return answer;
}

/** A session that was stored as JSON, with its times as dates again. */
function revive(kept: unknown): SessionView {
  const view = kept as SessionView;
  return {
    ...view,
    measuredAt: new Date(view.measuredAt),
    startedAt: new Date(view.startedAt),
    endedAt: view.endedAt === null ? null : new Date(view.endedAt),
    mustEndBy: view.mustEndBy === null ? null : new Date(view.mustEndBy),
  };
}
