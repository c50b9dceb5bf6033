import { expect, test } from "vitest";
import { createFormat } from "../../../src/dashboard/app/time.tsx";

test.each(["en-US", "en-GB", "vi"])("in %s a time has the same format alone and after its date", (locale) => {
  const format = createFormat(locale);
  const at = new Date(2026, 2, 1, 1, 16);
  expect(format.dateTime(at)).toContain(format.time(at));
});
