import { expect, test } from "vitest";
import { BatchPace } from "../../src/shared/batch-pace.ts";
import { Batcher } from "../../src/shared/batcher.ts";

const SIZE = 100;

test("a batch begins before the previous one's callers are answered, and progresses in between", async () => {
  const log: string[] = [];
  let begun = 0;
  const batcher = new Batcher<number, string>({
    together: async (requests) => {
      const batch = ++begun;
      log.push(`${batch} begun`);
      // Simulates a round trip, which returns to the event loop.
      await new Promise(setImmediate);
      log.push(`${batch} decided`);
      return requests.map((request) =>
        request % 3 === 0
          ? { kind: "REFUSED", error: new Error(`refused ${request}`) }
          : { kind: "ANSWERED", answer: `answered ${request}` },
      );
    },
    alone: () => Promise.reject(new Error("nobody is to go alone")),
    lockKeyOf: () => "one place",
    uniqueKeyOf: () => null,
    timeoutError: () => new Error("too late"),
    onFailure: () => {},
    maxSize: SIZE,
    pace: new BatchPace(),
  });

  const told: number[] = [];
  const asked = Array.from({ length: 2 * SIZE }, async (_, request) => {
    const answer = await batcher.run(request).catch((error: Error) => error.message);
    if (request % SIZE === 0 || request % SIZE === SIZE - 1) log.push(`${request} told`);
    told.push(request);
    return answer;
  });
  const answers = await Promise.all(asked);

  expect(log).toEqual([
    ...["1 begun", "1 decided", "2 begun"],
    ...["0 told", "2 decided", `${SIZE - 1} told`],
    ...[`${SIZE} told`, `${2 * SIZE - 1} told`],
  ]);
  expect(answers).toEqual(
    answers.map((_, request) => `${request % 3 === 0 ? "refused" : "answered"} ${request}`),
  );
  expect(told).toEqual(answers.map((_, request) => request));
});
