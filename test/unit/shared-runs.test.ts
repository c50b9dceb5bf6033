import fc from "fast-check";
import { expect, test } from "vitest";
import { SharedRuns } from "../../src/shared/shared-runs.ts";

test("a call during an execution shares the next execution, never the running one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom("a", "b"), { maxLength: 30 }),
      async (s, keys) => {
        const shared = new SharedRuns<{ key: string; begun: number }>();
        let now = 0;
        let executions = 0;
        let most = 0;
        const running = new Map<string, number>();
        const execute = async (key: string) => {
          executions++;
          running.set(key, (running.get(key) ?? 0) + 1);
          // An expectation here would only be another failed execution.
          most = Math.max(most, running.get(key) ?? 0);
          const begun = ++now;
          await s.schedule(Promise.resolve());
          running.set(key, 0);
          if (begun % 5 === 0) throw new Error("failed");
          return { key, begun };
        };
        const asked = keys.map(async (key) => {
          await s.schedule(Promise.resolve());
          const at = now;
          const result = await shared.run(key, () => execute(key)).catch(() => null);
          if (result) expect([result.key, result.begun > at]).toEqual([key, true]);
        });
        await s.waitFor(Promise.all(asked));
        expect(most).toBe(Math.min(1, keys.length));
        expect(executions).toBeLessThanOrEqual(keys.length);
        for (const key of keys) expect(shared.isRunning(key)).toBe(false);
      },
    ),
  );
});

test("calls that wait at the same time share one execution", async () => {
  const shared = new SharedRuns<number>();
  let executions = 0;
  const ask = () => shared.run("the same", async () => ++executions);
  expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([1, 2, 2, 2]);
  expect(await ask()).toBe(3);
});
