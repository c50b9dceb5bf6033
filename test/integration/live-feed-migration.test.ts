import { afterEach, beforeEach, expect, test } from "vitest";
import { LiveFeed1764200000000 } from "../../migrations/1764200000000-live-feed.ts";
import { EventChannels1764660000000 } from "../../migrations/1764660000000-event-channels.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** Reverts the migration and the one that builds on it, writes rows in the old format, and applies both again. */
async function migrate(rows: readonly { position: number | null; payload: object }[], lastPosition: number) {
  const log = createLogger({ level: "silent", readable: false });
  const dataSource = await createDataSource({ url: database.url, log, poolSize: 1 }).initialize();
  const runner = dataSource.createQueryRunner();
  const [liveFeed, eventChannels] = [new LiveFeed1764200000000(), new EventChannels1764660000000()];
  await eventChannels.down(runner);
  await liveFeed.down(runner);
  for (const { position, payload } of rows) {
    await runner.query(
      "insert into outbox (kind, payload, occurred_at, position) values ('test', $1, now(), $2)",
      [JSON.stringify(payload), position],
    );
  }
  await runner.query("update feed set last_position = $1", [lastPosition]);
  await liveFeed.up(runner);
  await eventChannels.up(runner);
  await runner.release();
  await dataSource.destroy();
}

async function prunedPosition(): Promise<number> {
  const [feed] = await database.query<{ pruned: number }>("select pruned_position::int as pruned from feed");
  return feed?.pruned ?? -1;
}

test("the migration gives existing events their channels and makes them visible to all later snapshots", async () => {
  await migrate(
    [
      { position: 1, payload: { stationId: "station_a" } },
      { position: 2, payload: { stationIds: ["station_a", "station_b"], ownerId: "user_a" } },
      { position: null, payload: { stationId: "station_b", ownerId: "user_b" } },
      { position: null, payload: {} },
    ],
    2,
  );
  const rows = await database.query(
    "select channels, pg_visible_in_snapshot(xid, pg_current_snapshot()) as seen from outbox order by id",
  );
  expect(rows).toEqual([
    { channels: ["station_a"], seen: true },
    { channels: ["user_a", "station_a", "station_b"], seen: true },
    { channels: ["station_b", "user_b"], seen: true },
    { channels: [], seen: true },
  ]);
  expect(await prunedPosition()).toBe(0);
});

test.each([
  ["there never was an event", [], 0, 0],
  ["all events are pruned", [], 9, 9],
  ["the oldest events are pruned", [5, 6, 7], 7, 4],
  ["positions have gaps", [3, 5, 6, 9, 10], 10, 8],
])(
  "if %s, the migration keeps only cursors within the last gapless run of positions",
  async (_, positions, last, pruned) => {
    await migrate(
      positions.map((position) => ({ position, payload: {} })),
      last,
    );
    expect(await prunedPosition()).toBe(pruned);
  },
);
