import type { AuditRecord } from "../audit/audit-log.ts";
import type { Tx } from "../database/database.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { SessionView } from "./session.queries.ts";
import type { PlacedSession } from "./session.statements.ts";

/** The audit log entry of an operation on a session, without what it changed. */
export function sessionAuditRecord(
  operation: string,
  { id, ownerId, organisation }: SessionView,
): Omit<AuditRecord, "before" | "after"> {
  return { operation, type: "ChargingSession", id, ownerId, organisation };
}

/** Announces a change of a session to all who follow sessions. */
export async function announceSession(
  outbox: Outbox,
  tx: Tx,
  now: Date,
  { id: sessionId, ownerId, organisation, stationId }: PlacedSession,
): Promise<void> {
  const payload = { sessionId, ownerId, organisation, stationId, occurredAt: now.toISOString() };
  await outbox.append(tx, [{ kind: "session.changed", occurredAt: now, payload }]);
}
