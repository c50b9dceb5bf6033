import type { ApiClient } from "./api-client.ts";
import { dataOf } from "./organisations.ts";

export interface AuditEntry {
  id: string;
  occurredAt: string;
  actor: { id: string };
  actorName: string | null;
  operation: string;
  thingType: string;
  thingId: string | null;
  organisation: string | null;
  requestId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

const ReadLog = `query Log($filter: AuditLogFilter, $first: Int, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id occurredAt actor { id } actorName operation thingType thingId organisation requestId before after } }
  } }`;

export async function readAuditLog(admin: ApiClient, filter: object = {}, page: object = { first: 100 }) {
  const { auditLog } = await dataOf<{
    auditLog: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      edges: { node: AuditEntry }[];
    };
  }>(admin, ReadLog, { filter, ...page });
  return { ...auditLog, entries: auditLog.edges.map(({ node }) => node) };
}

/** The audit log entries that `work` causes, oldest first. */
export async function entriesOf(admin: ApiClient, work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const { totalCount } = await readAuditLog(admin, {}, { first: 1 });
  await work();
  const { totalCount: now, entries } = await readAuditLog(admin);
  return entries.slice(0, now - totalCount).toReversed();
}
