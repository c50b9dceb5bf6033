import type { Closers } from "../../src/shared/closers.ts";
import { startFlags } from "../support/start-flags.ts";
import { copyDatabase } from "./databases.ts";
import type { Dataset } from "./dataset.ts";
import type { Foundation } from "./foundation.ts";
import type { LoadApi } from "./load/load-process.ts";
import type { Server } from "./load/served-contender.ts";
import type { Options } from "./options.ts";
import type { Api, MeteredApi } from "./processes/api.ts";
import { Child } from "./processes/child.ts";

type Environment = Readonly<Record<string, string>>;

interface ProcessOptions {
  readonly name: string;
  readonly module: URL;
  readonly env?: Environment;
  readonly args?: readonly string[];
  readonly nodeFlags?: readonly string[];
}

/** Starts the processes and databases of a benchmark, which are stopped when the benchmark ends. */
export class Workbench {
  readonly #foundation: Foundation;
  readonly #closers: Closers;

  /** How many reservations are due in a round. */
  readonly dueRows: number;
  /** The duration of a load that looks for growth over time. */
  readonly minutes: number;

  constructor(
    foundation: Foundation,
    closers: Closers,
    { dueRows, minutes }: Pick<Options, "dueRows" | "minutes">,
  ) {
    this.minutes = minutes;
    this.#foundation = foundation;
    this.#closers = closers;
    this.dueRows = dueRows;
  }

  get data(): Dataset {
    return this.#foundation.data;
  }

  get load(): Child<LoadApi> {
    return this.#foundation.load;
  }

  /** Registers something that the benchmark started itself, to be stopped with everything else. */
  addCloser(name: string, close: () => Promise<void>): void {
    this.#closers.add(name, close);
  }

  /** A copy of the dataset that no other benchmark writes to. @returns its URL. */
  createDatabase(name: string): Promise<string> {
    return this.copyDatabase(this.#foundation.templateUrl, name);
  }

  /** Replaces a database with a copy of a template, which must have no connections. @returns the copy's URL. */
  copyDatabase(templateUrl: string, name: string): Promise<string> {
    return copyDatabase(templateUrl, name);
  }

  /** A database that also contains years of use. It is shared by all callers. @returns its URL. */
  largeDatabase(): Promise<string> {
    return this.#foundation.largeDatabase();
  }

  async startProcess<Served extends Api>({
    name,
    nodeFlags = [],
    ...options
  }: ProcessOptions): Promise<Child<Served>> {
    const { profileDir } = this.#foundation;
    const profiling =
      profileDir === null
        ? []
        : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${name}.cpuprofile`];
    const child = await Child.start<Served>({
      ...options,
      name,
      nodeFlags: [...nodeFlags, ...profiling],
      logFile: this.logFileOf(name),
    });
    this.#closers.add(name, () => child.stop());
    return child;
  }

  /** A process that reports its URL when it is ready. */
  async startServer(options: ProcessOptions): Promise<Server> {
    const process = await this.startProcess<MeteredApi>(options);
    return { process, url: String(await process.ready) };
  }

  /** The complete product on a database, as in production but without the rate limit. */
  startSlotwire(name: string, databaseUrl: string, env: Environment = {}): Promise<Server> {
    return this.startServer({
      name,
      module: new URL("./slotwire-process.js", import.meta.url),
      nodeFlags: startFlags,
      env: this.slotwireEnv(databaseUrl, env),
    });
  }

  /** The product's settings. `further` takes precedence. */
  slotwireEnv(databaseUrl: string, further: Environment = {}): Environment {
    return {
      NODE_ENV: "production",
      PORT: "0",
      DATABASE_URL: databaseUrl,
      DATA_DIR: this.#foundation.temporaryDir,
      AUTH_JWT_SECRET: this.#foundation.jwtSecret,
      RATE_LIMIT: "off",
      ...further,
    };
  }

  /** The file that a process's output goes to. */
  logFileOf(name: string): string {
    return `${this.#foundation.logDir}/${name}.log`;
  }
}
