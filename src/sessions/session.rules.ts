import { badInput, DomainError } from "../shared/domain-error.ts";

export const SessionStatus = { ACTIVE: "ACTIVE", COMPLETED: "COMPLETED", CANCELLED: "CANCELLED" } as const;
export type SessionStatus = (typeof SessionStatus)[keyof typeof SessionStatus];

export const SessionOutcome = { COMPLETED: "COMPLETED", CANCELLED: "CANCELLED" } as const;
export type SessionOutcome = (typeof SessionOutcome)[keyof typeof SessionOutcome];

type SessionStep = "reportProgress" | "stop";

/** A session's meter after the last accepted report. Percent of the battery, kW, kWh. */
export interface SessionState {
  readonly id: string;
  readonly status: SessionStatus;
  readonly targetPercent: number;
  readonly currentPercent: number;
  readonly powerKw: number | null;
  readonly energyKwh: number;
  readonly measuredAt: Date;
}

export interface MeterReading {
  readonly percent?: number | null;
  readonly powerKw?: number | null;
  readonly energyKwh?: number | null;
  readonly measuredAt?: Date | null;
}

const allowedSteps: Record<SessionStatus, Record<SessionStep, boolean>> = {
  ACTIVE: { reportProgress: true, stop: true },
  COMPLETED: { reportProgress: false, stop: false },
  CANCELLED: { reportProgress: false, stop: false },
};

/** How error messages name a refused step. */
const stepPhrases: Record<SessionStep, string> = { reportProgress: "report progress of", stop: "stop" };

/** @throws DomainError INVALID_STATE that names the step, the status, and the statuses that allow it. */
function requireStep(session: Pick<SessionState, "id" | "status">, step: SessionStep): void {
  if (allowedSteps[session.status][step]) return;
  const allowed = Object.values(SessionStatus).filter((status) => allowedSteps[status][step]);
  throw new DomainError(
    "INVALID_STATE",
    {
      template: `Cannot ${stepPhrases[step]} charging session {{0}} while it is {{1}}; it must be {{2}}.`,
      values: [session.id, session.status, allowed],
    },
    { sessionId: session.id, step, currentStatus: session.status, allowedStatuses: allowed },
  );
}

export function refusePercents(initialPercent: number, targetPercent: number): DomainError | null {
  if (initialPercent < targetPercent) return null;
  return badInput({ path: "input.targetPercent", message: "must be greater than initialPercent" });
}

/**
 * The session after a meter reading. Percent and energy never go down. Readings may be repeated or out of order: one
 * with a lower percent than the last is ignored, and so is an older one with the same percent.
 */
export function applyReading(session: SessionState, reading: MeterReading, now: Date): SessionState {
  requireStep(session, "reportProgress");
  const measuredAt = earlier(reading.measuredAt ?? now, now);
  const percent = reading.percent ?? session.currentPercent;
  if (percent < session.currentPercent) return session;
  if (percent === session.currentPercent && measuredAt < session.measuredAt) return session;
  return {
    ...session,
    currentPercent: percent,
    powerKw: reading.powerKw ?? session.powerKw,
    energyKwh: Math.max(session.energyKwh, reading.energyKwh ?? 0),
    measuredAt,
    status: percent >= session.targetPercent ? SessionStatus.COMPLETED : session.status,
  };
}

/** The session after it was stopped. The values of a final reading count if they are higher than the last. */
export function stop(session: SessionState, outcome: SessionOutcome, final: MeterReading): SessionState {
  requireStep(session, "stop");
  return {
    ...session,
    status: outcome,
    currentPercent: Math.max(session.currentPercent, final.percent ?? 0),
    energyKwh: Math.max(session.energyKwh, final.energyKwh ?? 0),
  };
}

// A meter whose clock is ahead must not cause the readings that follow to be ignored.
function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
