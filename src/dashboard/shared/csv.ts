/** Text is made harmless; a number is written as it is, and null as nothing. */
export type CsvCell = string | number | null;

// Excel takes a list for UTF-8 only with this in front.
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Where a formula would begin: in front of one of these signs at the beginning of a cell, and after whatever a program
 * that is set to another separator, as in countries with a decimal comma, begins a new cell at.
 */
const FORMULA = /(?<=(?:^|[;\t\r\n])[\s"']*)(?=[=+\-@＝＋－＠])/g;

/** A list as RFC 4180 has it, which no spreadsheet takes for formulas, whoever wrote the texts in it. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(toField).join(",")}\r\n`).join("");
}

function toField(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = cell.replace(FORMULA, "'").replace(/^(?=[\t\r\n])/, "'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file's name of some words, without what some system does not allow in one. */
export function csvFileName(...words: readonly string[]): string {
  const safe = words.map((word) => word.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, ""));
  return `${["slotwire", ...safe.filter((word) => word !== "")].join("_").slice(0, 120)}.csv`;
}
