import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { BatchPace } from "../../src/shared/batch-pace.ts";
import { Batcher, type Outcome } from "../../src/shared/batcher.ts";
import { freezeTime, settle } from "../support/frozen-time.ts";

freezeTime();

interface Request {
  readonly place: string;
  readonly key: string | null;
}

/** A run that ends when the test says how. */
interface Run<Result> {
  readonly requests: readonly Request[];
  end(result: Result): void;
  fail(): void;
}

function begin<Result>(runs: Set<Run<Result>>, requests: readonly Request[]): Promise<Result> {
  return new Promise((resolve, reject) => {
    const over = (tell: () => void) => {
      runs.delete(run);
      tell();
    };
    const run: Run<Result> = {
      requests,
      end: (result) => over(() => resolve(result)),
      fail: () => over(() => reject(new Error("failed"))),
    };
    runs.add(run);
  });
}

const KINDS = 2;

function makeKind(pace: BatchPace, maxSize: number) {
  const batches = new Set<Run<readonly Outcome<string>[]>>();
  const alone = new Set<Run<string>>();
  const batcher = new Batcher<Request, string>({
    together: (requests) => begin(batches, requests),
    alone: (request) => begin(alone, [request]),
    lockKeyOf: ({ place }) => place,
    uniqueKeyOf: ({ key }) => key,
    timeoutError: () => new Error("too late"),
    onFailure: () => {},
    maxSize,
    pace,
  });
  return { batcher, batches, alone, maxSize };
}
type Kind = ReturnType<typeof makeKind>;

const ways: Record<string, (index: number) => Outcome<string>> = {
  answered: () => ({ kind: "ANSWERED", answer: "done" }),
  alone: () => ({ kind: "ALONE" }),
  contended: () => ({ kind: "CONTENDED" }),
  mixed: (index) =>
    (
      [
        { kind: "CONTENDED" },
        { kind: "ANSWERED", answer: "done" },
        { kind: "REFUSED", error: new Error("refused") },
      ] as const
    )[index % 3] as Outcome<string>,
};

const kind = fc.nat(KINDS - 1);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ask: fc.record({
        places: fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }),
        key: fc.option(fc.nat(2)),
      }),
      kind,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      endBatch: fc.constantFrom(...Object.keys(ways), "failed"),
      which: fc.nat(3),
      kind,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ endAlone: fc.constantFrom("answered", "failed"), which: fc.nat(9), kind }),
  },
  { weight: 4, arbitrary: fc.record({ pass: fc.constantFrom(1, 1, 1, 3, 50, 100, 5_000) }) },
);

function expectOrder(kinds: readonly Kind[]): void {
  for (const { batches, maxSize } of kinds) {
    expect(batches.size).toBeLessThanOrEqual(1);
    const running = [...batches].map(({ requests }) => requests);
    for (const requests of running) expect(requests.length).toBeLessThanOrEqual(maxSize);
    const places = running.flatMap((requests) => [...new Set(requests.map(({ place }) => place))]);
    expect(places).toEqual([...new Set(places)]);
    const keys = running.flat().flatMap(({ key }) => key ?? []);
    expect(keys).toEqual([...new Set(keys)]);
  }
}

test("with any requests and outcomes, each is answered once, and no two batches share a place or a key", async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.array(step, { minLength: 5, maxLength: 60 }),
    async (maxSize, steps) => {
      const pace = new BatchPace();
      const kinds = Array.from({ length: KINDS }, () => makeKind(pace, maxSize));
      const told: number[] = [];
      let asked = 0;
      const ask = ({ batcher }: Kind, request: Request) => {
        const number = asked++;
        const tell = () => void told.push(number);
        batcher.run(request).then(tell, tell);
      };
      for (const each of steps) {
        if ("pass" in each) vi.advanceTimersByTime(each.pass);
        else {
          const { batches, alone } = kinds[each.kind] as Kind;
          if ("ask" in each) {
            const { places, key } = each.ask;
            for (const place of places)
              ask(kinds[each.kind] as Kind, { place: `${place}`, key: key === null ? null : `k${key}` });
          } else if ("endBatch" in each) {
            const batch = [...batches][each.which % Math.max(1, batches.size)];
            const way = ways[each.endBatch];
            if (way) batch?.end(batch.requests.map((_, index) => way(index)));
            else batch?.fail();
          } else {
            const run = [...alone][each.which % Math.max(1, alone.size)];
            if (each.endAlone === "failed") run?.fail();
            else run?.end("done");
          }
        }
        await settle();
        expectOrder(kinds);
      }
      // From here on everything is answered. Waiting requests must start when others end, or shortly after.
      for (let round = 0; told.length < asked; round++) {
        expect(round).toBeLessThan(200);
        for (const { batches, alone } of kinds) {
          for (const batch of batches)
            batch.end(batch.requests.map(() => ({ kind: "ANSWERED", answer: "done" })));
          for (const run of alone) run.end("done");
        }
        await settle();
        vi.advanceTimersByTime(1);
        await settle();
        expectOrder(kinds);
      }
      expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: asked }, (_, index) => index));
      vi.advanceTimersByTime(1_000);
      expect(vi.getTimerCount()).toBe(0);
    },
  );
  await fc.assert(property, { numRuns: 500 });
});
