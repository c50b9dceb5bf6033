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

/** Where one benchmark starts what it needs; all of it is stopped when the benchmark has ended. */
export class Workbench {
  readonly #foundation: Foundation;
  readonly #closers: Closers;

  /** How many reservations are due in a round. */
  readonly dueRows: number;
  /** How long a load goes on that shows what grows with time. */
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

  /** Stops what a benchmark has started itself, with all else. */
  addCloser(name: string, close: () => Promise<void>): void {
    this.#closers.add(name, close);
  }

  /** A database with the data in it, that nobody else writes to. @returns its URL. */
  createDatabase(name: string): Promise<string> {
    return this.copyDatabase(this.#foundation.templateUrl, name);
  }

  /** Puts a copy of a database that nobody is connected to in the place of the one with that name. @returns its URL. */
  copyDatabase(templateUrl: string, name: string): Promise<string> {
    return copyDatabase(templateUrl, name);
  }

  /** A database with years of use in it besides, the same one for all that ask. @returns its URL. */
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

  /** A process that says its URL when it is ready. */
  async startServer(options: ProcessOptions): Promise<Server> {
    const process = await this.startProcess<MeteredApi>(options);
    return { process, url: String(await process.ready) };
  }

  /** The whole product on a database, as in production; the limit on requests aside. */
  startSlotwire(name: string, databaseUrl: string, env: Environment = {}): Promise<Server> {
    return this.startServer({
      name,
      module: new URL("./slotwire-process.js", import.meta.url),
      nodeFlags: startFlags,
      env: this.slotwireEnv(databaseUrl, env),
    });
  }

  /** The settings of the product; further ones win. */
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

  /** Where a process prints to. */
  logFileOf(name: string): string {
    return `${this.#foundation.logDir}/${name}.log`;
  }
}
