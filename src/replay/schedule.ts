import type { LoggedSession } from "./charging-log.ts";

export type Act = "START" | "END";

/** One thing that a driver does, and when, by the log's clock. */
export interface Step {
  readonly at: number;
  readonly act: Act;
  readonly session: LoggedSession;
}

/** Which of the steps of one minute go first. */
const turns = { ENDS: 0, WITHIN_THE_MINUTE: 1, STARTS: 2 } as const;

/**
 * Every start and end in the order of time. Within a minute, the log's finest unit, chargers are given back before
 * they are taken: sessions that began earlier end, then those of this very minute run from start to end one by one,
 * then the others start, each in the order of the log.
 */
export function scheduleSteps(sessions: readonly LoggedSession[]): Step[] {
  const inOrderOfLog = sessions.toSorted((a, b) => a.startAt - b.startAt);
  const steps = inOrderOfLog.flatMap((session): Step[] => [
    { at: session.startAt, act: "START", session },
    { at: session.endAt, act: "END", session },
  ]);
  // The sort is stable: what is equal here stays in the order of the log, a start before its own end.
  return steps.sort((a, b) => a.at - b.at || turnOf(a) - turnOf(b));
}

function turnOf({ act, session }: Step): number {
  if (session.startAt === session.endAt) return turns.WITHIN_THE_MINUTE;
  return act === "END" ? turns.ENDS : turns.STARTS;
}
