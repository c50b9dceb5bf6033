import { type Caller, isOwn, isStaff } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { newId } from "../shared/ids.ts";
import { difference } from "./audit.rules.ts";

/** Who makes a change, and in which request. */
export interface Actor {
  readonly caller: Caller;
  readonly requestId: string;
}

/** An operation on a thing, as it is to be recorded. */
export interface AuditRecord {
  /** The name of the mutation. */
  readonly operation: string;
  /** The type of the thing in the API. */
  readonly type: string;
  /** Null: many things at once. */
  readonly id: string | null;
  /** The organisation of its station. */
  readonly organisation: string | null;
  /** The driver that it belongs to, if it does. */
  readonly ownerId?: string;
  /** Null: it did not exist. */
  readonly before: object | null;
  /** Null: it does not exist any more. */
  readonly after: object | null;
}

const RECORD = statement<never>(
  "audit_log.record",
  `insert into audit_log (id, actor_id, actor_name, operation, thing_type, thing_id, organisation, request_id, before, after)
     select $1, u.id, u.name, $3, $4, $5, $6, $7, $8, $9 from users u where u.id = $2`,
);

/**
 * Records an operation of an operator or admin, in the transaction of the operation: the two commit together or not at
 * all. Operations of drivers on their own things, and those that change nothing, are not recorded.
 */
export async function record(tx: Tx, { caller, requestId }: Actor, entry: AuditRecord): Promise<void> {
  const { operation, type, id, organisation, ownerId } = entry;
  if (!isStaff(caller) || (ownerId !== undefined && isOwn(caller, ownerId))) return;
  const { before, after } = difference(entry.before, entry.after);
  if (before === null && after === null) return;
  const facts = [before, after].map((each) => each && JSON.stringify(each));
  const values = [newId("audit"), caller.userId, operation, type, id, organisation, requestId, ...facts];
  await tx.query(RECORD, values);
}

const NAME_RETENTION = statement<never>(
  "audit_log.name_retention",
  "select set_config('slotwire.audit_retention_days', $1::integer::text, true)",
);
const PURGE = statement<{ id: string }>(
  "audit_log.purge",
  `delete from audit_log where id in (select id from audit_log
     where occurred_at < (select slotwire_now()) - $1::integer * interval '1 day' order by occurred_at limit 10000) returning id`,
);

/** Deletes a batch of entries that are older than the retention. @returns how many. */
export async function purgeAuditLog(tx: Tx, retentionDays: number): Promise<number> {
  await tx.query(NAME_RETENTION, [retentionDays]);
  return (await tx.query(PURGE, [retentionDays])).length;
}
