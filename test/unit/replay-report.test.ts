import { expect, test } from "vitest";
import type { ChargingLog } from "../../src/replay/charging-log.ts";
import type { ReplayResult } from "../../src/replay/replay.ts";
import { faultsOf, formatReport } from "../../src/replay/report.ts";
import type { PlacedDifference } from "../../src/replay/verdict.ts";

const session = { garage: "UT9", charger: "A", user: "u", startAt: 0, endAt: 60_000, energyKwh: 1 };
const log: ChargingLog = {
  sessions: ["1", "2", "3"].map((id) => ({ id, ...session })),
  rowsRead: 1_234,
  privateRows: 1_229,
  faults: new Map([
    ["ENDS_BEFORE_START", 1],
    ["NEVER_ENDS", 1],
  ]),
};
const result: ReplayResult = {
  fleet: {
    stationCount: 1,
    chargers: new Map([["A", { slotId: "slot_a", name: "UT9 A", version: 1 }]]),
    drivers: new Map([
      ["u", { token: "t", vehicleId: "v" }],
      ["w", { token: "t", vehicleId: "w" }],
    ]),
  },
  tally: {
    started: 2,
    ended: 2,
    refusedStarts: new Map([["SLOT_IN_USE", 1]]),
    refusedEnds: new Map(),
    actsOfSlot: new Map(),
  },
  eventsReceived: 4,
  differences: [],
  failures: [],
  seconds: 1.26,
};

function difference(version: number): PlacedDifference {
  return { charger: "UT9 A", source: "feed", kind: "missing", detail: `version ${version}` };
}

test("the report of a run without differences is one table", () => {
  expect(formatReport({ fileName: "log.csv", log, result })).toBe(`Replay of log.csv
2 drivers at 1 charger in 1 garage, 1.3 s

Rows read                       1,234
  of private chargers, skipped  1,229
  invalid, skipped                  2
    never ends                      1
    ends before it starts           1
  replayed                          3
Sessions started                    2
Sessions ended                      2
Sessions refused                    1
  SLOT_IN_USE                       1
Slot events expected                4
Slot events received                4
Differences                         0

The feed and the histories match what was done.
`);
  expect(faultsOf(result)).toEqual([]);
});

test("the report of a run with differences shows their number by kind and the first ten", () => {
  const differences = Array.from({ length: 11 }, (_, index) => difference(index));
  const text = formatReport({ fileName: "log.csv", log, result: { ...result, differences } });
  expect(text).toMatch(/^Differences +11\n {2}missing +11$/m);
  expect(text).toContain("! 11 differences from what was done\n  UT9 A, feed: missing: version 0\n");
  expect(text).toMatch(/version 9\n {2}\.\.\.\n$/);
  expect(text).not.toContain("match what was done");
});

test("the report shows sessions that were not ended", () => {
  const tally = { ...result.tally, ended: 1 };
  expect(formatReport({ fileName: "log.csv", log, result: { ...result, tally } })).toMatch(
    /^Sessions not ended +1$/m,
  );
});

test("a broken feed, differences and refusals that no overlap explains are faults", () => {
  const tally = {
    ...result.tally,
    refusedStarts: new Map([
      ["VEHICLE_ALREADY_CHARGING", 2],
      ["INTERNAL_SERVER_ERROR", 2],
    ]),
    refusedEnds: new Map([["INVALID_STATE", 1]]),
  };
  expect(
    faultsOf({ ...result, tally, failures: ["the feed broke: 1006"], differences: [difference(2)] }),
  ).toEqual([
    "the feed broke: 1006",
    "2 starts refused with INTERNAL_SERVER_ERROR, which no overlap explains",
    "1 end refused with INVALID_STATE",
    "1 difference from what was done",
  ]);
});
