import type { LoggedSession } from "./charging-log.ts";

export type Act = "START" | "END";

/** An act of a driver, and its time by the log's clock. */
export interface Step {
  readonly at: number;
  readonly act: Act;
  readonly session: LoggedSession;
}

/** The order of the steps within one minute. */
const turns = { ENDS: 0, WITHIN_THE_MINUTE: 1, STARTS: 2 } as const;

/**
 * All starts and ends, in order of time. Within a minute, the log's finest unit, chargers are freed before they are
 * taken: first, sessions that began earlier end. Then those within this minute run from start to end, one by one. Then
 * the others start. Each group is in the order of the log.
 */
export function scheduleSteps(sessions: readonly LoggedSession[]): Step[] {
  const inOrderOfLog = sessions.toSorted((a, b) => a.startAt - b.startAt);
  const steps = inOrderOfLog.flatMap((session): Step[] => [
    { at: session.startAt, act: "START", session },
    { at: session.endAt, act: "END", session },
  ]);
  // The sort is stable: equal steps stay in the order of the log, a start before its own end.
  return steps.sort((a, b) => a.at - b.at || turnOf(a) - turnOf(b));
}

function turnOf({ act, session }: Step): number {
  if (session.startAt === session.endAt) return turns.WITHIN_THE_MINUTE;
  return act === "END" ? turns.ENDS : turns.STARTS;
}
