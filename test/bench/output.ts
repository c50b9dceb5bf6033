/** Writes a result to stdout. */
export function print(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  process.stdout.write(text);
}

/** Reports progress on stderr, on a terminal in a single line that is overwritten. */
export function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
}

const CLEAR_LINE = "\r\x1b[2K";
