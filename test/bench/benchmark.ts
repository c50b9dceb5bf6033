import type { Workbench } from "./workbench.ts";

/** The result of one round of one contender. */
export interface Measured {
  /** The number of requests, or of whatever else the benchmark counts. */
  readonly requests: number;
  readonly seconds: number;
  /** User and system time of the measured process. */
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Errors of the round. Any error makes the round worthless. */
  readonly errors: readonly string[];
  /** The share of one core used to generate the load. Null if the contender generates it itself. */
  readonly loadShare: number | null;
  /** Further columns, by heading. */
  readonly extra?: Readonly<Record<string, number>>;
}

export interface Contender {
  readonly name: string;
  /** Marks a baseline for what the machine can do. The others are shown as a ratio to it, under this short name. */
  readonly limit?: string;
  /** @param seconds how long to run, unless the work itself ends. */
  run(seconds: number): Promise<Measured>;
}

/** The contenders of a benchmark, after it has started. */
export interface Competition {
  readonly contenders: readonly Contender[];
  /** Compares the contenders' answers before the timed rounds. @throws Error if they differ. */
  verify(): Promise<void>;
  /** Checks the data that the rounds left behind. @throws Error if it is wrong. */
  audit?(): Promise<void>;
  /** Whether `verify` runs long enough to replace the warm-up. */
  readonly isWarm?: boolean;
}

/** A measurement without contenders, which prints its own report. */
export interface Study {
  readonly name: string;
  readonly about: string;
  /** @returns the report. @throws Error with the report if the result is bad. */
  study(workbench: Workbench, onProgress: (text: string) => void): Promise<string>;
}

export interface Benchmark {
  readonly name: string;
  /** A description of what is measured, for the reader of the table. */
  readonly about: string;
  /** The unit counted. Default: "req". */
  readonly unit?: string;
  /** What a ratio to a limit compares. Default: "throughput". */
  readonly ratioOf?: "throughput" | "time";
  /** Starts the contenders. The workbench stops them. */
  start(workbench: Workbench): Promise<Competition>;
}
