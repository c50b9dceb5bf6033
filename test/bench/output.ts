/** Writes to stdout what the run is for. */
export function print(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  process.stdout.write(text);
}

/** Says on stderr what goes on: on a terminal in one line that is written over. */
export function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
}

const CLEAR_LINE = "\r\x1b[2K";
