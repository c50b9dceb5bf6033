import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { runInOrder } from "../../src/replay/in-order.ts";

interface Item {
  readonly name: string;
  readonly keys: readonly string[];
}

const items: Item[] = [
  { name: "a1", keys: ["a"] },
  { name: "b1", keys: ["b"] },
  { name: "ab", keys: ["a", "b"] },
  { name: "a2", keys: ["a"] },
  { name: "c1", keys: ["c"] },
];

/** Runs the items, each until the test lets it finish, and records which began and ended. */
function start({ concurrency = 10, failing = "" } = {}) {
  const began: string[] = [];
  const ended: string[] = [];
  const goOn = new Map<string, () => void>();
  const interruption = new AbortController();
  const done = runInOrder(items, {
    run: async ({ name }) => {
      began.push(name);
      await new Promise<void>((resolve) => goOn.set(name, resolve));
      ended.push(name);
      if (name === failing) throw new Error(`${name} failed`);
    },
    keysOf: ({ keys }) => keys,
    concurrency,
    signal: interruption.signal,
  });
  done.catch(() => {});
  const finish = async (name: string) => {
    goOn.get(name)?.();
    await delay(1);
  };
  return { began, ended, finish, done, interrupt: () => interruption.abort(), settled: delay(1) };
}

test("items without a common key run concurrently, and an item with a common key waits for earlier ones", async () => {
  const { began, ended, finish, done, settled } = start();
  await settled;
  expect(began).toEqual(["a1", "b1", "c1"]);
  await finish("a1");
  expect(began).not.toContain("ab");
  await finish("b1");
  expect(began).toContain("ab");
  expect(began).not.toContain("a2");
  for (const name of ["ab", "a2", "c1"]) await finish(name);
  await done;
  expect(ended).toEqual(["a1", "b1", "ab", "a2", "c1"]);
});

test("no more items run concurrently than allowed", async () => {
  const { began, finish, settled, done } = start({ concurrency: 2 });
  await settled;
  expect(began).toEqual(["a1", "b1"]);
  for (const name of ["b1", "a1", "ab", "a2", "c1"]) await finish(name);
  await done;
});

test("after a failure running items finish, and no further item begins", async () => {
  const { began, ended, finish, settled, done } = start({ failing: "a1" });
  await settled;
  await finish("a1");
  await finish("b1");
  await finish("c1");
  await expect(done).rejects.toThrow("a1 failed");
  expect(began).toEqual(["a1", "b1", "c1"]);
  expect(ended).toEqual(["a1", "b1", "c1"]);
});

test("after an interruption running items finish, and waiting ones are not run", async () => {
  const { began, ended, finish, settled, done, interrupt } = start();
  await settled;
  interrupt();
  for (const name of ["a1", "b1", "c1"]) await finish(name);
  await done;
  expect(began).toEqual(["a1", "b1", "c1"]);
  expect(ended).toEqual(["a1", "b1", "c1"]);
});

test("an item waits until it is due, and so do the items after it", async () => {
  let becomeDue = () => {};
  const due = new Promise<void>((resolve) => {
    becomeDue = resolve;
  });
  const ran: string[] = [];
  const done = runInOrder(items, {
    run: async ({ name }) => void ran.push(name),
    keysOf: ({ keys }) => keys,
    concurrency: 10,
    untilDue: async ({ name }) => (name === "ab" ? due : undefined),
    signal: new AbortController().signal,
  });
  await delay(1);
  expect(ran).toEqual(["a1", "b1"]);
  becomeDue();
  await done;
  expect(ran).toHaveLength(items.length);
});
