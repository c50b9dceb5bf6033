import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { lockDataDir } from "./data-dir-lock.ts";
import { findFreePort } from "./guarded-process.ts";
import { findInstalledPostgres, locatePostgres, type PostgresBinaries } from "./postgres-binaries.ts";
import {
  type Cluster,
  clusterExists,
  createCluster,
  describeCluster,
  ensurePassword,
  passwordFile,
} from "./postgres-cluster.ts";
import { launchPostgres, type PostgresSettings, PostgresStartError } from "./postgres-process.ts";
import { type EmbeddedPostgresLog, isServing, readPostmaster, waitForOrphan } from "./postmaster.ts";

export interface EmbeddedPostgres {
  /** Valid until `close`; each start uses another port. */
  url: string;
  /** Stops the server after a last checkpoint; safe to call twice. */
  close(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster in `postgres/` and its password; made when missing. */
  dataDir: string;
  log: EmbeddedPostgresLog;
  /** More PostgreSQL settings, such as `{ fsync: "off" }` in tests. */
  settings?: PostgresSettings;
  /** Called, after the log, when the server dies without being asked to. */
  onExit?: (error: Error) => void;
}

const databaseUrl = (options: { password: string; port: number }): string =>
  `postgres://slotwire:${options.password}@127.0.0.1:${options.port}/slotwire`;

/**
 * Runs the PostgreSQL that npm installed, on a cluster in `dataDir` that is created on the first start.
 *
 * It listens on a free port of 127.0.0.1 only, and stops with this process however that ends. Throws an Error with a
 * sentence that says what to do, followed by PostgreSQL's last output if there is any.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  if (process.platform === "win32") {
    throw new Error("the embedded PostgreSQL does not run on Windows; set DATABASE_URL to a PostgreSQL 18");
  }
  const lock = await lockDataDir({ dataDir });
  let binaries: PostgresBinaries | undefined;
  try {
    const { nativeDir, version } = await findInstalledPostgres();
    const cluster = await describeCluster({ dataDir });
    binaries = await locatePostgres({ account: cluster.account, nativeDir, version });
    const major = String(parseInt(version, 10));
    const password = await ensureCluster({ ...options, dataDir, cluster, binaries, major });
    const server = await launch({ ...options, cluster, binaries, password });
    const release = async () => {
      await server.stop();
      await binaries?.remove();
      await lock.release();
    };
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= release();
      return closed;
    };
    await ensureDatabase({ url: server.url, passwordFile: passwordFile(dataDir) }).catch(async (error) => {
      await close();
      throw error;
    });
    return { url: server.url, close };
  } catch (error) {
    await binaries?.remove();
    await lock.release();
    throw error;
  }
}

/** The url of the server that another process runs on `dataDir`, or null when there is none. */
export async function attachEmbeddedPostgres(options: { dataDir: string }): Promise<string | null> {
  const dataDir = resolve(options.dataDir);
  if (process.platform === "win32") return null;
  const cluster = await describeCluster({ dataDir });
  const postmaster = await readPostmaster(cluster);
  if (!postmaster?.ready || !(await isServing({ cluster, pid: postmaster.pid }))) return null;
  const password = await ensurePassword({ dataDir, clusterExists: true });
  return databaseUrl({ password, port: postmaster.port });
}

async function ensureCluster(
  options: EmbeddedPostgresOptions & { cluster: Cluster; binaries: PostgresBinaries; major: string },
): Promise<string> {
  const { dataDir, cluster, binaries, log, settings } = options;
  const exists = await clusterExists({ cluster, major: options.major });
  const password = await ensurePassword({ dataDir, clusterExists: exists });
  if (exists) {
    await waitForOrphan({ cluster, log });
  } else {
    log.info(`creating the database in ${cluster.dir} (first start only)`);
    await createCluster({
      cluster,
      initdb: binaries.initdb,
      password,
      durable: settings?.fsync !== "off",
    });
  }
  return password;
}

async function launch(
  options: EmbeddedPostgresOptions & { cluster: Cluster; binaries: PostgresBinaries; password: string },
): Promise<{ url: string; stop(): Promise<void> }> {
  const { cluster, binaries, password, settings = {}, log } = options;
  const onExit = (error: Error) => {
    log.warn(error.message);
    options.onExit?.(error);
  };
  for (let retriesLeft = 20; ; retriesLeft--) {
    const port = await findFreePort();
    try {
      const { postgres } = binaries;
      const server = await launchPostgres({ cluster, postgres, port, settings, log, onExit });
      return { url: databaseUrl({ password, port }), stop: server.stop };
    } catch (error) {
      if (!(error instanceof PostgresStartError && error.again) || retriesLeft === 0) throw error;
      await sleep(250);
    }
  }
}

async function ensureDatabase(options: { url: string; passwordFile: string }): Promise<void> {
  const { url } = options;
  const problem = await connectOnce({ url }).catch((error: Error & { code?: string }) => error);
  if (!problem) return;
  if (problem.code === "28P01") {
    throw new Error(
      `the database refuses the password in ${options.passwordFile}; restore the one it was created with`,
    );
  }
  if (problem.code !== "3D000") throw problem;
  const maintenanceUrl = new URL("/postgres", url).href;
  await connectOnce({ url: maintenanceUrl, sql: "create database slotwire" });
}

async function connectOnce(options: { url: string; sql?: string }): Promise<void> {
  const client = new pg.Client({ connectionString: options.url });
  client.on("error", () => {}); // the query's own error is the one to report
  try {
    await client.connect();
    if (options.sql) await client.query(options.sql);
  } finally {
    await client.end();
  }
}
