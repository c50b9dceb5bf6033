import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { Tokens } from "../../src/access/tokens/tokens.ts";
import { ApiClient } from "./api-client.ts";
import { eventually } from "./eventually.ts";
import { newFolder } from "./new-folder.ts";
import { createSite } from "./site.ts";
import { startFlags } from "./start-flags.ts";
import { TEST_SECRET } from "./test-app.ts";

export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export interface ProgramOptions {
  readonly cwd?: string;
  /** The program's environment, besides PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program started by a test. It is killed at the end of the test if it is still running. */
export class Program {
  readonly exit: Promise<Exit>;
  #output = "";
  readonly #child: ChildProcess;
  #ended = false;

  constructor([command = "", ...args]: readonly string[], { cwd = repository, env = {} }: ProgramOptions) {
    const { PATH, HOME } = process.env;
    // A process group of its own, so that its child processes are killed too.
    this.#child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, detached: true });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    this.exit = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code, signal) => {
        this.#ended = true;
        resolve({ code, signal });
      });
    });
    onTestFinished(async () => {
      if (this.#ended) return;
      process.kill(-this.pid, "SIGKILL");
      await this.exit;
    });
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  /** Its output so far, stdout and stderr. */
  get output(): string {
    return this.#output;
  }

  /** Waits until the output matches. @throws if the program ends first. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const match = await eventually(() => {
      const found = pattern.exec(this.#output);
      if (found || this.#ended) return found;
      throw new Error(`${pattern} was not printed:\n${this.#output}`);
    });
    if (match) return match;
    throw new Error(`${pattern} was not printed until the end:\n${this.#output}`);
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Sends a signal to the program, but not to its child processes. */
  kill(signal: NodeJS.Signals): Promise<Exit> {
    process.kill(this.pid, signal);
    return this.exit;
  }
}

/** A running server in a separate process. */
export interface ServerProcess extends Program {
  readonly url: string;
  readonly anonymous: ApiClient;
  /** A client that is signed in as `subject`. */
  as(subject: string, ...roles: Role[]): Promise<ApiClient>;
  /** Creates slots and returns their ids. */
  newSlots(count: number): Promise<readonly string[]>;
}

const LAUNCH = [process.execPath, ...startFlags, "src/launch.mjs", "main"];

/** Starts a program that should become a server, without waiting for it. */
export function launchServer(options: ProgramOptions = {}, command: readonly string[] = LAUNCH): Program {
  const env = { PORT: "0", AUTH_JWT_SECRET: TEST_SECRET, ...options.env };
  return new Program(command, { ...options, env });
}

/** Starts a server on a free port and waits until it serves. */
export async function startServer(
  options?: ProgramOptions,
  command?: readonly string[],
): Promise<ServerProcess> {
  return whenServing(launchServer(options, command));
}

export async function whenServing(program: Program): Promise<ServerProcess> {
  const [, url = ""] = await program.prints(/slotwire serves (http\S+)\/graphql/);
  const tokens = new Tokens(TEST_SECRET);
  const as = async (subject: string, ...roles: Role[]) =>
    new ApiClient(url, await tokens.sign({ subject, roles }, "1h"));
  return Object.assign(program, {
    url,
    anonymous: new ApiClient(url, null),
    as,
    newSlots: async (count: number) =>
      (await createSite(await as("operator", "OPERATOR"), count, "KEEP_BOOKED")).slotIds,
  });
}

/** Runs a program to its end. */
export async function run(
  command: readonly string[],
  options: ProgramOptions = {},
): Promise<{ code: number | null; output: string }> {
  const program = new Program(command, options);
  const { code } = await program.exit;
  return { code, output: program.output };
}

/** A temporary folder that is removed after the test, or after the file with `afterAll` as `atEnd`. */
export async function temporaryFolder(
  atEnd: (cleanup: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const folder = await newFolder("e2e");
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A copy of this tree without a build and with empty pages, because the pages take longest to build. */
export async function copyTreeWithEmptyPages(folder: string): Promise<string> {
  const tree = await copyTree(folder);
  for (const page of ["dashboard", "playground"]) await writeFile(join(tree, `src/${page}/main.tsx`), "");
  return tree;
}

/** A copy of this tree like a fresh clone after `npm ci`: without a build and without data. */
async function copyTree(folder: string): Promise<string> {
  const tree = join(folder, "slotwire");
  const isLeftOut = (path: string) => /^(node_modules|dist|dist\..*|\.git|\.data)$/.test(basename(path));
  await cp(repository, tree, { recursive: true, filter: (path) => path === repository || !isLeftOut(path) });
  await symlink(await realpath(join(repository, "node_modules")), join(tree, "node_modules"));
  return tree;
}

/** A database without tables, dropped when the test ends. */
export async function createEmptyDatabase(): Promise<string> {
  const url = new URL(inject("templateUrl"));
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const name = `empty_${randomBytes(6).toString("hex")}`;
  await client.query(`create database ${name} template template0`);
  onTestFinished(async () => {
    await client.query(`drop database ${name} with (force)`);
    await client.end();
  });
  url.pathname = `/${name}`;
  return url.href;
}
