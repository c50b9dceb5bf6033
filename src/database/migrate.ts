import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.ts";
import type { Logger } from "../shared/logger.ts";
import { LIFT_LIMITS } from "./data-source.ts";
import { isNotPermitted, isUnavailable } from "./postgres-errors.ts";

/** The key of the migrations' advisory lock, unlike any other in the database. */
const MIGRATION_LOCK = 7_215_000;
const OLDEST_VERSION = 140_000;
const PAUSE_MS = 500;

/**
 * Connects, waiting for a database that does not answer yet.
 *
 * @throws Error with a sentence that says what to check, if it does not answer in time or refuses.
 */
export async function connect(
  dataSource: DataSource,
  { waitSeconds, log }: { waitSeconds: number; log: Logger },
): Promise<void> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (let waiting = false; ; waiting = true) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      const reason = reasonOf(error);
      if (!isUnavailable(error))
        throw new Error(`The database refused the connection: ${reason}. Check DATABASE_URL.`);
      if (Date.now() >= deadline) {
        throw new Error(
          `No database answered within ${waitSeconds} s: ${reason}. Check DATABASE_URL, and that PostgreSQL is running.`,
        );
      }
      if (!waiting) log.info(`Waiting up to ${waitSeconds} s for the database: ${reason}`);
      await delay(PAUSE_MS);
    }
  }
}

/**
 * Runs `work` (migrations, and what belongs to them) while no other server does: of several that start at once, the
 * others wait. `work` is given the session that holds the lock, which must not be shared with any other connection.
 */
export async function withMigrationLock<Result>(
  url: string,
  log: Logger,
  work: (session: number) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: "slotwire migrations" });
  client.on("error", (error) =>
    log.warn({ err: error }, "the connection that guards the migrations was lost"),
  );
  await client.connect();
  try {
    // It waits for other servers, and is idle during the migrations: both take longer than databases may allow.
    await client.query(LIFT_LIMITS);
    const { rows } = await client.query(
      `select pg_try_advisory_lock(${MIGRATION_LOCK}) as first, pg_backend_pid() as session`,
    );
    if (!rows[0].first) {
      log.info("Another server is migrating the database; waiting for it");
      await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    }
    return await work(rows[0].session);
  } finally {
    await client.end();
  }
}

/**
 * Brings the schema up to date.
 *
 * @throws Error with a sentence for the operator if PostgreSQL is too old, if the database is not encoded in UTF8 or
 * was migrated by a newer version, if its user may not set it up, or if a pooler shares the session that guards the
 * migrations.
 */
export async function migrate(dataSource: DataSource, log: Logger, guard?: number): Promise<void> {
  const [{ version, encoding, session }] = await dataSource.query(
    "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding, pg_backend_pid() as session",
  );
  if (session === guard) {
    throw new Error(
      "The pooler in front of the database shares a session between several connections: set it to session mode, or connect directly.",
    );
  }
  if (version < OLDEST_VERSION) {
    throw new Error(`PostgreSQL ${Math.floor(version / 10_000)} is too old: slotwire needs 14 or newer.`);
  }
  if (encoding !== "UTF8") {
    throw new Error(`The database encoding is ${encoding}: slotwire needs UTF8.`);
  }
  const ran = await dataSource.runMigrations().catch((error: unknown) => {
    if (!isNotPermitted(error)) throw error;
    throw new Error(
      `The user in DATABASE_URL is not allowed to set up the database: ${reasonOf(error)}. Make this user the owner of the database.`,
    );
  });
  for (const { name } of ran) log.info(`Migrated the database: ${name}`);
  const known = migrations.map(({ name }) => name);
  const [newer] = await dataSource.query(
    "select name from migrations where name <> all($1) order by id desc limit 1",
    [known],
  );
  if (newer) {
    throw new Error(
      `A newer version of slotwire has migrated the database (${newer.name}): start that version, or restore an earlier backup.`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
