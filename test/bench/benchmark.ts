import type { Workbench } from "./workbench.ts";

/** One round of one contender. */
export interface Measured {
  /** Or whatever else the benchmark counts. */
  readonly requests: number;
  readonly seconds: number;
  /** User and system time of the process that is measured. */
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What went wrong, if anything did: such a round is worth nothing. */
  readonly errors: readonly string[];
  /** The part of one core that making the load took; null where the contender makes it itself. */
  readonly loadShare: number | null;
  /** What else is worth a column, by the column's head. */
  readonly extra?: Readonly<Record<string, number>>;
}

export interface Contender {
  readonly name: string;
  /** What the machine can do: the others are shown as a ratio to it, under this short name. */
  readonly limit?: string;
  /** @param seconds how long, unless the work itself has an end. */
  run(seconds: number): Promise<Measured>;
}

/** What a benchmark has started. */
export interface Competition {
  readonly contenders: readonly Contender[];
  /** Compares what the contenders answer, before it is timed. @throws Error where they differ. */
  verify(): Promise<void>;
  /** Looks at what the rounds have left behind. @throws Error where it is not what it should be. */
  audit?(): Promise<void>;
  /** Whether `verify` has run long enough that nobody needs to warm up. */
  readonly isWarm?: boolean;
}

/** What prints something of its own, and has nobody to compete with. */
export interface Study {
  readonly name: string;
  readonly about: string;
  /** @returns what it found. @throws Error, with what it found, where that is not good. */
  study(workbench: Workbench, onProgress: (text: string) => void): Promise<string>;
}

export interface Benchmark {
  readonly name: string;
  /** What is measured, for who reads the table. */
  readonly about: string;
  /** What is counted; "req" where it is left out. */
  readonly unit?: string;
  /** What a ratio to a limit compares; "throughput" where it is left out. */
  readonly ratioOf?: "throughput" | "time";
  /** Starts what competes; the workbench stops it. */
  start(workbench: Workbench): Promise<Competition>;
}
