import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createServer } from "node:net";

/** The user a child runs as; null keeps the one of this process. */
export type Account = { uid: number; gid: number } | null;

// A pipe is the only thing that the kernel closes however this process dies, so a shell that blocks on one is the
// shortest program that notices a `kill -9`. The minus makes the signal reach the child's whole process group.
const guardScript = 'read -r _; kill -s "$1" -- "-$2"';

/**
 * Starts a child that ends with this process, even when this process is killed with -9.
 *
 * The child gets a session of its own: a Ctrl-C in the terminal must not reach a database before the server that still
 * needs it has finished. A guard process then sends `signal` to it when this process's end of the pipe closes.
 */
export function spawnGuarded(options: {
  command: string;
  args: string[];
  signal: "INT" | "TERM" | "KILL";
  account: Account;
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdio: SpawnOptions["stdio"];
}): ChildProcess {
  const { command, args, account, cwd, env, stdio } = options;
  // setgid and setuid take signed ints, a stat gives unsigned ones
  const identity = account ? { uid: account.uid | 0, gid: account.gid | 0 } : {};
  const child = spawn(command, args, { ...identity, cwd, env, stdio, detached: true });
  if (child.pid === undefined) return child;

  const guard = spawn("/bin/sh", ["-c", guardScript, "guard", options.signal, String(child.pid)], {
    ...identity,
    cwd: "/",
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.on("error", () => child.kill(`SIG${options.signal}`));
  guard.stdin?.on("error", () => {});
  // at once, so that the guard sends no signal: the pid may soon belong to another process
  child.once("exit", () => guard.kill("SIGKILL"));
  return child;
}

/** The last lines a child wrote to stderr, for the error that has to explain its death. */
export class StderrTail {
  private lines: string[] = [];
  private partial = "";

  constructor(options: { child: ChildProcess; onLine?: (line: string) => void }) {
    options.child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (this.partial + chunk).split("\n");
      this.partial = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
      this.lines = [...this.lines, ...lines].slice(-20);
    });
  }

  /** The kept lines, oldest first, and what was written of an unfinished one. */
  text(): string {
    return [...this.lines, this.partial].filter(Boolean).join("\n");
  }
}

/** Resolves once the child has exited and its output is read, with how it ended in words; never rejects. */
export function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
}

/** A port of 127.0.0.1 that was free a moment ago; the caller must expect it to be taken. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
