import { deepStrictEqual } from "node:assert/strict";
import { withClient } from "../databases.ts";

const tables = [
  "reservations",
  "reservation_items",
  "reservation_history",
  "slot_events",
  "outbox",
  "reservation_counter",
];

/**
 * Everything that was written, with times and reservation ids replaced, so that it is the same for every writer.
 * Positions in the feed and transaction numbers are omitted, because the writer does not choose them.
 */
export function readWrittenRows(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const written: string[] = [];
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select (to_jsonb(t) - 'position' - 'xid')::text as row from ${table} t order by 1`,
      );
      written.push(...rows.map(({ row }) => `${table} ${row}`));
    }
    return written.map(maskIdsAndTimes).toSorted();
  });
}

function maskIdsAndTimes(row: string): string {
  return row
    .replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|\+00:00)"/g, '"TIME"')
    .replaceAll(/reservation_[0-9a-z]{26}/g, "RESERVATION");
}

/**
 * Checks the data after creating and cancelling.
 *
 * @throws Error if codes have a gap, a row is missing, or a slot is not free.
 */
export function auditRows(databaseUrl: string): Promise<void> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Record<string, number>>(`select
      (select count(*)::int from reservations where status = 'CANCELLED') as reservations,
      (select max(number)::int from reservations) as "lastNumber",
      (select last_number::int from reservation_counter) as counter,
      (select count(*)::int from reservation_items where released_at is not null) as items,
      (select count(*)::int from reservation_history) as history,
      (select count(*)::int from slot_events) as events,
      (select sum(version - 1)::int from slots) as versions,
      (select count(*)::int from outbox) as announcements,
      (select count(*)::int from slots where status <> 'AVAILABLE') as taken`);
    const count = rows[0]?.["reservations"] ?? 0;
    const changes = 2 * count;
    deepStrictEqual(rows[0], {
      ...{ reservations: count, lastNumber: count, counter: count, items: count },
      ...{ history: changes, events: changes, versions: changes, announcements: 2 * changes, taken: 0 },
    });
  });
}
