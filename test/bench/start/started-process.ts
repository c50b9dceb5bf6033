import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "../../../src/database/embedded/guarded-process.ts";

interface Program {
  /** The script that Node runs, and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** The cost of a start. */
interface Start {
  readonly ms: number;
  /** User and system time until then, from the kernel's ticks of 10 ms. NaN without /proc. */
  readonly cpuMicros: number;
}

const ASKING_MS = 3;
const GIVE_UP_MS = 30_000;
const STOPPING_MS = 10_000;
const TICK_MICROS = 10_000;

/** Starts a server and stops it as soon as /ready answers 200. @throws Error if it does not. */
export async function timeStart({ args, env, logFile }: Program): Promise<Start> {
  const port = await findFreePort();
  const log = openSync(logFile, "a");
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"], ...env, PORT: String(port) },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const exit = once(child, "exit");
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null || performance.now() - startedAt > GIVE_UP_MS)
        throw new Error(`it was never ready; see ${logFile}`);
      await delay(ASKING_MS);
    }
    return { ms: performance.now() - startedAt, cpuMicros: await cpuMicrosOf(child.pid) };
  } finally {
    const cutOff = setTimeout(() => child.kill("SIGKILL"), STOPPING_MS);
    if (child.exitCode === null) child.kill("SIGTERM");
    await exit;
    clearTimeout(cutOff);
  }
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/ready", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("error", () => resolve(false));
  });
}

async function cpuMicrosOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // The 12th and 13th fields after the name, which may contain any character.
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return user && system ? (Number(user) + Number(system)) * TICK_MICROS : Number.NaN;
}
