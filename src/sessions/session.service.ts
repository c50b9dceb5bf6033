import {
  type Caller,
  confinedTo,
  isOwn,
  mayActFor,
  mayMeter,
  requireStaffOf,
  requireUserId,
} from "../access/caller.ts";
import { type Acting, type Deed, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { once } from "../database/idempotency.ts";
import type { Queryable } from "../database/statement.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { isTooShort, soonBooked, type WalkInSettings } from "../reservations/calendar/calendar.rules.ts";
import type { CalendarLedger } from "../reservations/calendar/calendar-ledger.ts";
import type { LapsedHolds } from "../reservations/expiry/lapsed-holds.ts";
import { refuseUnnamedHolder } from "../reservations/own-hold.ts";
import type { ReservationHandOver } from "../reservations/reservation-hand-over.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { refuseWalkIn } from "../slots/slot.rules.ts";
import type { SlotChange, SlotLedger } from "../slots/slot-ledger.ts";
import { stationOfSlot } from "../stations/station.queries.ts";
import type { VehicleView } from "../vehicles/vehicle.queries.ts";
import { lockUsableVehicle } from "../vehicles/vehicle.service.ts";
import { type SessionView, sessionsByIds } from "./session.queries.ts";
import {
  applyReading,
  type MeterReading,
  refusePercents,
  type SessionOutcome,
  type SessionState,
  SessionStatus,
  stop,
} from "./session.rules.ts";
import { ACTIVE_OF_VEHICLE, INSERT, LOCK, type PlacedSession, UPDATE } from "./session.statements.ts";

export interface StartSession {
  readonly slotId: string;
  readonly vehicleId: string;
  readonly initialPercent: number;
  readonly targetPercent: number;
  readonly reservationId: string | null;
}

/** A session to be metered or stopped, perhaps by a charger, who is not told whose it is. */
export interface MeteredSession {
  readonly sessionId: string;
  /** Whether the answer is to show the vehicle: refused before anything changes. */
  readonly showsVehicle: boolean;
}

export function vehicleForbidden(): DomainError {
  return new DomainError("FORBIDDEN", "A charger may not read the vehicle of a session; leave the field out");
}

/** Charging sessions: started, metered, stopped. Each public method is one transaction. */
export class SessionService {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #handOver: ReservationHandOver;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #outbox: Outbox;
  readonly #settings: WalkInSettings;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    handOver: ReservationHandOver;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    outbox: Outbox;
    settings: WalkInSettings;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#handOver = options.handOver;
    this.#lapsedHolds = options.lapsedHolds;
    this.#outbox = options.outbox;
    this.#settings = options.settings;
    this.#calendar = options.calendar;
  }

  /**
   * Begins to charge: on an AVAILABLE slot, or on one that the named reservation holds, which is then COMPLETED.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN at another organisation's station, BAD_USER_INPUT, SLOT_BOOKED (also where a
   * window of somebody else begins too soon), SLOT_IN_USE, SLOT_INACTIVE, INVALID_STATE, VEHICLE_ALREADY_CHARGING.
   */
  start(by: Acting, request: StartSession, idempotencyKey: string | null): Promise<SessionView> {
    const identity = {
      userId: requireUserId(by.caller),
      organisation: confinedTo(by.caller),
      operation: "startChargingSession",
      key: idempotencyKey,
      input: request,
    };
    return this.#lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction((tx) =>
        once(tx, { ...identity, repeat: (kept) => repeat(tx, by.caller, kept) }, () =>
          this.#start(tx, by, request),
        ),
      ),
    );
  }

  /**
   * Takes a meter reading; the one that reaches the target completes the session.
   *
   * @throws DomainError NOT_FOUND, INVALID_STATE
   */
  report(by: Acting, request: MeteredSession, reading: MeterReading): Promise<SessionView> {
    return this.#change(by, "reportChargingProgress", request, (session, now) =>
      applyReading(session, reading, now),
    );
  }

  /** @throws DomainError NOT_FOUND, INVALID_STATE */
  stop(
    by: Acting,
    request: MeteredSession,
    outcome: SessionOutcome,
    final: MeterReading,
  ): Promise<SessionView> {
    return this.#change(by, "stopChargingSession", request, (session) => stop(session, outcome, final));
  }

  /** The session, or null where there is none or it is not the caller's. */
  async find(caller: Caller, sessionId: string): Promise<SessionView | null> {
    return findOwn(this.#db, caller, sessionId);
  }

  async #start(tx: Tx, by: Acting, request: StartSession): Promise<SessionView> {
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
    await this.#ledger.giveBack(tx, now, changes);
    await this.#announce(tx, now, session);
    await record(tx, by, { ...sessionDeed("startChargingSession", session), before: null, after: session });
    return session;
  }

  // A walk-in needs some time before the next window of the slot.
  async #requireTime(tx: Tx, now: Date, { slotId, mustEndBy }: SessionView): Promise<void> {
    if (mustEndBy === null || !isTooShort(mustEndBy, now, this.#settings)) return;
    await this.#lapsedHolds.requireNone(tx, [slotId]);
    throw soonBooked(slotId, mustEndBy, this.#settings);
  }

  async #takeSlot(
    tx: Tx,
    caller: Caller,
    { slotId, vehicleId, reservationId }: StartSession,
    { ownerId }: VehicleView,
  ): Promise<SlotChange[]> {
    const started: SlotChange = { slotId, cause: "SESSION_STARTED" };
    if (reservationId === null) {
      const slots = await this.#slots.lock(tx, [slotId]);
      if (!isOwn(caller, ownerId)) requireStaffOf(caller, await stationOfSlot(tx, slotId));
      const refusal = slots.map(refuseWalkIn).find((each) => each !== null);
      if (refusal) await this.#lapsedHolds.requireNone(tx, [slotId]);
      if (refusal?.code === "SLOT_BOOKED")
        throw (await refuseUnnamedHolder(tx, caller, { slotId, driverId: ownerId })) ?? refusal;
      if (refusal) throw refusal;
      return [started];
    }
    const released = await this.#handOver.handOver(tx, caller, { reservationId, slotId, vehicleId });
    const others = released.filter((id) => id !== slotId);
    return [started, ...others.map((id): SlotChange => ({ slotId: id, cause: "RESERVATION_COMPLETED" }))];
  }

  #change(
    by: Acting,
    operation: string,
    { sessionId, showsVehicle }: MeteredSession,
    decide: (session: SessionState, now: Date) => SessionState,
  ): Promise<SessionView> {
    const { caller } = by;
    return this.#db.inTransaction(async (tx) => {
      const [found] = await sessionsByIds(tx, [sessionId]);
      if (!found || !mayMeter(caller, found)) throw notFound("Charging session", sessionId);
      if (showsVehicle && !mayActFor(caller, found)) throw vehicleForbidden();
      await this.#slots.lock(tx, [found.slotId]);
      const [session] = await tx.query(LOCK, [sessionId]);
      // Its station may have gone to another organisation while the slot was waited for.
      if (!session || !mayMeter(caller, session)) throw notFound("Charging session", sessionId);
      const now = await readClock(tx);
      const next = decide(session, now);
      const ended = next.status !== SessionStatus.ACTIVE;
      const { status, currentPercent, powerKw, energyKwh, measuredAt } = next;
      const endedAt = ended ? now : null;
      await tx.query(UPDATE, [sessionId, status, currentPercent, powerKw, energyKwh, measuredAt, endedAt]);
      // Whatever the mode of the station is by now.
      if (ended && session.reservationId !== null)
        await this.#calendar.endClaim(tx, session.reservationId, session.slotId);
      if (ended) await this.#ledger.giveBack(tx, now, [{ slotId: session.slotId, cause: "SESSION_STOPPED" }]);
      if (next !== session) await this.#announce(tx, now, session);
      const after = { ...session, ...next, endedAt, mustEndBy: ended ? null : session.mustEndBy };
      await record(tx, by, { ...sessionDeed(operation, session), before: session, after });
      return after;
    });
  }

  async #announce(
    tx: Tx,
    now: Date,
    { id: sessionId, ownerId, organisation, stationId }: PlacedSession,
  ): Promise<void> {
    const payload = { sessionId, ownerId, organisation, stationId, occurredAt: now.toISOString() };
    await this.#outbox.append(tx, [{ kind: "session.changed", occurredAt: now, payload }]);
  }
}

function sessionDeed(
  operation: string,
  { id, ownerId, organisation }: SessionView,
): Omit<Deed, "before" | "after"> {
  return { operation, type: "ChargingSession", id, ownerId, organisation };
}

/** @param sessionId null: not the caller's to see. */
function alreadyCharging(vehicleId: string, sessionId: string | null): DomainError {
  if (sessionId === null) {
    const message = say`Vehicle ${vehicleId} is already charging elsewhere. Its driver has to stop that first.`;
    return new DomainError("VEHICLE_ALREADY_CHARGING", message, { vehicleId });
  }
  return new DomainError(
    "VEHICLE_ALREADY_CHARGING",
    say`Vehicle ${vehicleId} is already charging in session ${sessionId}. Stop that session first.`,
    { vehicleId, sessionId },
  );
}

async function findOwn(db: Queryable, caller: Caller, sessionId: string): Promise<SessionView | null> {
  const [session] = await sessionsByIds(db, [sessionId]);
  return session && mayActFor(caller, session) ? session : null;
}

/** What was answered first. @throws DomainError NOT_FOUND where the session is no longer the caller's to see. */
async function repeat(tx: Tx, caller: Caller, kept: unknown): Promise<SessionView> {
  const answer = revive(kept);
  if (!(await findOwn(tx, caller, answer.id))) throw notFound("Charging session", answer.id);
  return answer;
}

/** A session that was kept as JSON, with its times as times again. */
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
