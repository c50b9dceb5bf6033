import { execFile } from "node:child_process";
import { readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Cluster } from "./postgres-cluster.ts";

/** The part of a pino logger that the embedded server uses. */
export interface EmbeddedPostgresLog {
  info(message: string): void;
  warn(message: string): void;
}

/** What the cluster's postmaster.pid says, or null when there is none; it may be left over from a crash. */
export async function readPostmaster(
  cluster: Cluster,
): Promise<{ pid: number; port: number; ready: boolean } | null> {
  const text = await readFile(join(cluster.dir, "postmaster.pid"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
  // pid, directory, start time, port, socket directory, address, shared memory key, status
  const lines = text?.split("\n");
  if (!lines?.[0]) return null;
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** Whether a pid is a PostgreSQL server of this cluster, and not another process that got the pid of a dead one. */
export async function isServing(options: { cluster: Cluster; pid: number }): Promise<boolean> {
  const { cluster, pid } = options;
  if (process.platform === "linux") {
    const [own, theirs] = await Promise.all(
      [cluster.dir, `/proc/${pid}/cwd`].map((path) => stat(path).catch(() => null)),
    );
    return Boolean(own && theirs && own.ino === theirs.ino && own.dev === theirs.dev);
  }
  const ps = await promisify(execFile)("ps", ["-o", "command=", "-ww", "-p", String(pid)]).catch(() => null);
  return ps?.stdout.includes(`-D ${cluster.pgdata} `) ?? false;
}

/**
 * Makes sure that no server of an earlier run is left on the cluster; the caller holds the data directory's lock.
 *
 * After a `kill -9` of its parent, PostgreSQL may still be writing its last checkpoint.
 */
export async function waitForOrphan(options: { cluster: Cluster; log: EmbeddedPostgresLog }): Promise<void> {
  const { cluster, log } = options;
  const left = await readPostmaster(cluster);
  if (left === null) return;
  if (!(await isServing({ cluster, pid: left.pid }))) {
    // PostgreSQL itself handles the pid of a dead process, but takes any other process of its user for a rival server:
    // an unrelated one with the same pid, or a zombie that a container's init never reaps. It finds the shared memory
    // of backends that still live by the directory, so this does not let two servers in.
    if (signal(left.pid, 0)) await unlink(join(cluster.dir, "postmaster.pid"));
    return;
  }
  log.info(`waiting for the PostgreSQL of an earlier run (pid ${left.pid}) to stop`);
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    if (!(await isServing({ cluster, pid: left.pid }))) return;
    signal(left.pid, "SIGINT"); // a fast shutdown; more than once does no harm
  }
  throw new Error(
    `PostgreSQL (pid ${left.pid}) of an earlier run still holds ${cluster.dir}; stop it with kill -QUIT ${left.pid}`,
  );
}

function signal(pid: number, what: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, what);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
