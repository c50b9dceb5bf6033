import type { Benchmark, Study } from "./benchmark.ts";
import { deadlines } from "./deadlines/deadlines.ts";
import { fanout } from "./fanout/fanout.ts";
import { memory } from "./memory/memory.ts";
import { plans } from "./plans/plans.ts";
import { listReads } from "./reads/lists.ts";
import { reads } from "./reads/reads.ts";
import { relay } from "./relay/relay.ts";
import { size } from "./size/size.ts";
import { start } from "./start/start.ts";
import { oneSlot } from "./writes/one-slot.ts";
import { writes } from "./writes/writes.ts";

/** Every benchmark, in running order. */
export const benchmarks: readonly (Benchmark | Study)[] = [
  reads,
  ...listReads,
  ...writes,
  oneSlot,
  ...size,
  plans,
  deadlines,
  relay,
  start,
  memory,
  ...fanout,
];
