import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { createDataSource } from "../../src/database/data-source.ts";
import { migrate, withMigrationLock } from "../../src/database/migrate.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

const log = createLogger({ level: "silent", readable: false });

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function setDefault(setting: string, value: string): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  await database.query(`alter database ${name} set ${setting} = ${value}`);
}

async function open(url: string) {
  const dataSource = await createDataSource({ url, log, poolSize: 1 }).initialize();
  onTestFinished(() => dataSource.destroy());
  return dataSource;
}

test("the server connects with only the startup parameters that poolers accept", async () => {
  const { hostname: host, port } = new URL(database.url);
  let sent = Buffer.alloc(0);
  const proxy = await startTcpProxy({ host, port: Number(port) }, (bytes) => {
    sent = Buffer.concat([sent, bytes]);
  });
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const dataSource = await createDataSource({ url: url.href, log, poolSize: 1 }).initialize();
  await dataSource.destroy();
  await proxy.close();
  // The length and the version, followed by names and values.
  const words = sent.subarray(8, sent.readInt32BE(0)).toString().split("\0");
  const names = words.filter((_, index) => index % 2 === 0 && words[index + 1] !== undefined);
  expect(names.filter((name) => name !== "").sort()).toEqual([
    "application_name",
    "client_encoding",
    "database",
    "user",
  ]);
});

test("the server's session settings override the database's and are combined with the URL's options", async () => {
  await setDefault("default_transaction_isolation", "'serializable'");
  await setDefault("statement_timeout", "'3s'");
  const url = new URL(database.url);
  url.searchParams.set("options", "-c search_path=elsewhere,public");
  const dataSource = await open(url.href);
  const settings = ["default_transaction_isolation", "random_page_cost", "statement_timeout", "search_path"];
  const held = await dataSource.query(
    "select current_setting(name) as value from unnest($1::text[]) with ordinality as of (name, n) order by n",
    [settings],
  );
  expect(held.map(({ value }: { value: string }) => value)).toEqual([
    "read committed",
    "1.1",
    "15s",
    "elsewhere,public",
  ]);
});

test("migrations fail and ask for session mode if a pooler gives the guarding session to other clients", async () => {
  const dataSource = await open(database.url);
  const [{ session }] = await dataSource.query("select pg_backend_pid() as session");
  await expect(migrate(dataSource, log, session)).rejects.toThrow(/^The pooler .* set it to session mode/);
  await migrate(dataSource, log, session + 1);
});

test.each(["statement_timeout", "lock_timeout", "idle_session_timeout"])(
  "of several servers one migrates and the others wait, longer than the database's %s",
  async (setting) => {
    await setDefault(setting, "'100ms'");
    let running = 0;
    const work = async () => {
      expect(++running).toBe(1);
      await delay(400);
      running--;
    };
    await Promise.all([1, 2, 3].map(() => withMigrationLock(database.url, log, work)));
  },
);

test("migrations may wait and run longer than the database's limits", async () => {
  await setDefault("lock_timeout", "'100ms'");
  const unhurried = await createDataSource({
    url: database.url,
    log,
    statementTimeoutSeconds: null,
  }).initialize();
  onTestFinished(() => unhurried.destroy());
  let waited: Promise<unknown> | undefined;
  await database.whileLocked("lock table stations", [], async () => {
    waited = unhurried.query("select count(*) from stations");
    await Promise.race([waited, delay(400)]);
  });
  await waited;
});
