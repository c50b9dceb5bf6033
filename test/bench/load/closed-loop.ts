import { percentile } from "../stats.ts";

/** Times one request and passes its answer on. */
type Timed = <Answer>(request: () => Promise<Answer>) => Promise<Answer>;

/**
 * What one client does again and again, one request after the other: a turn leaves everything as it found it.
 * It throws where an answer is wrong.
 */
export type Turn = (timed: Timed, afterwards: Afterwards) => Promise<void>;

/** Keeps what is left to do until every client has had its turn. */
type Afterwards = (work: () => Promise<unknown>) => void;

export interface LoopResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: readonly string[];
}

/** Has every client take its turn at the same moment, and again when the last has ended, until the time is up. */
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
