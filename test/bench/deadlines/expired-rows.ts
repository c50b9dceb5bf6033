import { deepStrictEqual } from "node:assert/strict";
import pg from "pg";
import { createDataSource } from "../../../src/database/data-source.ts";
import { Database } from "../../../src/database/database.ts";
import { connect } from "../../../src/database/migrate.ts";
import { describeFindings, examine } from "../../../src/doctor/doctor.ts";
import { createLogger } from "../../../src/shared/logger.ts";

/**
 * Checks the data after a sweep.
 *
 * @throws Error if a reservation has not expired exactly once, or if the product's doctor finds an inconsistency.
 */
export async function auditExpired(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(COUNTS);
    const released = rows[0]?.released;
    deepStrictEqual(rows[0], {
      ...{ expired: count, recorded: count, told: count, history: 2 * count },
      ...{ released: count / 2, available: released, slotEvents: released, slotsTold: released },
      outbox: count + released,
    });
  } finally {
    await client.end();
  }
  const log = createLogger({ level: "warn", readable: false });
  const dataSource = createDataSource({ url: databaseUrl, log, poolSize: 1 });
  await connect(dataSource, { waitSeconds: 0, log });
  const db = new Database(dataSource);
  const found = await examine(db).finally(() => db.close());
  if (found.length > 0) throw new Error(describeFindings(found));
}

/**
 * A digest of each written table, without times and event ids. It is the same for every contender that starts from a
 * copy of the same database.
 */
export async function digestTables(databaseUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const digests: Record<string, string> = {};
    for (const [table, row] of Object.entries(ROWS)) {
      const { rows } = await client.query<{ digest: string }>(
        `select md5(string_agg(row, chr(10) order by row)) as digest from (select (${row})::text as row from ${table} t) rows`,
      );
      digests[table] = rows[0]?.digest ?? "";
    }
    return digests;
  } finally {
    await client.end();
  }
}

const ROWS = {
  reservations: "to_jsonb(t) - '{updated_at,dismissible_since}'::text[]",
  reservation_items: "to_jsonb(t) - 'released_at' || jsonb_build_object('released', released_at is not null)",
  reservation_history: "to_jsonb(t) - 'at'",
  slots: "to_jsonb(t)",
  slot_events: "to_jsonb(t) - '{occurred_at,event_id}'::text[]",
  outbox: "jsonb_build_object('kind', kind, 'payload', payload - 'occurredAt')",
};

const COUNTS = `select
  (select count(*)::int from reservations where status = 'EXPIRED' and dismissible_since = updated_at) as expired,
  (select count(*)::int from reservation_history h join reservations r on r.id = h.reservation_id
    where h.entry = 2 and h.event = 'EXPIRED' and h.at = r.updated_at) as recorded,
  (select count(*)::int from reservation_history) as history,
  (select count(distinct r.id)::int from outbox o join reservations r on r.id = o.payload ->> 'reservationId'
    where o.kind = 'reservation.changed' and o.payload ->> 'kind' = 'EXPIRED' and o.occurred_at = r.updated_at
      and (o.payload ->> 'occurredAt')::timestamptz = r.updated_at) as told,
  (select count(*)::int from reservation_items where released_at is not null) as released,
  (select count(*)::int from slots where status = 'AVAILABLE') as available,
  (select count(*)::int from slot_events where version = 3) as "slotEvents",
  (select count(*)::int from outbox o join slot_events e on e.event_id = o.id and e.slot_id = o.payload ->> 'slotId'
    where o.kind = 'slot.status_changed' and (o.payload ->> 'occurredAt')::timestamptz = e.occurred_at) as "slotsTold",
  (select count(*)::int from outbox) as outbox`;
