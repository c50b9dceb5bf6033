import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { graphql } from "../support/gql/gql.ts";
import type { AnalyticsBucket } from "../support/gql/graphql.ts";
import { CancelReservation, CompleteReservation } from "../support/operations.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { takeClock } from "../support/test-clock.ts";

const ReadAnalytics = graphql(`
  query ReadAnalytics($from: DateTime!, $to: DateTime!, $bucket: AnalyticsBucket, $stationId: ID) {
    reservationAnalytics(from: $from, to: $to, bucket: $bucket, stationId: $stationId) {
      from to created completed cancelled expired missed successRate expiryRate averageHoldMinutes
      buckets { start created completed cancelled expired missed }
    }
  }
`);

interface Range {
  from: string;
  to: string;
  bucket?: AnalyticsBucket | null;
  stationId?: string;
}

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
  // Buckets are in UTC whatever the session's time zone. This zone has daylight saving time.
  await scene.database.query(`do $$ begin
    execute format('alter database %I set timezone to ''Europe/Oslo''', current_database()); end $$`);
  await scene.database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  // A request that gets one of the terminated connections fails, so this retries.
  await eventually(() => analytics({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }));
});
afterAll(() => scene.close());

async function analytics(range: Range) {
  return (await scene.operator.request(ReadAnalytics, range)).reservationAnalytics;
}

const starts = (answer: Awaited<ReturnType<typeof analytics>>) => answer.buckets.map((each) => each.start);
const fieldOf = (error: { extensions: Readonly<Record<string, unknown>> }) => ({
  code: error.extensions["code"],
  path: (error.extensions["fields"] as { path: string }[])[0]?.path,
});

/** Moves a reservation and its history so that it was created at the given time. */
async function moveTo(code: string, at: string): Promise<void> {
  const number = Number(code.slice(2));
  const shift = "$2::timestamptz - (select created_at from reservations where number = $1)";
  const ofNumber = "reservation_id = (select id from reservations where number = $1)";
  const values = [number, at];
  await scene.database.query(`update reservation_history set at = at + (${shift}) where ${ofNumber}`, values);
  await scene.database.query(
    `update reservation_items set held_at = held_at + (${shift}), released_at = released_at + (${shift}) where ${ofNumber}`,
    values,
  );
  await scene.database.query(`update reservations set created_at = $2 where number = $1`, values);
}

test("analytics count created reservations and their outcomes, with rates and the mean hold time", async () => {
  const clock = await takeClock(scene.database);
  const { stationId, slotIds } = await scene.newSite(4);
  const [first = "", second = "", third = "", fourth = ""] = slotIds;
  const driver = await scene.newDriver();
  const from = new Date(Date.now() - 1000).toISOString();
  const completed = await driver.book([first], { reservedUntil: "2999-01-01T00:00:00Z" });
  const cancelled = await driver.book([second, third], { reservedUntil: "2999-01-01T00:00:00Z" });
  await driver.book([fourth]);
  const waiting = await scene.newDriver();
  await waiting.book([first], { joinWaitlist: true, reservedUntil: "2999-01-01T00:00:00Z" });
  await clock.advance(600);
  await driver.client.request(CompleteReservation, { id: completed.id });
  await clock.advance(600);
  await driver.client.request(CancelReservation, { input: { reservationId: cancelled.id } });
  await clock.advance(3600);
  await scene.app.sweep();
  const to = new Date(Date.now() + 5_000_000).toISOString();

  const answer = await analytics({ from, to, stationId });
  expect(answer).toMatchObject({ from, to, created: 4, completed: 1, cancelled: 1, expired: 1, missed: 1 });
  expect(answer).toMatchObject({ successRate: 0.25, expiryRate: 0.25 });
  // Holds of 10, 20 and 20 minutes, and of 70 for the missed turn. The expired reservation still holds its slot.
  expect(answer.averageHoldMinutes).toBeCloseTo((10 + 20 + 20 + 70) / 4, 0);
  expect(await analytics({ from, to })).toMatchObject({ created: 4, missed: 1 });
  const elsewhere = await scene.newSite();
  expect(await analytics({ from, to, stationId: elsewhere.stationId })).toMatchObject({
    created: 0,
    successRate: null,
    expiryRate: null,
    averageHoldMinutes: null,
  });
});

describe("analytics buckets", () => {
  let stationId: string;
  let codes: string[];
  beforeAll(async () => {
    const site = await scene.newSite(6);
    stationId = site.stationId;
    const driver = await scene.newDriver();
    const booked = [];
    for (const slotId of site.slotIds) booked.push(await driver.book([slotId]));
    codes = booked.map((each) => each.code);
    for (const { id } of booked) await driver.client.request(CompleteReservation, { id });
  });
  const createAt = async (...times: string[]) => {
    for (const [index, time] of times.entries()) await moveTo(codes[index] ?? "", time);
    for (const code of codes.slice(times.length)) await moveTo(code, "1990-01-01T00:00:00Z");
  };
  const created = async (range: Range) =>
    (await analytics({ stationId, ...range })).buckets.map((each) => [each.start, each.created]);

  test("MONTH buckets follow the calendar, with leap days and empty months", async () => {
    await createAt("2024-01-31T23:59:59.999Z", "2024-02-29T23:30:00Z", "2024-03-01T00:00:00Z");
    const range = { from: "2024-01-31T23:00:00Z", to: "2024-05-01T00:00:00Z", bucket: "MONTH" } as const;
    expect(await created(range)).toEqual([
      ["2024-01-01T00:00:00.000Z", 1],
      ["2024-02-01T00:00:00.000Z", 1],
      ["2024-03-01T00:00:00.000Z", 1],
      ["2024-04-01T00:00:00.000Z", 0],
    ]);
  });

  test("HOUR and DAY buckets are in UTC even if the database's time zone has daylight saving time", async () => {
    // In Oslo this day has 23 hours, and the one in October 25.
    await createAt(
      "2024-03-31T00:59:59.999Z",
      "2024-03-31T01:00:00Z",
      "2024-03-31T23:59:59Z",
      "2024-10-27T00:30:00Z",
      "2024-10-27T01:30:00Z",
    );
    expect(
      await created({ from: "2024-03-31T00:00:00Z", to: "2024-03-31T03:00:00Z", bucket: "HOUR" }),
    ).toEqual([
      ["2024-03-31T00:00:00.000Z", 1],
      ["2024-03-31T01:00:00.000Z", 1],
      ["2024-03-31T02:00:00.000Z", 0],
    ]);
    expect(await created({ from: "2024-03-30T00:00:00Z", to: "2024-04-02T00:00:00Z" })).toEqual([
      ["2024-03-30T00:00:00.000Z", 0],
      ["2024-03-31T00:00:00.000Z", 3],
      ["2024-04-01T00:00:00.000Z", 0],
    ]);
    expect(
      await created({ from: "2024-10-27T00:00:00Z", to: "2024-10-27T02:00:00Z", bucket: "HOUR" }),
    ).toEqual([
      ["2024-10-27T00:00:00.000Z", 1],
      ["2024-10-27T01:00:00.000Z", 1],
    ]);
  });

  test("WEEK buckets begin on Monday, also across a new year", async () => {
    await createAt("2024-12-29T23:59:59Z", "2024-12-30T00:00:00Z", "2025-01-05T12:00:00Z");
    const range = { from: "2024-12-25T00:00:00Z", to: "2025-01-06T00:00:00Z", bucket: "WEEK" } as const;
    expect(await created(range)).toEqual([
      ["2024-12-23T00:00:00.000Z", 1],
      ["2024-12-30T00:00:00.000Z", 2],
    ]);
  });

  test("buckets count only reservations created within the range, start included and end excluded", async () => {
    await createAt(
      "2024-06-01T11:59:59.999Z",
      "2024-06-01T12:00:00Z",
      "2024-06-02T11:59:59.999Z",
      "2024-06-02T12:00:00Z",
    );
    const answer = await analytics({ stationId, from: "2024-06-01T12:00:00Z", to: "2024-06-02T12:00:00Z" });
    expect(answer.created).toBe(2);
    expect(starts(answer)).toEqual(["2024-06-01T00:00:00.000Z", "2024-06-02T00:00:00.000Z"]);
    expect(answer.buckets.map((each) => each.created)).toEqual([1, 1]);
  });

  test("buckets are days by default", async () => {
    const range = { from: "2024-06-01T00:00:00Z", to: "2024-06-03T00:00:00Z" };
    expect(starts(await analytics(range))).toHaveLength(2);
    expect(starts(await analytics({ ...range, bucket: null }))).toHaveLength(2);
  });
});

describe("analytics refusals", () => {
  test("analytics refuse an empty, too long or impossible range, and an invalid station id", async () => {
    const refused = async (range: Range) => fieldOf(await scene.operator.refusal(ReadAnalytics, range));
    const toRefused = { code: "BAD_USER_INPUT", path: "to" };
    const fromRefused = { code: "BAD_USER_INPUT", path: "from" };
    const day = { from: "2024-01-02T00:00:00Z", to: "2024-01-02T00:00:00Z" };
    expect(await refused(day)).toEqual(toRefused);
    expect(await refused({ ...day, to: "2024-01-01T00:00:00Z" })).toEqual(toRefused);
    expect(await refused({ ...day, to: "2025-02-06T00:00:00Z" })).toEqual(toRefused);
    expect(await refused({ ...day, to: "2024-02-02T00:00:00Z", bucket: "HOUR" })).toEqual(toRefused);
    expect(await refused({ from: "0000-01-01T00:00:00Z", to: "0000-01-02T00:00:00Z" })).toEqual(fromRefused);
    expect(await refused({ from: "9999-12-31T00:00:00Z", to: "9999-12-31T23:59:59-12:00" })).toEqual(
      toRefused,
    );
    expect(await refused({ from: "0001-01-01T00:00:00Z", to: "9999-12-31T00:00:00Z" })).toEqual(toRefused);
    expect(
      fieldOf(
        await scene.operator.refusal(ReadAnalytics, { ...day, to: "2024-01-03T00:00:00Z", stationId: "x" }),
      ),
    ).toEqual({ code: "BAD_USER_INPUT", path: "stationId" });
  });

  test("analytics accept the first and the last day of the calendar", async () => {
    for (const bucket of ["HOUR", "DAY", "WEEK", "MONTH"] as const) {
      const first = await analytics({ from: "0001-01-01T00:00:00Z", to: "0001-01-01T01:00:00Z", bucket });
      expect(starts(first)).toEqual(["0001-01-01T00:00:00.000Z"]);
      const last = await analytics({ from: "9999-12-31T23:00:00Z", to: "9999-12-31T23:59:59.999Z", bucket });
      expect(starts(last)).toHaveLength(1);
    }
  });

  test("analytics refuse anonymous callers, drivers and chargers", async () => {
    const range = { from: "2024-01-01T00:00:00Z", to: "2024-01-02T00:00:00Z" };
    const { client: driver } = await scene.newDriver();
    const charger = await scene.as("charger", "CHARGER");
    expect((await scene.anonymous.refusal(ReadAnalytics, range)).extensions.code).toBe("UNAUTHENTICATED");
    expect((await driver.refusal(ReadAnalytics, range)).extensions.code).toBe("FORBIDDEN");
    expect((await charger.refusal(ReadAnalytics, range)).extensions.code).toBe("FORBIDDEN");
  });
});
