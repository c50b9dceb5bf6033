import fc from "fast-check";
import { expect, test } from "vitest";
import type { LoggedSession } from "../../src/replay/charging-log.ts";
import { scheduleSteps } from "../../src/replay/schedule.ts";

function session(id: string, startAt: number, endAt: number): LoggedSession {
  return { id, garage: "UT9", charger: "Shared-12", user: `user of ${id}`, startAt, endAt, energyKwh: 1 };
}

function orderOf(...sessions: LoggedSession[]): string {
  return scheduleSteps(sessions)
    .map(({ act, session: { id } }) => `${act === "START" ? "+" : "-"}${id}`)
    .join(" ");
}

test("steps are in order of time, not of rows", () => {
  expect(orderOf(session("late", 5, 9), session("early", 1, 7))).toBe("+early +late -early -late");
});

test("within one minute a charger's session ends before the next one starts", () => {
  expect(orderOf(session("next", 4, 6), session("first", 1, 4))).toBe("+first -first +next -next");
});

test("a session within one minute starts before it ends", () => {
  expect(orderOf(session("short", 3, 3))).toBe("+short -short");
});

test("sessions within one minute run one by one, after those that end then and before those that start", () => {
  const sessions = [session("next", 4, 6), session("a", 4, 4), session("before", 1, 4), session("b", 4, 4)];
  expect(orderOf(...sessions)).toBe("+before -before +a -a +b -b +next -next");
});

test("sessions that start in the same minute start in the order of the log", () => {
  expect(orderOf(session("first", 2, 9), session("second", 2, 8))).toBe("+first +second -second -first");
});

test("every session has one start and then one end, at its own times", () => {
  const times = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }));
  fc.assert(
    fc.property(fc.array(times), (pairs) => {
      const sessions = pairs.map(([start, length], index) => session(`${index}`, start, start + length));
      const steps = scheduleSteps(sessions);
      const clock = steps.map(({ at }) => at);
      expect(clock).toEqual(clock.toSorted((a, b) => a - b));
      for (const one of sessions) {
        const own = steps.filter((step) => step.session === one).map(({ act, at }) => [act, at]);
        expect(own).toEqual([
          ["START", one.startAt],
          ["END", one.endAt],
        ]);
      }
    }),
  );
});
