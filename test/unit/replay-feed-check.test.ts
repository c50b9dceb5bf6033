import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareEvents, expectedFeed, expectedHistory } from "../../src/replay/feed-check.ts";
import type { SlotEventFields } from "../../src/replay/operations.ts";

const expected = expectedFeed(1, ["START", "END", "START"]);

/** The expected change to a version, with `fields` replaced. */
function change(version: number, fields: Partial<SlotEventFields> = {}): SlotEventFields {
  const started = { cause: "SESSION_STARTED", previousStatus: "AVAILABLE", status: "IN_USE" };
  const stopped = { cause: "SESSION_STOPPED", previousStatus: "IN_USE", status: "AVAILABLE" };
  return { kind: "CHANGE", version, ...(version % 2 === 0 ? started : stopped), ...fields };
}

const snapshot = change(1, { kind: "SNAPSHOT", cause: null, previousStatus: null });
const agreeing = [snapshot, change(2), change(3), change(4)];

function differences(received: readonly SlotEventFields[]): string[] {
  return compareEvents(expected, received).map(({ kind, detail }) => `${kind}: ${detail}`);
}

test("a feed that begins with a snapshot and has each accepted act once and in order has no differences", () => {
  expect(differences(agreeing)).toEqual([]);
});

test("a history begins with SLOT_ADDED in place of a snapshot", () => {
  const history = expectedHistory(1, ["START", "END"]);
  const added = change(1, { cause: "SLOT_ADDED", previousStatus: null });
  expect(compareEvents(history, [added, change(2), change(3)])).toEqual([]);
  expect(compareEvents(history, [snapshot, change(2), change(3)])).toHaveLength(1);
});

describe("a difference is found if", () => {
  const wrong = (fields: Partial<SlotEventFields>) => [snapshot, change(2), change(3, fields), change(4)];
  const cases: [where: string, received: SlotEventFields[], found: string[]][] = [
    [
      "an event is missing",
      [snapshot, change(2), change(4)],
      ["missing: version 3 (SESSION_STOPPED: IN_USE to AVAILABLE)"],
    ],
    [
      "the last event is missing",
      [snapshot, change(2), change(3)],
      ["missing: version 4 (SESSION_STARTED: AVAILABLE to IN_USE)"],
    ],
    ["there is no snapshot", agreeing.slice(1), ["missing: version 1 (SNAPSHOT: - to AVAILABLE)"]],
    [
      "an unexpected event came",
      [...agreeing, change(5)],
      ["extra: version 5 (SESSION_STOPPED: IN_USE to AVAILABLE)"],
    ],
    [
      "an event came twice",
      [snapshot, change(2), change(2), change(3), change(4)],
      ["repeated: version 2 (SESSION_STARTED: AVAILABLE to IN_USE)"],
    ],
    [
      "a second snapshot came",
      [...agreeing, { ...snapshot, version: 4, status: "IN_USE" }],
      ["repeated: version 4 (SNAPSHOT: - to IN_USE)"],
    ],
    [
      "two events changed places",
      [snapshot, change(3), change(2), change(4)],
      ["out of order: version 2 (SESSION_STARTED: AVAILABLE to IN_USE) came after version 3"],
    ],
    [
      "the snapshot came late",
      [change(2), snapshot, change(3), change(4)],
      ["out of order: version 1 (SNAPSHOT: - to AVAILABLE) came after version 2"],
    ],
    [
      "the status differs",
      wrong({ status: "BOOKED" }),
      [
        "wrong: version 3 (SESSION_STOPPED: IN_USE to BOOKED) in place of version 3 (SESSION_STOPPED: IN_USE to AVAILABLE)",
      ],
    ],
    [
      "the previous status differs",
      wrong({ previousStatus: "BOOKED" }),
      [
        "wrong: version 3 (SESSION_STOPPED: BOOKED to AVAILABLE) in place of version 3 (SESSION_STOPPED: IN_USE to AVAILABLE)",
      ],
    ],
    [
      "the cause differs",
      wrong({ cause: "RESERVATION_CANCELLED" }),
      [
        "wrong: version 3 (RESERVATION_CANCELLED: IN_USE to AVAILABLE) in place of version 3 (SESSION_STOPPED: IN_USE to AVAILABLE)",
      ],
    ],
    [
      "no event came",
      [],
      [
        "missing: version 1 (SNAPSHOT: - to AVAILABLE)",
        "missing: version 2 (SESSION_STARTED: AVAILABLE to IN_USE)",
        "missing: version 3 (SESSION_STOPPED: IN_USE to AVAILABLE)",
        "missing: version 4 (SESSION_STARTED: AVAILABLE to IN_USE)",
      ],
    ],
  ];
  test.each(cases)("%s", (_where, received, found) => {
    expect(differences(received)).toEqual(found);
  });
});

test("any feed that differs from the expected one in an event has differences", () => {
  const anyEvent = fc.record({
    kind: fc.constantFrom("SNAPSHOT" as const, "CHANGE" as const),
    version: fc.integer({ min: 1, max: 5 }),
    cause: fc.constantFrom(null, "SESSION_STARTED", "SESSION_STOPPED"),
    previousStatus: fc.constantFrom(null, "AVAILABLE", "IN_USE"),
    status: fc.constantFrom("AVAILABLE", "IN_USE"),
  });
  const anyFeed = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...agreeing) }, anyEvent), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(anyFeed, (received) => {
      const agrees = JSON.stringify(received) === JSON.stringify(agreeing);
      expect(compareEvents(expected, received).length === 0).toBe(agrees);
    }),
    { numRuns: 1_000, examples: [[agreeing]] },
  );
});
