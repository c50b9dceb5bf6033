import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvCell, csvFileName, toCsv } from "../../../src/dashboard/shared/csv.ts";

const read = (csv: string): string[][] =>
  parse(csv, { bom: true, record_delimiter: "\r\n", skip_empty_lines: false });
const readOne = (cell: CsvCell) => read(toCsv([["header", cell]]))[0]?.[1];

/** Any strings, and combinations of characters that are special in CSV. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom("=", "+", "-", "@", "＝", "\t", "\r", "\n", '"', "'", ",", ";", " ", "a", "1"))
    .map((characters) => characters.join("")),
);
const cell = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

describe("a CSV file", () => {
  test("is RFC 4180 in UTF-8 with a byte order mark", () => {
    const csv = toCsv([
      ["Trạm", "Số"],
      ['The "A", B', 1.5],
      [null, 0],
    ]);
    expect(csv).toBe('\uFEFFTrạm,Số\r\n"The ""A"", B",1.5\r\n,0\r\n');
  });

  test("reads back as written, except for the apostrophes that disarm formulas", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const [, ...back] = read(toCsv([rows[0]?.map(() => "header") ?? [], ...rows]));
        const withoutMarks = (value: string) => value.replaceAll("'", "");
        const written = rows.map((row) => row.map((each) => withoutMarks(String(each ?? ""))));
        expect(back.map((row) => row.map(withoutMarks))).toEqual(written);
      }),
    );
  });

  test("leaves text unchanged that no spreadsheet takes for a formula", () => {
    for (const harmless of ["Bãi xe A-1", "50 % + VAT", "a=b", "x@example.com", "2026-11-22T04:00:00.000Z"])
      expect(readOne(harmless)).toBe(harmless);
  });
});

describe("a text cell never begins with a formula", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["＝1+1", "'＝1+1"],
    ["\t=1", "'\t'=1"],
    ["\rx", "'\rx"],
    [" =1", " '=1"],
    ['"=1', "\"'=1"],
    ["a;=1", "a;'=1"],
    ["a\n=1", "a\n'=1"],
  ])("%j becomes %j", (dangerous, harmless) => {
    expect(readOne(dangerous)).toBe(harmless);
  });

  test("for any text, also in programs that split at semicolons and tabs", () => {
    fc.assert(
      fc.property(text, (any) => {
        const cellText = readOne(any) ?? "";
        expect(cellText).not.toMatch(/^[\t\r\n]/);
        for (const piece of cellText.split(/[;\t\r\n]/)) expect(piece).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
      }),
    );
  });

  test("but a negative number stays a number", () => {
    expect(readOne(-1.5)).toBe("-1.5");
  });
});

test("a CSV file's name contains the given words and no character that file systems forbid", () => {
  expect(csvFileName("analytics", "2026-11-01", "2026-11-22", "Trạm Lê Lợi / A:1?")).toBe(
    "slotwire_analytics_2026-11-01_2026-11-22_Trạm-Lê-Lợi-A-1.csv",
  );
  expect(csvFileName("audit-log", "", "../..")).toBe("slotwire_audit-log.csv");
  expect(csvFileName("x".repeat(500)).length).toBeLessThan(130);
});
