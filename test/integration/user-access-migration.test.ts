import { afterEach, beforeEach, expect, test } from "vitest";
import { UserAccess1764500000000 } from "../../migrations/1764500000000-user-access.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

test("events that are there keep their channels, and changes of access get their own", async () => {
  const log = createLogger({ level: "silent", readable: false });
  const dataSource = await createDataSource({ url: database.url, log, poolSize: 1 }).initialize();
  const runner = dataSource.createQueryRunner();
  const migration = new UserAccess1764500000000();
  const insert = (kind: string, payload: object) =>
    runner.query("insert into outbox (kind, payload, occurred_at) values ($1, $2, now())", [
      kind,
      JSON.stringify(payload),
    ]);
  const channels = async () =>
    (await database.query<{ channels: string[] }>("select channels from outbox order by id")).map(
      (row) => row.channels,
    );
  await migration.down(runner);
  await insert("reservation.changed", { stationIds: ["station_a", "station_b"], ownerId: "user_a" });
  await insert("slot.status_changed", { stationId: "station_a" });
  const before = [["user_a", "station_a", "station_b"], ["station_a"]];
  expect(await channels()).toEqual(before);
  await migration.up(runner);
  await insert("access.changed", { userId: "user_a" });
  expect(await channels()).toEqual([...before, ["access"]]);
  await runner.release();
  await dataSource.destroy();
});
