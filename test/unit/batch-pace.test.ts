import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BatchPace } from "../../src/shared/batch-pace.ts";
import { Batcher, type Outcome } from "../../src/shared/batcher.ts";

interface Queues {
  readonly waiting: number;
  readonly waitedMs?: number;
  /** Requests in each of its batches. */
  readonly runs?: readonly number[];
  readonly othersWait?: number;
  readonly othersRun?: readonly number[];
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function delayOf({ waiting, waitedMs = 0, runs = [], othersWait = 0, othersRun = [] }: Queues): number {
  const pace = new BatchPace();
  const queue = { waiting, waitedMs, served: sum(runs), batches: runs.length, look: () => {} };
  pace.join(queue);
  pace.join({
    waiting: othersWait,
    waitedMs: 0,
    served: sum(othersRun),
    batches: othersRun.length,
    look() {},
  });
  return pace.delayOf(queue);
}

const never = Number.POSITIVE_INFINITY;

test.each<[what: string, queues: Queues, expected: number]>([
  ["nobody is served", { waiting: 1 }, 0],
  ["as many wait as are served", { waiting: 4, othersRun: [4] }, 0],
  ["as many wait as are served, with those of others", { waiting: 1, othersWait: 3, othersRun: [4] }, 0],
  ["fewer wait than are served by others", { waiting: 3, othersRun: [4] }, 1],
  ["fewer wait than are served by its own", { waiting: 3, runs: [4] }, 1],
  ["few have waited for some time", { waiting: 1, waitedMs: 0.25, othersRun: [4] }, 0.75],
  ["few have waited for company", { waiting: 1, waitedMs: 1, othersRun: [4] }, 0],
  ["two run already, one of them its own", { waiting: 9, waitedMs: 500, runs: [1], othersRun: [1] }, never],
  ["two of its own run", { waiting: 9, waitedMs: 500, runs: [1, 1] }, never],
  ["two of others run", { waiting: 9, waitedMs: 60, othersRun: [1, 1] }, 40],
  ["two of others have run for long", { waiting: 9, waitedMs: 100, othersRun: [1, 1] }, 0],
])("a batch begins when %s: %o", (_, queues, expected) => {
  expect(delayOf(queues)).toBe(expected);
});

/** A batcher whose batches end when they are told to. */
function makeBatcher(pace: BatchPace) {
  const running: { readonly requests: readonly string[]; end(): void }[] = [];
  const batcher = new Batcher<string, string>({
    together: (requests) =>
      new Promise<Outcome<string>[]>((resolve) => {
        const end = () => resolve(requests.map((answer) => ({ kind: "ANSWERED", answer })));
        running.push({ requests, end });
      }),
    alone: () => Promise.reject(new Error("nobody is to go alone")),
    placeOf: (request) => request,
    uniqueOf: () => null,
    impatience: () => new Error("too late"),
    onFailure: () => {},
    maxSize: 100,
    pace,
  });
  const batches = () => running.map(({ requests }) => requests.join(" "));
  return { batcher, running, batches };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets what has been asked for begin, or end. No time passes. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

test("what comes while another batch runs begins together, when as many wait or a moment has passed", async () => {
  const pace = new BatchPace();
  const one = makeBatcher(pace);
  const other = makeBatcher(pace);
  const answers = ["a", "b", "c"].map((request) => one.batcher.run(request));
  await settle();
  expect(one.batches()).toEqual(["a b c"]);

  for (const request of ["x", "y"]) {
    answers.push(other.batcher.run(request));
    await settle();
    expect(other.batches()).toEqual([]);
  }
  answers.push(other.batcher.run("z"));
  await settle();
  expect(other.batches()).toEqual(["x y z"]);

  // There is no room for a third until one of them has ended; then it waits for as many as the other serves.
  answers.push(one.batcher.run("d"));
  await settle();
  vi.advanceTimersByTime(1_000);
  await settle();
  expect(one.batches()).toEqual(["a b c"]);
  one.running[0]?.end();
  await settle();
  expect(one.batches()).toEqual(["a b c", "d"]);

  answers.push(one.batcher.run("e"));
  one.running[1]?.end();
  await settle();
  expect(one.batches()).toEqual(["a b c", "d"]);
  vi.advanceTimersByTime(1);
  await settle();
  expect(one.batches()).toEqual(["a b c", "d", "e"]);

  for (const { running } of [one, other]) for (const batch of running) batch.end();
  expect(await Promise.all(answers)).toEqual(["a", "b", "c", "x", "y", "z", "d", "e"]);
});

test("a queue is not kept out by what the batches of another wait for", async () => {
  const pace = new BatchPace();
  const stuck = makeBatcher(pace);
  const other = makeBatcher(pace);
  const answers = [stuck.batcher.run("a")];
  await settle();
  answers.push(stuck.batcher.run("b"));
  await settle();
  answers.push(other.batcher.run("x"), stuck.batcher.run("c"));
  await settle();
  expect(stuck.batches()).toEqual(["a", "b"]);

  vi.advanceTimersByTime(99);
  await settle();
  expect(other.batches()).toEqual([]);
  vi.advanceTimersByTime(1);
  await settle();
  expect(other.batches()).toEqual(["x"]);
  other.running[0]?.end();
  expect(await answers[2]).toBe("x");

  // Those of its own come when there is room.
  expect(stuck.batches()).toEqual(["a", "b"]);
  for (const batch of stuck.running) batch.end();
  await settle();
  expect(stuck.batches()).toEqual(["a", "b", "c"]);
  stuck.running[2]?.end();
  expect(await Promise.all(answers)).toEqual(["a", "b", "x", "c"]);
});
