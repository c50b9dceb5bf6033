import "reflect-metadata";
import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { readConfig } from "../config.ts";
import { createDataSource } from "../database/data-source.ts";
import { Database } from "../database/database.ts";
import { attachEmbeddedPostgres, startEmbeddedPostgres } from "../database/embedded/embedded-postgres.ts";
import { connect } from "../database/migrate.ts";
import { describeFindings, examine } from "../doctor/doctor.ts";
import { Closers } from "../shared/closers.ts";
import { createLogger } from "../shared/logger.ts";

// `npm run doctor`: exits with 1 if stored status and claims disagree, with 2 if it could not look.
const log = createLogger({ level: "warn", readable: Boolean(process.stderr.isTTY) });
const closers = new Closers(log);
// A reader such as `head` may close the pipe early. The exit code still says what was found.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

async function databaseUrl(): Promise<string> {
  // Settings that only a server needs, such as a secret in production, are not required.
  const config = readConfig({ ...process.env, NODE_ENV: undefined });
  const running = config.databaseUrl ?? (await attachEmbeddedPostgres({ dataDir: config.dataDir }));
  if (running) return running;
  if (!existsSync(join(config.dataDir, "postgres"))) {
    throw new Error(
      `there is no database in ${config.dataDir}: start the server once, or set DATA_DIR or DATABASE_URL`,
    );
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  closers.add("the embedded PostgreSQL", () => postgres.close());
  return postgres.url;
}

/** The database as pg reads its URL. The URL itself is not shown, as it may hold a password in several places. */
function nameOf(url: string): string {
  const { database, host, port } = new pg.Client({ connectionString: url });
  return `${database} at ${host}:${port}`;
}

async function main(): Promise<number> {
  const url = await databaseUrl();
  process.stdout.write(`Checking the database ${nameOf(url)}\n`);
  const dataSource = createDataSource({ url, log, poolSize: 1, statementTimeoutSeconds: null });
  const db = new Database(dataSource);
  closers.add("the database connections", () => db.close());
  await connect(dataSource, { waitSeconds: 5, log });
  const found = await examine(db);
  process.stdout.write(`${describeFindings(found)}\n`);
  return found.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(
    `The database could not be checked: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  return 2;
});
await closers.closeAll();
