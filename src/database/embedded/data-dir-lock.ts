import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * When a process began, as an opaque text, or null when no such process lives.
 *
 * A pid alone proves nothing: in a container the next server gets the very pid of the one that was killed.
 */
export function processStart(pid: number): string | null {
  try {
    if (process.platform !== "linux") {
      const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { env, encoding: "utf8" }).trim() || null
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the second field is the command in parentheses, which may hold spaces and parentheses itself
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function holderOf(text: string): number | null {
  try {
    const { pid, started } = JSON.parse(text) as { pid: number; started: string | null };
    return started !== null && processStart(pid) === started ? pid : null;
  } catch {
    return null; // an unreadable lock belongs to nobody
  }
}

/**
 * Claims a data directory, made when missing, for this process; throws a sentence that names the holder when another
 * one has it.
 *
 * The lock is a file that appears complete by link(2), so nobody ever reads half of it. A lock that is left after a
 * kill is recognised by the holder's start time. PostgreSQL's own postmaster.pid is a second safeguard.
 */
export async function lockDataDir(options: { dataDir: string }): Promise<{ release(): Promise<void> }> {
  const lockFile = join(options.dataDir, "postgres.lock");
  const draft = `${lockFile}.${randomUUID()}`;
  const mine = JSON.stringify({ pid: process.pid, started: processStart(process.pid) });
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    await writeFile(draft, mine, { flag: "wx" });
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(
      `${options.dataDir} cannot be written (${why}); start slotwire as its owner or set DATA_DIR`,
    );
  }
  // a killed process takes a moment to exit
  const patienceEnds = Date.now() + 300;
  try {
    for (;;) {
      const problem = await link(draft, lockFile).catch((error: NodeJS.ErrnoException) => error);
      if (!problem) {
        let released: Promise<void> | undefined;
        // once: a second removal might hit the lock of the next holder
        const release = () => {
          released ??= rm(lockFile, { force: true });
          return released;
        };
        return { release };
      }
      if (problem.code !== "EEXIST") throw problem;
      const holder = await evictUnlessHeld(lockFile);
      if (holder !== null && Date.now() > patienceEnds) {
        const remedy = "stop it or set DATA_DIR or DATABASE_URL";
        throw new Error(`another slotwire (pid ${holder}) is using ${options.dataDir}; ${remedy}`);
      }
      if (holder !== null) await sleep(30);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

async function evictUnlessHeld(lockFile: string): Promise<number | null> {
  const seen = await readFile(lockFile, "utf8").catch(unlessGone);
  if (seen === null) return null;
  const holder = holderOf(seen);
  if (holder !== null) return holder;
  // Two starts may both find the stale lock, and the slower one must not throw away the lock of the faster.
  const aside = `${lockFile}.${randomUUID()}`;
  await rename(lockFile, aside).catch(unlessGone);
  const taken = await readFile(aside, "utf8").catch(unlessGone);
  if (taken !== null && taken !== seen) await link(aside, lockFile).catch(() => {});
  await rm(aside, { force: true });
  return null;
}
