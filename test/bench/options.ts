import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** Runs the benchmarks whose name contains one of these. Empty: all. */
  readonly names: readonly string[];
  readonly rounds: number;
  readonly secondsPerRound: number;
  /** How many reservations are due in a round of "deadlines". */
  readonly dueRows: number;
  /** How long "memory" takes. */
  readonly minutes: number;
  /** The folder for CPU profiles of the processes. Null: no profiles, because profiling slows them down. */
  readonly profileDir: string | null;
}

const USAGE =
  "Usage: npm run bench [-- NAME ...] [--rounds N] [--seconds N] [--due N] [--minutes N] [--profile FOLDER]";

/** @throws Error that names the invalid argument and shows the usage. */
export function readOptions(args: string[]): Options {
  try {
    return parse(args);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function parse(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      due: { type: "string", default: "20000" },
      minutes: { type: "string", default: "10" },
      profile: { type: "string" },
    },
  });
  return {
    names: positionals,
    rounds: positive("--rounds", values.rounds, Number.isInteger),
    secondsPerRound: positive("--seconds", values.seconds, Number.isFinite),
    // Even, because every other one is at a station that releases expired ones.
    dueRows: positive("--due", values.due, (rows) => rows % 2 === 0),
    minutes: positive("--minutes", values.minutes, Number.isFinite),
    profileDir: values.profile === undefined ? null : resolve(values.profile),
  };
}

function positive(name: string, text: string, isAllowed: (value: number) => boolean): number {
  const value = Number(text);
  if (value > 0 && isAllowed(value)) return value;
  throw new Error(`${name} is "${text}": it must be a positive number`);
}
