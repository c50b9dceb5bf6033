import { describe, expect, test } from "vitest";
import {
  AnalyticsBucket,
  bucketCount,
  refuseRange,
  shareOfEnded,
  totals,
} from "../../src/reports/analytics.rules.ts";

const range = (from: string, to: string, bucket: AnalyticsBucket = "DAY") => ({
  from: new Date(from),
  to: new Date(to),
  bucket,
});

describe("the number of buckets", () => {
  test.each([
    ["2024-02-28T00:00:00Z", "2024-03-01T00:00:00Z", "DAY", 2],
    ["2024-02-28T12:00:00Z", "2024-03-01T00:00:00.001Z", "DAY", 3],
    ["2024-03-31T00:30:00Z", "2024-03-31T04:00:00Z", "HOUR", 4],
    // A Sunday and the following Monday.
    ["2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z", "WEEK", 2],
    ["2024-01-01T00:00:00Z", "2024-01-08T00:00:00Z", "WEEK", 1],
    ["1969-12-28T00:00:00Z", "1969-12-29T00:00:01Z", "WEEK", 2],
    ["2023-12-31T00:00:00Z", "2024-02-01T00:00:00Z", "MONTH", 2],
    ["0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z", "WEEK", 1],
  ] as const)("from %s to %s by %s is %i", (from, to, bucket, count) => {
    expect(bucketCount(range(from, to, bucket))).toBe(count);
  });
});

describe("a range of analytics", () => {
  const path = (refused: ReturnType<typeof refuseRange>) =>
    (refused?.facts["fields"] as { path: string }[] | undefined)?.[0]?.path;

  test("may have 400 buckets and no more", () => {
    expect(refuseRange(range("2023-01-01T00:00:00Z", "2024-02-05T00:00:00Z"))).toBeNull();
    expect(path(refuseRange(range("2023-01-01T00:00:00Z", "2024-02-05T00:00:00.001Z")))).toBe("to");
  });

  test("ends after it begins", () => {
    expect(path(refuseRange(range("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")))).toBe("to");
    expect(path(refuseRange(range("2024-01-02T00:00:00Z", "2024-01-01T00:00:00Z")))).toBe("to");
  });

  test("must lie in the years 1 to 9999", () => {
    expect(path(refuseRange(range("0000-12-31T00:00:00Z", "0001-01-02T00:00:00Z")))).toBe("from");
    expect(path(refuseRange(range("9999-12-30T00:00:00Z", "9999-12-31T23:59:59.999-10:00")))).toBe("to");
    for (const bucket of Object.values(AnalyticsBucket)) {
      expect(refuseRange(range("0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z", bucket))).toBeNull();
      expect(refuseRange(range("9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999Z", bucket))).toBeNull();
    }
  });
});

test("rates are shares of the ended reservations, and null if none has ended", () => {
  const none = { created: 5, completed: 0, cancelled: 0, expired: 0, missed: 0 };
  expect(shareOfEnded(none, "completed")).toBeNull();
  const some = totals([
    { ...none, completed: 3, expired: 1 },
    { ...none, cancelled: 2, missed: 2 },
  ]);
  expect(some).toEqual({ created: 10, completed: 3, cancelled: 2, expired: 1, missed: 2 });
  expect(shareOfEnded(some, "completed")).toBe(3 / 8);
  expect(shareOfEnded(some, "expired")).toBe(1 / 8);
});
