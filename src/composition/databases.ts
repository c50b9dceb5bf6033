import type { Config } from "../config.ts";
import { createDataSource } from "../database/data-source.ts";
import { Database } from "../database/database.ts";
import { startEmbeddedPostgres } from "../database/embedded/embedded-postgres.ts";
import { connect, migrate, withMigrationLock } from "../database/migrate.ts";
import type { AppendResult } from "../outbox/outbox.ts";
import type { Logger } from "../shared/logger.ts";
import { seedDemo } from "../stations/demo-data.ts";
import type { Parts } from "./parts.ts";
import { createServices, type Services } from "./services.ts";

/** A pool of connections, and the use cases on it. */
export interface ServicePool {
  readonly db: Database;
  readonly services: Services;
}

/** Enough connections for all background work at the same time. */
const BACKGROUND_CONNECTIONS = { poolSize: 8, statementTimeoutSeconds: 120 };

/**
 * The migrated database, with one pool for background work and one for requests, so that a flood of requests cannot
 * take the connections of deadlines and feed.
 */
export async function openDatabases(
  config: Config,
  parts: Parts,
  onCommitted: (result: AppendResult) => void,
): Promise<{ background: ServicePool; requests: ServicePool }> {
  const url = config.databaseUrl ?? (await startDatabase(config, parts));
  const open = async (pool: { poolSize: number; statementTimeoutSeconds: number }, onUnavailable?: Tell) => {
    const db = await openDatabase(config, url, parts, { ...pool, onUnavailable });
    return { db, services: createServices(config, db, { onCommitted, log: parts.log }) };
  };
  const background = await open(BACKGROUND_CONNECTIONS);
  await prepareDatabase(config, { databaseUrl: url, services: background.services, log: parts.log });
  const { databasePoolSize: poolSize, statementTimeoutSeconds } = config;
  const requests = await open({ poolSize, statementTimeoutSeconds }, whyRefused(parts.log));
  return { background, requests };
}

type Tell = (cause: unknown) => void;

const BETWEEN_REASONS_MS = 10_000;

/** Logs why requests are refused, at most every 10 seconds: without a database, each of thousands is refused. */
function whyRefused(log: Logger): Tell {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (cause) => {
    const now = performance.now();
    if (now - toldAt < BETWEEN_REASONS_MS) return;
    toldAt = now;
    log.warn({ err: cause }, "the database cannot be reached or refuses requests");
  };
}

async function startDatabase({ dataDir }: Config, { log, closers, onFatal }: Parts): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, onExit: onFatal });
  closers.add("the embedded PostgreSQL", () => postgres.close());
  return postgres.url;
}

async function openDatabase(
  { databaseWaitSeconds: waitSeconds }: Config,
  url: string,
  { log, closers }: Parts,
  { onUnavailable, ...pool }: { poolSize: number; statementTimeoutSeconds: number; onUnavailable?: Tell },
): Promise<Database> {
  const db = new Database(createDataSource({ url, log, ...pool }), { onUnavailable });
  closers.add("the database connections", () => db.close());
  await connect(db.dataSource, { waitSeconds, log });
  return db;
}

async function prepareDatabase(
  config: Config,
  parts: { databaseUrl: string; services: Services; log: Logger },
): Promise<void> {
  const { databaseUrl, services, log } = parts;
  await withMigrationLock(databaseUrl, log, async (guard) => {
    const unhurried = createDataSource({ url: databaseUrl, log, poolSize: 1, statementTimeoutSeconds: null });
    await unhurried.initialize();
    await migrate(unhurried, log, guard).finally(() => unhurried.destroy());
    if (config.seedDemo && (await seedDemo(services.db, services.slotLedger)))
      log.info("Added demo stations, slots, vehicles and users");
  });
}
