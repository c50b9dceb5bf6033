import { expect, test, vi } from "vitest";
import { BatchPace, type Queue } from "../../src/shared/batch-pace.ts";
import { Batcher, type Outcome } from "../../src/shared/batcher.ts";
import { freezeTime, settle } from "../support/frozen-time.ts";

freezeTime();

async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await settle();
}

interface Batches {
  readonly waiting: number;
  /** The size of each running batch, and for how long it has run. */
  readonly running?: readonly (readonly [size: number, ms: number])[];
}

function makeQueue({ waiting, running = [] }: Batches): Queue {
  const now = performance.now();
  const queue = {
    waiting,
    running: new Set(running.map(([size, ms]) => ({ size, since: now - ms }))),
    maxRunning: 2,
    begin() {
      queue.running.add({ size: queue.waiting, since: performance.now() });
      queue.waiting = 0;
      return true;
    },
  };
  return queue;
}

test.each<[what: string, own: Batches, others: Batches, ms: number]>([
  ["no batch is running", { waiting: 1 }, { waiting: 0 }, 0],
  ["as many requests wait as are running", { waiting: 4 }, { waiting: 0, running: [[4, 1]] }, 0],
  [
    "as many requests wait, including another queue's, as are running",
    { waiting: 1 },
    { waiting: 3, running: [[4, 1]] },
    0,
  ],
  ["fewer requests wait than run in another queue", { waiting: 3 }, { waiting: 0, running: [[4, 1]] }, 1],
  ["fewer requests wait than run in its own queue", { waiting: 3, running: [[4, 1]] }, { waiting: 0 }, 1],
  ["fewer requests wait than are stuck", { waiting: 3 }, { waiting: 0, running: [[4, 100]] }, 0],
  ["two batches are running", { waiting: 9, running: [[1, 60]] }, { waiting: 0, running: [[1, 20]] }, 40],
  [
    "two batches of another queue are stuck",
    { waiting: 1 },
    {
      waiting: 0,
      running: [
        [9, 100],
        [9, 100],
      ],
    },
    0,
  ],
  [
    "the maximum of its own batches is running, though stuck",
    {
      waiting: 1,
      running: [
        [1, 100],
        [1, 100],
      ],
    },
    { waiting: 0 },
    Infinity,
  ],
])("a batch starts on time if %s", async (_, own, others, ms) => {
  const pace = new BatchPace();
  const queue = makeQueue(own);
  pace.join(queue);
  pace.join(makeQueue({ ...others }));
  const running = queue.running.size;
  pace.schedule();
  await settle();
  for (let passed = 0; passed < Math.min(ms, 200); passed++) {
    expect([passed, queue.running.size]).toEqual([passed, running]);
    await pass(1);
  }
  expect(queue.running.size).toBe(ms === Infinity ? running : running + 1);
});

test("of two waiting queues, the one whose last batch began longer ago starts first", async () => {
  const pace = new BatchPace();
  const [busy, rare] = [makeQueue({ waiting: 5 }), makeQueue({ waiting: 0 })];
  const both = [busy, rare] as const;
  for (const queue of both) pace.join(queue);
  pace.schedule();
  await settle();
  expect(both.map(({ running }) => running.size)).toEqual([1, 0]);
  // Room for one more batch, and requests waiting for both.
  Object.assign(busy, { waiting: 5 });
  Object.assign(rare, { waiting: 5 });
  pace.schedule();
  await settle();
  expect(both.map(({ running }) => running.size)).toEqual([1, 1]);
});

/** A batcher whose batches end on command. */
function makeBatcher(pace: BatchPace) {
  const running: { readonly requests: readonly string[]; end(): void }[] = [];
  const batcher = new Batcher<string, string>({
    together: (requests) =>
      new Promise<Outcome<string>[]>((resolve) => {
        const end = () => resolve(requests.map((answer) => ({ kind: "ANSWERED", answer })));
        running.push({ requests, end });
      }),
    alone: () => Promise.reject(new Error("nobody is to go alone")),
    lockKeyOf: (request) => request,
    uniqueKeyOf: () => null,
    timeoutError: () => new Error("too late"),
    onFailure: () => {},
    maxSize: 100,
    maxRunning: 2,
    pace,
  });
  const batches = () => running.map(({ requests }) => requests.join(" "));
  return { batcher, running, batches };
}

test("requests that arrive while another batch runs start together, when enough wait or after a moment", async () => {
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

  // There is no room for a third batch until one ends. Then it waits for as many requests as the other batch serves.
  answers.push(one.batcher.run("d"));
  await settle();
  await pass(90);
  expect(one.batches()).toEqual(["a b c"]);
  one.running[0]?.end();
  await settle();
  expect(one.batches()).toEqual(["a b c", "d"]);

  answers.push(one.batcher.run("e"));
  one.running[1]?.end();
  await settle();
  expect(one.batches()).toEqual(["a b c", "d"]);
  await pass(1);
  expect(one.batches()).toEqual(["a b c", "d", "e"]);

  for (const { running } of [one, other]) for (const batch of running) batch.end();
  expect(await Promise.all(answers)).toEqual(["a", "b", "c", "x", "y", "z", "d", "e"]);
});

test("a queue starts after 100 ms although the batches of another queue are stuck", async () => {
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

  await pass(99);
  expect(other.batches()).toEqual([]);
  await pass(1);
  expect(other.batches()).toEqual(["x"]);
  other.running[0]?.end();
  expect(await answers[2]).toBe("x");

  // Its own requests run when there is room.
  expect(stuck.batches()).toEqual(["a", "b"]);
  for (const batch of stuck.running) batch.end();
  await settle();
  expect(stuck.batches()).toEqual(["a", "b", "c"]);
  stuck.running[2]?.end();
  expect(await Promise.all(answers)).toEqual(["a", "b", "x", "c"]);
});
