import { setTimeout as delay } from "node:timers/promises";
import { ApiClient, NoAnswer, Refusal } from "./api-client.ts";
import type { LoggedSession } from "./charging-log.ts";
import { Feed } from "./feed.ts";
import { chargerKey, createFleet, type Fleet } from "./fleet.ts";
import { runInOrder } from "./in-order.ts";
import { LogReplayer, type Tally } from "./log-replayer.ts";
import type { Progress } from "./progress.ts";
import { type Step, scheduleSteps } from "./schedule.ts";
import type { SignIn } from "./sign-in.ts";
import { checkFeed, checkHistories, type PlacedDifference } from "./verdict.ts";

export interface ReplayOptions {
  readonly sessions: readonly LoggedSession[];
  readonly runName: string;
  /** For requests and for the feed: two servers of one database, if they differ. */
  readonly endpoint: string;
  readonly feedEndpoint: string;
  /** Log seconds per second; infinite: as fast as possible. */
  readonly speed: number;
  readonly concurrency: number;
  readonly signIn: SignIn;
  readonly progress: Progress;
  /** Ends the run early. What was done until then is still compared. */
  readonly signal: AbortSignal;
}

export interface ReplayResult {
  readonly fleet: Fleet;
  readonly tally: Tally;
  /** Changes that the feed reported, without snapshots. */
  readonly eventsReceived: number;
  readonly differences: readonly PlacedDifference[];
  /** A sentence for each failure that leaves the run incomplete, so that it proves less than it should. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

/** The run could not start. */
class ReplayError extends Error {
  override readonly name = "ReplayError";
}

const SILENCE_MS = 10_000;
/** How long to wait for surplus events after all expected ones have come. */
const AFTERTHOUGHT_MS = 500;

/** Replays the sessions, and compares what was done with the feed and the histories. @throws ReplayError */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { endpoint, feedEndpoint, sessions, signIn, runName } = options;
  const api = new ApiClient({ endpoint });
  const fleet = await createFleet({ api, signIn, sessions, runName }).catch(explainStart);
  const slotIds = [...fleet.chargers.values()].map(({ slotId }) => slotId);
  const feed = new Feed({ endpoint: feedEndpoint, slotIds });
  try {
    await feed.until(() => feed.snapshotCount >= slotIds.length, { silenceMs: SILENCE_MS });
    if (feed.snapshotCount < slotIds.length) {
      throw new ReplayError(
        `The feed at ${feedEndpoint} did not open: ${feed.brokenBecause ?? "no snapshot arrived"}`,
      );
    }
    const startedAtMs = performance.now();
    const replayer = new LogReplayer({ api, fleet });
    const failures = [await failureOf(() => drive(replayer, options))];
    const seconds = (performance.now() - startedAtMs) / 1000;

    const due = replayer.started + replayer.ended;
    await feed.until(() => feed.changeCount >= due, { silenceMs: SILENCE_MS });
    if (feed.brokenBecause === null) await delay(AFTERTHOUGHT_MS);
    if (feed.brokenBecause !== null) failures.push(`the feed broke: ${feed.brokenBecause}`);
    const differences = checkFeed(fleet, replayer, feed);
    const readHistories = async () => void differences.push(...(await checkHistories(api, fleet, replayer)));
    failures.push(await failureOf(readHistories));
    return {
      fleet,
      tally: replayer,
      eventsReceived: feed.changeCount,
      differences,
      failures: failures.filter((failure) => failure !== null),
      seconds,
    };
  } finally {
    await feed.close();
  }
}

async function drive(replayer: LogReplayer, options: ReplayOptions): Promise<void> {
  const { sessions, speed, concurrency, progress, signal } = options;
  const steps = scheduleSteps(sessions);
  const [first] = steps;
  if (!first) return;
  const startedAtMs = performance.now();
  const waitMsFor = ({ at }: Step) => (at - first.at) / speed - (performance.now() - startedAtMs);
  const untilDue = async (step: Step) => {
    for (let waitMs = waitMsFor(step); waitMs > 0 && !signal.aborted; waitMs = waitMsFor(step)) {
      // An abort only ends the wait. The loop checks the signal.
      await delay(Math.min(waitMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {});
    }
  };
  progress.start(steps.length);
  try {
    await runInOrder(steps, {
      run: async (step) => {
        await replayer.run(step);
        progress.advance(step.at);
      },
      keysOf: ({ session }) => [chargerKey(session), session.user],
      concurrency,
      untilDue,
      signal,
    });
  } finally {
    progress.stop();
  }
}

// Longer delays overflow a timer and fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

async function failureOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof Refusal) return error.message;
    throw error;
  }
}

function explainStart(error: unknown): never {
  if (error instanceof NoAnswer) throw new ReplayError(`${error.message}: is the server running?`);
  if (!(error instanceof Refusal)) throw error;
  if (error.code === "UNAUTHENTICATED") {
    throw new ReplayError(
      "The server does not accept this secret: set AUTH_JWT_SECRET or DATA_DIR to the server's value",
    );
  }
  throw new ReplayError(`The server refused to prepare the run: ${error.code} ${error.message}`);
}
