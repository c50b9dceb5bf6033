import { describe, expect, test } from "vitest";
import { LogError, readChargingLog } from "../../src/replay/charging-log.ts";
import { showWallClock } from "../../src/replay/log-values.ts";

const HEADER =
  "session_ID,Garage_ID,User_ID,User_type,Shared_ID,Start_plugin,Start_plugin_hour,End_plugout,End_plugout_hour,El_kWh";

interface Cells {
  readonly id?: string;
  readonly garage?: string;
  readonly user?: string;
  readonly type?: string;
  readonly shared?: string;
  readonly start?: string;
  readonly end?: string;
  readonly energy?: string;
}

function row({
  id = "7",
  garage = "UT9",
  user = "Share-12",
  type = "Shared",
  shared = "Shared-12",
  start = "23.04.2019 18:54",
  end = "24.04.2019 06:10",
  energy = "5,25",
}: Cells = {}): string {
  return `${id},${garage},${user},${type},${shared},${start},18,${end},6,"${energy}"`;
}

const privateRow = row({ user: "AdO3-4", type: "Private", shared: "NA" });

function read(lines: readonly string[], scope: { all?: boolean; limit?: number } = {}) {
  return readChargingLog([[HEADER, ...lines].join("\r\n")], { all: false, ...scope });
}

test("a row becomes a session with its times and its energy in kWh", async () => {
  const { sessions } = await read([row()]);
  expect(sessions).toEqual([
    {
      id: "7",
      garage: "UT9",
      charger: "Shared-12",
      user: "Share-12",
      startAt: Date.UTC(2019, 3, 23, 18, 54),
      endAt: Date.UTC(2019, 3, 24, 6, 10),
      energyKwh: 5.25,
    },
  ]);
});

describe("an invalid row is counted by its fault, and the next rows are read", () => {
  const cases: [what: string, line: string, fault: string][] = [
    ["a stray quote", row({ id: '1"2' }), "NOT_CSV"],
    ["a quote that is never closed", `"${row()}`, "NOT_CSV"],
    ["too few columns", "1,UT9,Share-12", "NOT_CSV"],
    ["too many columns", `${row()},more`, "NOT_CSV"],
    ["no session id", row({ id: "" }), "BAD_ID"],
    ["no garage", row({ garage: "NA" }), "BAD_ID"],
    ["no user", row({ user: "" }), "BAD_ID"],
    ["no charger, though it is shared", row({ shared: "NA" }), "BAD_ID"],
    ["an id that no label can hold", row({ user: "x".repeat(101) }), "BAD_ID"],
    ["an id with a NUL", row({ user: "a\0b" }), "BAD_ID"],
    ["no start", row({ start: "NA" }), "BAD_DATE"],
    ["another format of date", row({ start: "2019-04-23 18:54" }), "BAD_DATE"],
    ["a day that does not exist", row({ end: "31.04.2019 10:00" }), "BAD_DATE"],
    ["an hour that does not exist", row({ end: "24.04.2019 24:00" }), "BAD_DATE"],
    ["no end", row({ end: "NA" }), "NEVER_ENDS"],
    ["an empty end", row({ end: "" }), "NEVER_ENDS"],
    ["an end before the start", row({ end: "23.04.2019 18:53" }), "ENDS_BEFORE_START"],
    ["no energy", row({ energy: "NA" }), "BAD_ENERGY"],
    ["negative energy", row({ energy: "-1,5" }), "BAD_ENERGY"],
    ["energy with a separator of thousands", row({ energy: "136,666,667" }), "BAD_ENERGY"],
    ["more energy than the API takes", row({ energy: "1000000,01" }), "BAD_ENERGY"],
  ];
  test.each(cases)("%s", async (_what, line, fault) => {
    const log = await read([line, row({ id: "next" })]);
    expect([...log.faults]).toEqual([[fault, 1]]);
    expect(log.sessions.map(({ id }) => id)).toEqual(["next"]);
    expect(log.rowsRead).toBe(2);
  });
});

test("a session that begins and ends within one minute is valid", async () => {
  const minute = "23.04.2019 18:54";
  const { sessions, faults } = await read([row({ start: minute, end: minute })]);
  expect(sessions).toHaveLength(1);
  expect(faults.size).toBe(0);
});

test("private chargers are left out, and faults in their rows are not counted", async () => {
  const log = await read([
    privateRow,
    row(),
    row({ user: "AdO3-4", type: "Private", shared: "NA", end: "NA" }),
  ]);
  expect(log).toMatchObject({ rowsRead: 3, privateRows: 2, faults: new Map() });
  expect(log.sessions).toHaveLength(1);
});

test('with "all", a private user has a charger of their own', async () => {
  const log = await read([privateRow, row()], { all: true });
  expect(log.privateRows).toBe(0);
  expect(log.sessions.map(({ charger }) => charger)).toEqual(["Private AdO3-4", "Shared-12"]);
});

test("a private user at a shared charger is in scope", async () => {
  const { sessions } = await read([row({ type: "Private" })]);
  expect(sessions.map(({ charger }) => charger)).toEqual(["Shared-12"]);
});

test("a limit counts the rows in scope, including invalid ones", async () => {
  const log = await read([privateRow, row({ end: "NA" }), privateRow, row(), row({ end: "NA" })], {
    limit: 2,
  });
  expect(log.sessions).toHaveLength(1);
  expect([...log.faults]).toEqual([["NEVER_ENDS", 1]]);
});

test("semicolons, a byte order mark, LF, blank lines and arbitrary chunks make no difference", async () => {
  const text = `\uFEFF${[HEADER, row(), "", row({ id: "8" })].join("\n")}\n`;
  const semicolons = text.replaceAll(",", ";").replaceAll("5;25", "5,25");
  const expected = (await read([row(), row({ id: "8" })])).sessions;
  expect(expected).toHaveLength(2);
  for (const variant of [text, semicolons]) {
    const { sessions, faults } = await readChargingLog(variant.match(/.{1,7}|\n/g) ?? [], { all: false });
    expect(faults.size).toBe(0);
    expect(sessions).toEqual(expected);
  }
});

test("a file without the columns of a log is refused with the names of the missing ones", async () => {
  const lacking = HEADER.replace(",Shared_ID", "").replace(",El_kWh", "");
  await expect(readChargingLog([lacking], { all: false })).rejects.toThrow(
    new LogError("its header has no column Shared_ID, El_kWh"),
  );
  await expect(readChargingLog([], { all: false })).rejects.toThrow(new LogError("it is empty"));
});

test("a time is shown in the log's format", () => {
  expect(showWallClock(Date.UTC(2019, 1, 3, 4, 5))).toBe("03.02.2019 04:05");
});
