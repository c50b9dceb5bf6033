import { describe, expect, test } from "vitest";
import { readSearch, toAuditFilter } from "../../../src/dashboard/audit/audit-filter.ts";
import { changesOf, valueText } from "../../../src/dashboard/audit/changes.ts";

describe("the changes of an audit entry", () => {
  test("are shown field by field", () => {
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
  ])("show the value %j as %j", (value, text) => {
    expect(valueText(value, (at) => `at ${at}`)).toBe(text);
  });
});

describe("the audit log's filter from the URL", () => {
  const filter = (query: string) => {
    const given = Object.entries(toAuditFilter(readSearch(new URLSearchParams(query))));
    return Object.fromEntries(given.filter(([, value]) => value != null));
  };

  test("becomes a filter of the API", () => {
    expect(filter("")).toEqual({});
    expect(filter("actor=user_1&operation=updatePort&thing=port_1")).toEqual({
      actorId: "user_1",
      operation: "updatePort",
      thingId: "port_1",
    });
  });

  test("contains the chosen days", () => {
    expect(Object.keys(filter("from=2026-03-28&to=2026-03-29"))).toEqual(["occurredAfter", "occurredBefore"]);
  });

  test("ignores invalid days", () => {
    expect(filter("from=2026-13-01&to=yesterday")).toEqual({});
  });
});
