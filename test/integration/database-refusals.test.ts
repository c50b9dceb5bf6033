import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import { statement } from "../../src/database/statement.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { eventually } from "../support/eventually.ts";
import { openScene } from "../support/scene.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let admin: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  const url = Object.assign(new URL(database.url), { pathname: "/postgres" });
  admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
});
afterEach(async () => {
  await admin.end();
  await database.drop();
});

/** Ends all connections to the database, and changes it. */
async function alter(name: string, change: string): Promise<void> {
  const disconnect = () =>
    admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  // A server that connects again in between gets into the way.
  await eventually(async () => {
    await disconnect();
    await admin.query(`alter database ${name} ${change}`);
  });
  await disconnect();
}

test.each(["accepts no connections", "has another name"])(
  "while the database %s, requests are SERVICE_UNAVAILABLE, and then work again",
  async (state) => {
    const name = new URL(database.url).pathname.slice(1);
    const scene = await openScene({ database });
    const errorsOfRead = async () => (await scene.anonymous.sendText("{ stations { totalCount } }")).errors;
    const renamed = state === "has another name";
    await alter(name, renamed ? `rename to ${name}_moved` : "allow_connections false");
    for (const _ of [1, 2, 3]) {
      const [error] = (await errorsOfRead()) ?? [];
      expect(error?.extensions).toMatchObject({ code: "SERVICE_UNAVAILABLE", status: 503 });
    }
    await (renamed ? alter(`${name}_moved`, `rename to ${name}`) : alter(name, "allow_connections true"));
    await eventually(async () => expect(await errorsOfRead()).toBeUndefined());
    await scene.close();
  },
);

test("a transaction that the database ended while its server stood still is SERVICE_UNAVAILABLE", async () => {
  const log = createLogger({ level: "silent", readable: false });
  const db = new Database(await createDataSource({ url: database.url, log, poolSize: 1 }).initialize());
  const interrupted = db.inTransaction(async (tx) => {
    await tx.query(statement("test.end_soon", "set local idle_in_transaction_session_timeout = 50"));
    for (const until = Date.now() + 300; Date.now() < until; );
    await tx.query(statement("test.continue", "select"));
  });
  await expect(interrupted).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  await db.close();
});
