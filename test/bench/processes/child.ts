import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { type Api, READY, type Reply } from "./api.ts";

interface ChildOptions {
  readonly name: string;
  /** The compiled module to run, which calls `answerParent`. */
  readonly module: URL;
  /** The child's whole environment besides PATH, so that no other settings of the caller leak in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly nodeFlags?: readonly string[];
  /** Receives stdout. stderr is passed through. */
  readonly logFile: string;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const STOPPING_MS = 10_000;

/** A child process that answers calls. */
export class Child<Served extends Api> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready: Promise<unknown>;
  #lastId = 0;
  #end: Error | null = null;

  private constructor(process: ChildProcess, { name, logFile }: ChildOptions) {
    this.#process = process;
    this.#ready = this.#answerTo(READY);
    process.on("message", (reply: Reply) => this.#settle(reply));
    process.once("exit", (code, signal) => {
      this.#end = new Error(`The process "${name}" ended (${signal ?? `exit code ${code}`}); see ${logFile}`);
      for (const { reject } of this.#waiting.values()) reject(this.#end);
    });
  }

  /** @throws Error if it exits before it is ready. */
  static async start<Served extends Api>(options: ChildOptions): Promise<Child<Served>> {
    const { module, env = {}, args = [], nodeFlags = [], logFile } = options;
    const log = openSync(logFile, "a");
    const child = fork(module, args, {
      env: { PATH: process.env["PATH"], ...env },
      execArgv: [...nodeFlags],
      stdio: ["ignore", log, "inherit", "ipc"],
    });
    closeSync(log);
    const started = new Child<Served>(child, options);
    await started.#ready;
    return started;
  }

  /** The value that the process sent when it was ready. */
  get ready(): Promise<unknown> {
    return this.#ready;
  }

  call<Method extends keyof Served & string>(
    method: Method,
    ...args: Parameters<Served[Method]>
  ): ReturnType<Served[Method]> {
    const id = ++this.#lastId;
    const result = this.#answerTo(id);
    if (this.#process.connected) this.#process.send({ id, method, args });
    return result as ReturnType<Served[Method]>;
  }

  /** Lets it exit by itself, so that it writes its profile. Kills it if it does not. */
  async stop(): Promise<void> {
    if (this.#end) return;
    const exit = once(this.#process, "exit");
    const cutOff = setTimeout(() => this.#process.kill("SIGKILL"), STOPPING_MS);
    if (this.#process.connected) this.#process.disconnect();
    await exit;
    clearTimeout(cutOff);
  }

  #answerTo(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#end) reject(this.#end);
      else this.#waiting.set(id, { resolve, reject });
    });
  }

  #settle(reply: Reply): void {
    const caller = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.error === undefined) caller?.resolve(reply.result);
    else caller?.reject(new Error(reply.error));
  }
}
