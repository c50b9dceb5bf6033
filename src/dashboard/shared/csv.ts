/** Strings are neutralized against formulas. Numbers are written as they are, and null as an empty field. */
export type CsvCell = string | number | null;

// Excel assumes UTF-8 only if the file begins with this.
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Where a formula could begin: before one of these characters at the start of a cell, or after a character that starts
 * a new cell in programs with another separator, such as those set to a locale with a decimal comma.
 */
const FORMULA = /(?<=(?:^|[;\t\r\n])[\s"']*)(?=[=+\-@＝＋－＠])/g;

/** Formats rows as CSV by RFC 4180, such that no spreadsheet evaluates a text as a formula. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(toField).join(",")}\r\n`).join("");
}

function toField(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = cell.replace(FORMULA, "'").replace(/^(?=[\t\r\n])/, "'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file name made from words, without characters that some operating system forbids. */
export function csvFileName(...words: readonly string[]): string {
  const safe = words.map((word) => word.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, ""));
  return `${["slotwire", ...safe.filter((word) => word !== "")].join("_").slice(0, 120)}.csv`;
}
