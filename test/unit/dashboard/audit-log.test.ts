import { describe, expect, test } from "vitest";
import { changesOf, valueText } from "../../../src/dashboard/audit/changes.ts";
import { filterOf, searchOf } from "../../../src/dashboard/audit/filter.ts";

describe("what an entry changed", () => {
  test("is shown field by field", () => {
    expect(changesOf({ name: "A", address: null }, { name: "B", address: "Street 1" })).toEqual([
      { field: "name", before: "A", after: "B" },
      { field: "address", before: null, after: "Street 1" },
    ]);
    expect(changesOf(null, { label: "P1" })).toEqual([{ field: "label", before: undefined, after: "P1" }]);
    expect(changesOf({ label: "P1" }, null)).toEqual([{ field: "label", before: "P1", after: undefined }]);
    expect(changesOf(null, null)).toEqual([]);
  });

  test.each([
    ["text", "text"],
    ["", "–"],
    [null, "–"],
    [false, "false"],
    [0, "0"],
    [["A", "B"], '["A","B"]'],
    [{ id: 1 }, '{"id":1}'],
    ["2026-11-22T04:16:54.111Z", "at 2026-11-22T04:16:54.111Z"],
    ["2026-11-22", "2026-11-22"],
  ])("%j is written %j", (value, text) => {
    expect(valueText(value, (at) => `at ${at}`)).toBe(text);
  });
});

describe("what the address says is looked for", () => {
  const filter = (query: string) => {
    const given = Object.entries(filterOf(searchOf(new URLSearchParams(query))));
    return Object.fromEntries(given.filter(([, value]) => value != null));
  };

  test("is a filter of the API", () => {
    expect(filter("")).toEqual({});
    expect(filter("actor=user_1&operation=updatePort&thing=port_1")).toEqual({
      actorId: "user_1",
      operation: "updatePort",
      thingId: "port_1",
    });
  });

  test("has both of its days, in the viewer's zone", () => {
    const { occurredAfter, occurredBefore } = filter("from=2026-03-28&to=2026-03-29");
    const start = new Date(2026, 2, 28).getTime();
    expect(Date.parse(occurredAfter ?? "")).toBe(start - 1);
    expect(Date.parse(occurredBefore ?? "")).toBe(new Date(2026, 2, 30).getTime());
  });

  test("is nothing where it is no day", () => {
    expect(filter("from=2026-13-01&to=yesterday")).toEqual({});
  });
});
