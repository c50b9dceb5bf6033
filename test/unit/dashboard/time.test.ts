import { expect, test } from "vitest";
import { createFormat } from "../../../src/dashboard/app/time.tsx";

test.each(["en-US", "en-GB", "vi"])("in %s a time has the same format alone and after its date", (locale) => {
  const format = createFormat(locale);
  const at = new Date(2026, 2, 1, 1, 16);
  expect(format.dateTime(at)).toContain(format.time(at));
});

test("a time has its date unless it is on the day of the reader", () => {
  const format = createFormat("en-GB");
  const now = new Date(2026, 2, 1, 23, 50).getTime();
  expect(format.timeOn(new Date(2026, 2, 1, 1, 16), now)).toBe("01:16");
  expect(format.timeOn(new Date(2026, 2, 2, 0, 10), now)).toBe("2 Mar 2026, 00:10");
});

test.each([
  [59_400, "in 59 seconds"],
  [59_600, "in 1 minute"],
  [3_590_000, "in 1 hour"],
  [-3_590_000, "1 hour ago"],
  [47.6 * 3_600_000, "in 2 days"],
])("%d ms are told in the largest unit that fits: %s", (ms, said) => {
  expect(createFormat("en-GB").relative(ms, 0)).toBe(said);
});
