/** Formats columns as wide as their widest cell, the first left-aligned and the others right-aligned. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const [head, ...body] = rows.map(line);
  return `${[head, widths.map((width) => "-".repeat(width)).join("  "), ...body].join("\n")}\n`;
}
