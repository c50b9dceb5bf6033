import { describe, expect, test, vi } from "vitest";
import { BoundedQueue } from "../../src/live/bounded-queue.ts";

function open(limit = 3) {
  const onOverflow = vi.fn();
  const onEnd = vi.fn();
  return { queue: new BoundedQueue<number>({ limit, onOverflow, onEnd }), onOverflow, onEnd };
}

describe("a bounded queue", () => {
  test("gives values in order, whether they came before their reader or after", async () => {
    const { queue } = open();
    queue.push(1);
    queue.push(2);
    expect(await queue.next()).toEqual({ value: 1, done: false });
    expect(await queue.next()).toEqual({ value: 2, done: false });
    const waiting = [queue.next(), queue.next()];
    queue.push(3);
    queue.push(4);
    expect(await Promise.all(waiting)).toEqual([
      { value: 3, done: false },
      { value: 4, done: false },
    ]);
  });

  test("ends when one more than its limit would have to wait, and keeps nothing", async () => {
    const { queue, onOverflow, onEnd } = open(2);
    for (const value of [1, 2, 3, 4]) queue.push(value);
    expect(onOverflow).toHaveBeenCalledTimes(1);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(await queue.next()).toEqual({ value: undefined, done: true });
  });

  test("runs its clean-up once when its reader leaves, also one that waits", async () => {
    const { queue, onEnd, onOverflow } = open();
    const waiting = queue.next();
    await queue.return();
    await queue.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(onOverflow).not.toHaveBeenCalled();
    queue.push(1);
    expect(await queue.next()).toEqual({ value: undefined, done: true });
  });
});
