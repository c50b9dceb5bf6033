import { expect, onTestFinished, test, vi } from "vitest";
import { Repeater } from "../../src/shared/repeater.ts";
import { eventually } from "../support/eventually.ts";

function open(work: () => Promise<void>, everyMs = 1_000_000, atMostEveryMs = 0) {
  const onError = vi.fn();
  return { repeater: new Repeater({ work, everyMs, atMostEveryMs, onError }), onError };
}

test("work requested while it runs is repeated once afterwards, and never runs concurrently", async () => {
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const { repeater } = open(async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
  });
  for (let asked = 0; asked < 3; asked++) repeater.run();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await eventually(() => expect(ends).toHaveLength(2));
  ends[1]?.();
  await repeater.close();
  expect([most, ends.length]).toEqual([1, 2]);
});

test("work runs at the start and at intervals, also after an error", async () => {
  let count = 0;
  const { repeater, onError } = open(async () => {
    if (++count === 1) throw new Error("once");
  }, 5);
  repeater.start();
  await eventually(() => expect(count).toBeGreaterThan(3));
  expect(onError).toHaveBeenCalledExactlyOnceWith(new Error("once"));
  await repeater.close();
});

test("close waits for running work, and nothing starts after it", async () => {
  let done = 0;
  const { repeater } = open(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    done++;
  });
  repeater.run();
  repeater.run();
  await repeater.close();
  expect(done).toBe(1);
  repeater.run();
  expect(done).toBe(1);
});

test("with a least interval, work begins at once after a pause, and requests meanwhile share the next run", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let done = 0;
  const { repeater } = open(async () => void done++, 1_000_000, 10);
  for (let asked = 0; asked < 3; asked++) {
    repeater.run();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(done).toBe(1);
  await vi.advanceTimersByTimeAsync(8);
  expect(done).toBe(2);
  await vi.advanceTimersByTimeAsync(50);
  expect(done).toBe(2);
  repeater.run();
  expect(done).toBe(3);
  repeater.run();
  await repeater.close();
  await vi.advanceTimersByTimeAsync(50);
  expect(done).toBe(3);
});
