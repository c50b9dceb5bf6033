import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endOf, viewOf } from "../../../src/dashboard/analytics/period.ts";
import { bucketCount, refuseRange } from "../../../src/reports/analytics.rules.ts";

const now = Date.parse("2026-11-22T15:30:00Z");
const view = (query: string) => viewOf(new URLSearchParams(query), now);

describe("the period", () => {
  test.each([
    ["", "30d", "2026-10-24", "DAY"],
    ["period=7d", "7d", "2026-11-16", "DAY"],
    ["period=90d", "90d", "2026-08-25", "WEEK"],
    ["period=12m", "12m", "2025-12-01", "MONTH"],
    ["period=whatever", "30d", "2026-10-24", "DAY"],
  ])("of the query %j is %s, from %s by %s, and ends today", (query, period, firstDay, bucket) => {
    expect(view(query)).toMatchObject({ period, firstDay, lastDay: "2026-11-22", bucket, stationId: null });
    expect(view(query).range).toEqual({
      from: `${firstDay}T00:00:00.000Z`,
      to: "2026-11-23T00:00:00.000Z",
    });
  });

  test("includes its first and its last day if the user chose them", () => {
    expect(view("period=own&from=2024-02-28&to=2024-02-29&station=station_1")).toMatchObject({
      range: { from: "2024-02-28T00:00:00.000Z", to: "2024-03-01T00:00:00.000Z" },
      bucket: "HOUR",
      stationId: "station_1",
    });
  });

  test.each(["from=2026-02-30", "from=x", "from=", "from=0001-01-01", ""])(
    "whose chosen first day is invalid (%s) is the week up to its last day",
    (from) => {
      expect(view(`period=own&to=2026-03-07&${from}`)).toMatchObject({ firstDay: "2026-03-01" });
    },
  );

  test("that ends before it begins has no possible bucket", () => {
    expect(view("period=own&from=2026-03-08&to=2026-03-07")).toMatchObject({ bucket: null, possible: [] });
  });
});

describe("the bucket", () => {
  test("is the chosen one if the server accepts it for the period", () => {
    expect(view("period=7d&bucket=HOUR").bucket).toBe("HOUR");
    expect(view("period=90d&bucket=HOUR").bucket).toBe("WEEK");
    expect(view("period=90d&bucket=x").bucket).toBe("WEEK");
  });

  test("is one that the server accepts, for any days", () => {
    const day = fc
      .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [from, to] = [one, other].toSorted();
        const { range, possible, bucket } = view(`period=own&from=${from}&to=${to}`);
        const asked = { from: new Date(range.from), to: new Date(range.to) };
        for (const each of possible) expect(refuseRange({ ...asked, bucket: each })).toBeNull();
        if (bucket === null) expect(bucketCount({ ...asked, bucket: "MONTH" })).toBeGreaterThan(300);
        else expect(possible).toContain(bucket);
      }),
    );
  });

  test.each([
    ["2026-11-22T23:00:00.000Z", "HOUR", "2026-11-23T00:00:00.000Z"],
    ["2024-02-28T00:00:00.000Z", "DAY", "2024-02-29T00:00:00.000Z"],
    ["2026-11-16T00:00:00.000Z", "WEEK", "2026-11-23T00:00:00.000Z"],
    ["2024-02-01T00:00:00.000Z", "MONTH", "2024-03-01T00:00:00.000Z"],
  ] as const)("of %s by %s ends at %s", (start, bucket, end) => {
    expect(new Date(endOf(start, bucket)).toISOString()).toBe(end);
  });
});
