import { percentile } from "../stats.ts";

/** Times one request and returns its answer. */
type Timed = <Answer>(request: () => Promise<Answer>) => Promise<Answer>;

/**
 * One iteration of a client, which sends requests one after the other and leaves the data as it found it. It throws if
 * an answer is wrong.
 */
export type Turn = (timed: Timed, afterwards: Afterwards) => Promise<void>;

/** Defers work until every client has had its turn. */
type Afterwards = (work: () => Promise<unknown>) => void;

export interface LoopResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: readonly string[];
}

/** Starts a turn of all clients at the same moment, waits for all of them, and repeats until the time is up. */
export async function runInStep(turns: readonly Turn[], seconds: number): Promise<LoopResult> {
  const latencies: number[] = [];
  const errors: string[] = [];
  let spentMs = 0;
  while (spentMs < seconds * 1000 && errors.length === 0) {
    const startedAt = performance.now();
    let lastAnswerAt = startedAt;
    const timed: Timed = async (request) => {
      const answer = await request();
      lastAnswerAt = performance.now();
      latencies.push(lastAnswerAt - startedAt);
      return answer;
    };
    const left: (() => Promise<unknown>)[] = [];
    const fail = (error: unknown) => void errors.push(String(error));
    await Promise.all(turns.map((turn) => turn(timed, (work) => left.push(work)).catch(fail)));
    spentMs += lastAnswerAt - startedAt;
    await Promise.all(left.map((work) => work().catch(fail)));
  }
  return toResult({ latencies, errors, seconds: spentMs / 1000 });
}

const never: Afterwards = () => {
  throw new Error("Clients that do not wait for each other are never all done");
};

/** Runs all clients concurrently until the time is up and their last turns have ended. */
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
    // After an error, all clients stop: the benchmark has failed.
    while (performance.now() < until && errors.length === 0) {
      await turn(timed, never).catch((error: unknown) => errors.push(String(error)));
    }
  };
  await Promise.all(turns.map(repeat));
  return toResult({ latencies, errors, seconds: (performance.now() - startedAt) / 1000 });
}

function toResult({
  latencies,
  ...result
}: { latencies: readonly number[] } & Pick<LoopResult, "errors" | "seconds">): LoopResult {
  const sorted = Float64Array.from(latencies).sort();
  return {
    ...result,
    requests: latencies.length,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
}
