import { Conditions, countRows, only, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isTimedKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import type { Facts } from "./audit.rules.ts";

/** An entry of the audit log as the API shows it. */
export interface AuditEntryView {
  readonly id: string;
  readonly occurredAt: Date;
  readonly actorId: string;
  readonly actorName: string | null;
  readonly operation: string;
  readonly thingType: string;
  readonly thingId: string | null;
  readonly organisation: string | null;
  readonly requestId: string;
  readonly before: Facts | null;
  readonly after: Facts | null;
}

export interface AuditFilter {
  readonly actorId?: string | null;
  readonly thingId?: string | null;
  readonly operation?: string | null;
  readonly occurredAfter?: Date | null;
  readonly occurredBefore?: Date | null;
}

const COLUMNS = `id, occurred_at as "occurredAt", actor_id as "actorId", actor_name as "actorName", operation,
  thing_type as "thingType", thing_id as "thingId", organisation, request_id as "requestId", before, after`;

const BY_IDS = statement<AuditEntryView>(
  "audit_log.by_ids",
  `select ${COLUMNS} from audit_log where id = any($1::text[])`,
);

export async function findAuditEntry(db: Queryable, id: string): Promise<AuditEntryView | null> {
  const [entry] = await db.query(BY_IDS, [[id]]);
  return entry ?? null;
}

const LIST = "audit_log";

/** The audit log, newest first. */
export async function listAuditLog(
  db: Queryable,
  filter: AuditFilter,
  page: PageRequest,
): Promise<Connection<AuditEntryView>> {
  const after = decodeCursor<[number, string]>(LIST, page, isTimedKey);
  const start = after && startOfPage(filter, after);
  const matching = conditions(start ? { ...filter, occurredBefore: start.occurredBefore } : filter);
  if (start?.after) {
    const [at, id] = start.after;
    const place = [at, id].map((key) => matching.placeholder(key));
    matching.addText(`(occurred_at, id) < (to_timestamp(${place[0]}::double precision / 1000), ${place[1]})`);
  }
  const text = `select ${COLUMNS} from audit_log ${matching.where} ${orderBy(filter)} limit ${page.first + 1}`;
  const rows = await db.query<AuditEntryView>({ text }, matching.values);
  const count = () => countRows(db, "audit_log", conditions(filter));
  const keyOf = (row: AuditEntryView) => [row.occurredAt.getTime(), row.id] as const;
  return toConnection({ list: LIST, page, rows, keyOf, count });
}

/** Keeps only one upper bound: with two, PostgreSQL starts at the first, and reads up to the second in vain. */
function startOfPage(
  { occurredBefore }: AuditFilter,
  after: readonly [at: number, id: string],
): { occurredBefore: Date | null; after: readonly [at: number, id: string] | null } {
  if (occurredBefore && occurredBefore.getTime() <= after[0]) return { occurredBefore, after: null };
  return { occurredBefore: null, after };
}

function conditions({ actorId, thingId, operation, ...times }: AuditFilter): Conditions {
  return new Conditions()
    .add(thingId, (id) => only("thing_id", id))
    .add(actorId, (id) => only("actor_id", id))
    .add(operation, (name) => only("operation", name))
    .add(times.occurredAfter, (at) => `occurred_at > ${at}`)
    .add(times.occurredBefore, (at) => `occurred_at < ${at}`);
}

// Each order begins like one index, so that only this index brings the page in order.
function orderBy({ actorId, thingId, operation }: AuditFilter): string {
  const actor = actorId ? ["actor_id"] : [];
  const leading = thingId ? ["thing_id"] : operation ? [...actor, "operation"] : actor;
  return `order by ${[...leading, "occurred_at desc", "id desc"].join(", ")}`;
}
