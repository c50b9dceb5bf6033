import type { ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ended,
  findFreePort,
  StderrTail,
  spawnGuarded,
} from "../../src/database/embedded/guarded-process.ts";
import { installPackage, succeeds } from "./debian-package.ts";
import { newFolder } from "./new-folder.ts";

interface Log {
  info(message: string): void;
}

export interface RedisServer {
  url: string;
  close(): Promise<void>;
}

/** A Redis that a test can stop and start again, empty, at the same address. */
export interface OwnRedisServer extends RedisServer {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The Redis of REDIS_URL, else a new one, which is installed if necessary. */
export async function startRedis(options: { log: Log }): Promise<RedisServer> {
  const { REDIS_URL: url } = process.env;
  return url ? { url, close: async () => {} } : startOwnRedis(options);
}

/**
 * Starts a Redis on a free port of 127.0.0.1, whatever REDIS_URL is. It stores nothing and ends with this process.
 *
 * @param options.settings in addition to the common ones.
 */
export async function startOwnRedis(options: {
  log: Log;
  settings?: Readonly<Record<string, string>>;
}): Promise<OwnRedisServer> {
  const { log, settings = {} } = options;
  const program = findRedis() ?? installRedis(log);
  const dir = await newFolder("redis");
  let { port, child } = await startOnFreePort({ program, dir, settings });

  const stop = async () => {
    const end = ended(child);
    if (child.exitCode !== null || child.signalCode !== null || !child.kill("SIGKILL")) return;
    await end;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    start: async () => {
      await stop();
      child = await launch({ program, dir, settings, port });
    },
    close: async () => {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

interface LaunchOptions {
  readonly program: string;
  readonly dir: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function startOnFreePort(options: LaunchOptions) {
  for (let retriesLeft = 5; ; retriesLeft--) {
    const port = await findFreePort();
    try {
      return { port, child: await launch({ ...options, port }) };
    } catch (error) {
      if (retriesLeft === 0 || !/Address already in use/.test((error as Error).message)) throw error;
    }
  }
}

async function launch(options: LaunchOptions & { port: number }): Promise<ChildProcess> {
  const { program, dir, port } = options;
  const settings = {
    ...options.settings,
    bind: "127.0.0.1",
    port: String(port),
    dir,
    save: "",
    appendonly: "no",
    loglevel: "warning",
  };
  const child = spawnGuarded({
    command: "/bin/sh",
    // Redis reports on stdout why it cannot start.
    args: [
      "-c",
      'exec "$0" "$@" 1>&2',
      program,
      ...Object.entries(settings).flatMap(([k, v]) => [`--${k}`, v]),
    ],
    signal: "KILL",
    account: null,
    cwd: dir,
    env: process.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const tail = new StderrTail({ child });
  const end = ended(child);
  let over: string | undefined;
  end.then((how) => {
    over = how;
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && over === undefined; await sleep(10)) {
    if ((await answersPing(port)) && over === undefined) return child;
  }
  child.kill("SIGKILL");
  throw new Error(`${program} did not start (${await end}):\n${tail.text()}`);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 1000 }, () => socket.write("PING\r\n"));
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (data) => settle(data.toString().startsWith("+PONG")));
    for (const event of ["error", "timeout", "close"]) socket.once(event, () => settle(false));
  });
}

function findRedis(): string | undefined {
  return ["redis-server", "valkey-server"].find((name) => succeeds(name, ["--version"]));
}

function installRedis(log: Log): string {
  const why = "there is none on PATH and REDIS_URL is not set";
  const installed = installPackage("redis-server", { why, log }) && findRedis();
  if (installed) return installed;
  throw new Error("no Redis to test with; install redis-server or valkey-server, or set REDIS_URL");
}
