import "reflect-metadata";
import { availableParallelism, cpus } from "node:os";
import { Closers } from "../../src/shared/closers.ts";
import { createLogger } from "../../src/shared/logger.ts";
import type { Benchmark, Study } from "./benchmark.ts";
import { benchmarks } from "./benchmarks.ts";
import { type Foundation, layFoundation } from "./foundation.ts";
import { type Options, readOptions } from "./options.ts";
import { print, progress } from "./output.ts";
import { describeResults } from "./report.ts";
import { runRounds } from "./rounds.ts";
import { Workbench } from "./workbench.ts";

const log = createLogger({ level: "warn", readable: false });
const closers = new Closers(log);
let interrupted = false;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const chosen = choose(options.names);
  progress("starting PostgreSQL");
  const foundation = await layFoundation({ log, closers, profileDir: options.profileDir });
  print(describeMachine(foundation, options));
  for (const benchmark of chosen) {
    if (!interrupted) await run(benchmark, foundation, options);
  }
}

/** @throws Error if no benchmark's name matches. */
function choose(names: readonly string[]): (Benchmark | Study)[] {
  const chosen = benchmarks.filter(
    ({ name }) => names.length === 0 || names.some((part) => name.includes(part)),
  );
  if (chosen.length > 0) return chosen;
  const known = benchmarks.map(({ name }) => name).join(", ");
  throw new Error(`No benchmark is named like ${names.join(" or ")}; there are: ${known}`);
}

async function run(benchmark: Benchmark | Study, foundation: Foundation, options: Options): Promise<void> {
  const { name, about } = benchmark;
  const ownClosers = new Closers(log);
  // Also closed with the whole run, so that a signal during the benchmark stops its processes.
  closers.add(name, () => ownClosers.closeAll());
  const onProgress = (text: string) => progress(`${name}: ${text}`);
  try {
    onProgress("starting");
    const workbench = new Workbench(foundation, ownClosers, options);
    const found =
      "study" in benchmark
        ? await benchmark.study(workbench, onProgress)
        : describeResults(
            await runRounds(await benchmark.start(workbench), { ...options, onProgress }),
            benchmark,
          );
    print(`\n${name}: ${about}\n\n${found}`);
  } catch (error) {
    process.exitCode = 1;
    if (!interrupted) print(`\n${name} FAILED: ${messageOf(error)}\n`);
  } finally {
    await ownClosers.closeAll();
  }
}

function describeMachine({ postgres }: Foundation, { rounds, secondsPerRound }: Options): string {
  return [
    `Node ${process.version}, PostgreSQL ${postgres}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}),`,
    `${rounds} interleaved rounds of ${secondsPerRound} s for each contender. Medians; a ratio is the median of those within a round.`,
    `CPU is the measured process's own, without PostgreSQL's; "load" is what the load process took of one core.\n`,
  ].join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    interrupted = true;
    void closers.closeAll().then(() => process.exit(1));
  });
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  if (!interrupted) print(`${messageOf(error)}\n`);
} finally {
  await closers.closeAll();
}
