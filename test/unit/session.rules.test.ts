import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyReading, refusePercents, type SessionState, stop } from "../../src/sessions/session.rules.ts";

const now = new Date("2030-06-01T12:00:00Z");
const session: SessionState = {
  id: "session_x",
  status: "ACTIVE",
  targetPercent: 80,
  currentPercent: 40,
  powerKw: 50,
  energyKwh: 10,
  measuredAt: new Date("2030-06-01T11:59:00Z"),
};

describe("a meter reading", () => {
  test("with a higher percent counts, whenever it was taken", () => {
    const next = applyReading(session, { percent: 41, powerKw: 45, measuredAt: new Date("2020-01-01") }, now);
    expect(next).toMatchObject({ currentPercent: 41, powerKw: 45, status: "ACTIVE" });
  });

  test("with a lower percent is ignored as a whole", () => {
    expect(applyReading(session, { percent: 39, powerKw: 1, energyKwh: 99 }, now)).toBe(session);
  });

  test("that reaches or passes the target completes the session", () => {
    expect(applyReading(session, { percent: 80 }, now).status).toBe("COMPLETED");
    expect(applyReading(session, { percent: 100 }, now)).toMatchObject({
      status: "COMPLETED",
      currentPercent: 100,
    });
  });

  test("from a clock that is ahead does not block later readings", () => {
    const ahead = applyReading(session, { percent: 40, powerKw: 2, measuredAt: new Date("2099-01-01") }, now);
    expect(ahead.measuredAt).toEqual(now);
    expect(applyReading(ahead, { percent: 40, powerKw: 3 }, now).powerKw).toBe(3);
  });

  test("never lowers percent or energy, in any order of readings", () => {
    const reading = fc.record({
      percent: fc.integer({ min: 0, max: 79 }),
      energyKwh: fc.option(fc.integer({ min: 0, max: 100 })),
      measuredAt: fc.option(fc.date({ noInvalidDate: true })),
    });
    fc.assert(
      fc.property(fc.array(reading), (readings) => {
        readings.reduce((state, each) => {
          const next = applyReading(state, each, now);
          expect(next.currentPercent).toBeGreaterThanOrEqual(state.currentPercent);
          expect(next.energyKwh).toBeGreaterThanOrEqual(state.energyKwh);
          return next;
        }, session);
      }),
    );
  });
});

test("a stop keeps the highest reading and sets the outcome as status", () => {
  expect(stop(session, "CANCELLED", { percent: 30, energyKwh: 12 })).toMatchObject({
    status: "CANCELLED",
    currentPercent: 40,
    energyKwh: 12,
  });
});

test.each(["COMPLETED", "CANCELLED"] as const)(
  "a session that is %s refuses a reading and a stop",
  (status) => {
    const ended = { ...session, status };
    const refusal = expect.objectContaining({ code: "INVALID_STATE" });
    expect(() => applyReading(ended, { percent: 50 }, now)).toThrow(refusal);
    expect(() => stop(ended, "COMPLETED", {})).toThrow(refusal);
  },
);

test("the target percent must be above the start percent", () => {
  expect(refusePercents(20, 80)).toBeNull();
  expect(refusePercents(80, 80)?.code).toBe("BAD_USER_INPUT");
});
