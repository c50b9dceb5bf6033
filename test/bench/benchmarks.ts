import type { Benchmark } from "./benchmark.ts";
import { deadlines } from "./deadlines/deadlines.ts";
import { fanout } from "./fanout/fanout.ts";
import { reads } from "./reads/reads.ts";
import { relay } from "./relay/relay.ts";
import { start } from "./start/start.ts";
import { writes } from "./writes/writes.ts";

/** Every benchmark, in the order they run. */
export const benchmarks: readonly Benchmark[] = [reads, writes, deadlines, relay, start, ...fanout];
