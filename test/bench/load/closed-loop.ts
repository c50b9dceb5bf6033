import { percentile } from "../stats.ts";

/** Times one request and passes its answer on. */
type Timed = <Answer>(request: () => Promise<Answer>) => Promise<Answer>;

/**
 * What one client does again and again, one request after the other: a turn leaves everything as it found it.
 * It throws where an answer is wrong.
 */
export type Turn = (timed: Timed) => Promise<void>;

export interface LoopResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: readonly string[];
}

/** Runs every client's turns at the same time until the time is up and the last turn has ended. */
export async function runClosedLoop(turns: readonly Turn[], seconds: number): Promise<LoopResult> {
  const latencies: number[] = [];
  const errors: string[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const timed: Timed = async (request) => {
    const sentAt = performance.now();
    const answer = await request();
    latencies.push(performance.now() - sentAt);
    return answer;
  };
  const repeat = async (turn: Turn) => {
    // One error ends everybody's work: the benchmark has failed, and would only fail faster.
    while (performance.now() < until && errors.length === 0) {
      await turn(timed).catch((error: unknown) => errors.push(String(error)));
    }
  };
  await Promise.all(turns.map(repeat));
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: latencies.length,
    seconds: (performance.now() - startedAt) / 1000,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    errors,
  };
}
