import { afterEach, beforeEach, expect, test } from "vitest";
import { UserAccess1764500000000 } from "../../migrations/1764500000000-user-access.ts";
import { EventChannels1764660000000 } from "../../migrations/1764660000000-event-channels.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function insert(kind: string, payload: object): Promise<void> {
  await database.query("insert into outbox (kind, payload, occurred_at) values ($1, $2, now())", [
    kind,
    JSON.stringify(payload),
  ]);
}

async function channels(): Promise<string[][]> {
  const rows = await database.query<{ channels: string[] }>("select channels from outbox order by id");
  return rows.map((row) => row.channels);
}

test("events keep their channels through migrations up and down, and access events get their own channel", async () => {
  const log = createLogger({ level: "silent", readable: false });
  const dataSource = await createDataSource({ url: database.url, log, poolSize: 1 }).initialize();
  const runner = dataSource.createQueryRunner();
  const userAccess = new UserAccess1764500000000();
  const eventChannels = new EventChannels1764660000000();
  await eventChannels.down(runner);
  await userAccess.down(runner);
  await insert("reservation.changed", { stationIds: ["station_a", "station_b"], ownerId: "user_a" });
  await insert("slot.status_changed", { stationId: "station_a" });
  const before = [["user_a", "station_a", "station_b"], ["station_a"]];
  expect(await channels()).toEqual(before);
  await userAccess.up(runner);
  await insert("access.changed", { userId: "user_a" });
  expect(await channels()).toEqual([...before, ["access"]]);
  await eventChannels.up(runner);
  await insert("session.changed", { stationId: "station_b", ownerId: "user_b" });
  const after = [...before, ["access"], ["station_b", "user_b"]];
  expect(await channels()).toEqual(after);
  await eventChannels.down(runner);
  await insert("slot.status_changed", { stationId: "station_c" });
  expect(await channels()).toEqual([...after, ["station_c"]]);
  await runner.release();
  await dataSource.destroy();
});

test("the database fills in the channels of an event that an older server inserts without them", async () => {
  await insert("reservation.changed", { stationIds: ["station_a"], ownerId: "user_a" });
  await insert("something.else", {});
  expect(await channels()).toEqual([["user_a", "station_a"], []]);
});
