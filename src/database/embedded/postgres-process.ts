import { setTimeout as sleep } from "node:timers/promises";
import { ended, StderrTail, spawnGuarded } from "./guarded-process.ts";
import { type Cluster, postgresEnv } from "./postgres-cluster.ts";
import { type EmbeddedPostgresLog, readPostmaster } from "./postmaster.ts";

/** Settings by their names in postgresql.conf. */
export type PostgresSettings = Record<string, string> & { fsync?: "on" | "off" };

/** A failed start, with PostgreSQL's last output; `again` when another attempt or another port may succeed. */
export class PostgresStartError extends Error {
  override name = "PostgresStartError";
  readonly again: boolean;

  constructor(options: { end: string; said: string }) {
    super(`PostgreSQL did not start (${options.end}):\n${options.said}`);
    // a taken port; or the last backends of a postmaster that was killed, which leave within a second or so
    this.again =
      /could not bind|could not create any TCP\/IP|pre-existing shared memory|lock file "postmaster\.pid"/.test(
        options.said,
      );
  }
}

const worthLogging = /PANIC:|was terminated by signal|all server processes terminated/;

/** Starts the server process and resolves when it accepts connections on 127.0.0.1. */
export async function launchPostgres(options: {
  cluster: Cluster;
  postgres: string;
  port: number;
  settings: PostgresSettings;
  log: EmbeddedPostgresLog;
  onExit: (error: Error) => void;
}): Promise<{ stop(): Promise<void> }> {
  const { cluster, log } = options;
  const settings = {
    // Set here and not in postgresql.conf, so that a cluster of an older slotwire gets them as well.
    max_connections: "200",
    ...options.settings,
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    log_destination: "stderr",
    logging_collector: "off",
  };
  const child = spawnGuarded({
    command: options.postgres,
    args: ["-D", cluster.pgdata, ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`])],
    signal: "INT",
    account: cluster.account,
    cwd: cluster.dir,
    env: postgresEnv,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const tail = new StderrTail({
    child,
    onLine: (line) => {
      if (worthLogging.test(line)) log.warn(line);
    },
  });
  const end = ended(child);
  let stopping: Promise<void> | undefined;

  const stop = async () => {
    // INT: end the sessions and write everything. QUIT: stop now and recover at the next start.
    for (const [signal, patienceMs] of [
      ["SIGINT", 15_000],
      ["SIGQUIT", 5_000],
    ] as const) {
      child.kill(signal);
      if (await settlesWithin(end, patienceMs)) return;
      log.warn(`PostgreSQL has not stopped ${patienceMs / 1000} s after ${signal}`);
    }
    child.kill("SIGKILL");
    await settlesWithin(end, 5_000);
  };

  const ready = becomesReady({ cluster, pid: child.pid ?? -1, end });
  const early = await Promise.race([end, ready.catch(String)]);
  if (early !== "ready") {
    await stop();
    throw new PostgresStartError({ end: early, said: tail.text() });
  }
  end.then((how) => {
    if (!stopping) options.onExit(new Error(`PostgreSQL stopped by itself (${how}):\n${tail.text()}`));
  });
  return {
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

// postmaster.pid says "ready" as soon as it is true, whatever log settings hide; pg_ctl reads it as well.
async function becomesReady(options: {
  cluster: Cluster;
  pid: number;
  end: Promise<string>;
}): Promise<string> {
  // Long, because after a crash everything written since the last checkpoint is replayed first.
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    const found = await readPostmaster(options.cluster);
    if (found?.pid === options.pid && found.ready) return "ready";
    if (await settlesWithin(options.end, 15)) return options.end;
  }
  return "not ready after 180 s";
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return settled;
}
