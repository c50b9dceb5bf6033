import { expect, test, vi } from "vitest";
import { BatchPace, type Queue } from "../../src/shared/batch-pace.ts";
import { Batcher, type Outcome } from "../../src/shared/batcher.ts";
import { freezeTime, settle } from "../support/frozen-time.ts";

freezeTime();

async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await settle();
}

function makeQueue({ waiting, served }: Pick<Queue, "waiting" | "served">) {
  const queue = {
    waiting,
    served,
    begun: 0,
    begin() {
      queue.begun = queue.waiting;
      queue.waiting = 0;
    },
  };
  return queue;
}

test.each([
  ["nothing else is being served", { waiting: 1, served: 0 }, { waiting: 0, served: 0 }, 0],
  ["as many requests wait as are being served", { waiting: 4, served: 0 }, { waiting: 0, served: 4 }, 0],
  [
    "as many wait, including its own, as are being served",
    { waiting: 1, served: 0 },
    { waiting: 3, served: 4 },
    0,
  ],
  ["fewer requests wait than are being served", { waiting: 3, served: 0 }, { waiting: 0, served: 4 }, 1],
  ["its own batch still runs", { waiting: 9, served: 1 }, { waiting: 0, served: 0 }, Infinity],
])("a batch starts on time if %s", async (_, own, other, ms) => {
  const pace = new BatchPace();
  const queue = makeQueue(own);
  pace.join(queue);
  pace.join(makeQueue(other));
  pace.schedule();
  await settle();
  for (let passed = 0; passed < Math.min(ms, 200); passed++) {
    expect([passed, queue.begun]).toEqual([passed, 0]);
    await pass(1);
  }
  expect(queue.begun).toBe(ms === Infinity ? 0 : own.waiting);
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

  // Its own next batch waits for the end of the one that runs, then for as many requests as the other one serves.
  answers.push(one.batcher.run("d"));
  await settle();
  await pass(500);
  expect(one.batches()).toEqual(["a b c"]);
  one.running[0]?.end();
  await settle();
  expect(one.batches()).toEqual(["a b c"]);
  await pass(1);
  expect(one.batches()).toEqual(["a b c", "d"]);

  for (const { running } of [one, other]) for (const batch of running) batch.end();
  expect(await Promise.all(answers)).toEqual(["a", "b", "c", "x", "y", "z", "d"]);
});
