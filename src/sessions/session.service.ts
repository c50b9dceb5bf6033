import { type Caller, mayActFor, mayReportProgress } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database } from "../database/database.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { CalendarLedger } from "../reservations/calendar/calendar-ledger.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { DomainError, notFound } from "../shared/domain-error.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { findOwnSession, type SessionView, sessionsByIds } from "./session.queries.ts";
import {
  applyReading,
  type MeterReading,
  type SessionOutcome,
  type SessionState,
  SessionStatus,
  stop,
} from "./session.rules.ts";
import { LOCK, UPDATE } from "./session.statements.ts";
import { announceSession, sessionAuditRecord } from "./session-changes.ts";

/** A session to be metered or stopped, possibly by a charger, which may not read whose it is. */
export interface MeteredSession {
  readonly sessionId: string;
  /** Whether the answer contains the vehicle. If it may not, the request is refused before anything changes. */
  readonly showsVehicle: boolean;
}

export function vehicleForbidden(): DomainError {
  return new DomainError("FORBIDDEN", "Chargers cannot read the vehicle of a session; leave the field out");
}

/** Meters, stops and finds charging sessions. Each public method that changes one is one transaction. */
export class SessionService {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #outbox: Outbox;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    outbox: Outbox;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#outbox = options.outbox;
    this.#calendar = options.calendar;
  }

  /**
   * Takes a meter reading. A reading that reaches the target completes the session.
   *
   * @throws DomainError NOT_FOUND, INVALID_STATE
   */
  report(by: Actor, request: MeteredSession, reading: MeterReading): Promise<SessionView> {
    return this.#change(by, "reportChargingProgress", request, (session, now) =>
      applyReading(session, reading, now),
    );
  }

  /** @throws DomainError NOT_FOUND, INVALID_STATE */
  stop(
    by: Actor,
    request: MeteredSession,
    outcome: SessionOutcome,
    final: MeterReading,
  ): Promise<SessionView> {
    return this.#change(by, "stopChargingSession", request, (session) => stop(session, outcome, final));
  }

  /** The session; null if it does not exist or is not the caller's. */
  async find(caller: Caller, sessionId: string): Promise<SessionView | null> {
    return findOwnSession(this.#db, caller, sessionId);
  }

  #change(
    by: Actor,
    operation: string,
    { sessionId, showsVehicle }: MeteredSession,
    decide: (session: SessionState, now: Date) => SessionState,
  ): Promise<SessionView> {
    const { caller } = by;
    return this.#db.inTransaction(async (tx) => {
      const [found] = await sessionsByIds(tx, [sessionId]);
      if (!found || !mayReportProgress(caller, found)) throw notFound("Charging session", sessionId);
      if (showsVehicle && !mayActFor(caller, found)) throw vehicleForbidden();
      await this.#slots.lock(tx, [found.slotId]);
      const [session] = await tx.query(LOCK, [sessionId]);
      // While this waited for the slot, the station may have changed its organisation.
      if (!session || !mayReportProgress(caller, session)) throw notFound("Charging session", sessionId);
      const now = await readClock(tx);
      const next = decide(session, now);
      const ended = next.status !== SessionStatus.ACTIVE;
      const { status, currentPercent, powerKw, energyKwh, measuredAt } = next;
      const endedAt = ended ? now : null;
      await tx.query(UPDATE, [sessionId, status, currentPercent, powerKw, energyKwh, measuredAt, endedAt]);
      // In both modes: the station's mode may have been switched since the session started.
      if (ended && session.reservationId !== null)
        await this.#calendar.endClaim(tx, session.reservationId, session.slotId);
      if (ended)
        await this.#ledger.reassignSlots(tx, now, [{ slotId: session.slotId, cause: "SESSION_STOPPED" }]);
      if (next !== session) await announceSession(this.#outbox, tx, now, session);
      const after = { ...session, ...next, endedAt, mustEndBy: ended ? null : session.mustEndBy };
      await record(tx, by, { ...sessionAuditRecord(operation, session), before: session, after });
      return after;
    });
  }
}
