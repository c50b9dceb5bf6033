import { expect, test } from "vitest";
import { boundsOf, dayOf, fromLocalInput, toLocalInput } from "../../../src/dashboard/shared/local-time.ts";
import { suggestWithin } from "../../../src/dashboard/slot/suggest-within.ts";

test("a time survives an input field to the minute, and an invalid time becomes null", () => {
  const noon = new Date(2026, 2, 9, 12, 5).toISOString();
  expect(toLocalInput(noon)).toBe("2026-03-09T12:05");
  expect(fromLocalInput("2026-03-09T12:05")).toBe(noon);
  expect(fromLocalInput("")).toBeNull();
  expect(fromLocalInput("soon")).toBeNull();
});

test("a day lasts from midnight to midnight", () => {
  const day = dayOf("2026-02-28");
  expect([day?.from, day?.to].map((at) => at && toLocalInput(at.getTime()))).toEqual([
    "2026-02-28T00:00",
    "2026-03-01T00:00",
  ]);
  for (const none of ["", "yesterday", "2026-13-01", "2026-02-30"]) expect(dayOf(none)).toBeNull();
});

test("bounds include the first and the last day", () => {
  const { after, before } = boundsOf("2026-03-28", "2026-03-29");
  expect(Date.parse(after ?? "")).toBe(new Date(2026, 2, 28).getTime() - 1);
  expect(Date.parse(before ?? "")).toBe(new Date(2026, 2, 30).getTime());
  expect(boundsOf("", "never")).toEqual({ after: null, before: null });
});

test("the suggestion within a free window is its first hour, starting at a multiple of five minutes", () => {
  const suggest = (startAt: string, endAt: string) => {
    const window = suggestWithin({ startAt: `2026-01-01T${startAt}Z`, endAt: `2026-01-01T${endAt}Z` });
    return [window.startAt, window.endAt].map((at) => new Date(at).toISOString().slice(11, 19));
  };
  expect(suggest("10:00:00", "20:00:00")).toEqual(["10:00:00", "11:00:00"]);
  expect(suggest("10:01:30", "20:00:00")).toEqual(["10:05:00", "11:05:00"]);
  expect(suggest("10:01:30", "10:30:00")).toEqual(["10:05:00", "10:30:00"]);
  expect(suggest("10:01:00", "10:04:00")).toEqual(["10:01:00", "10:04:00"]);
});
