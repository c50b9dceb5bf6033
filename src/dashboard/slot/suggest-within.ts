const STEP_MS = 5 * 60_000;
const USUAL_MS = 60 * 60_000;

/** The part of a free window to suggest: its first hour, starting at a full five minutes, or less if there is less. */
export function suggestWithin({ startAt, endAt }: { startAt: string; endAt: string }): {
  readonly startAt: number;
  readonly endAt: number;
} {
  const [first, end] = [Date.parse(startAt), Date.parse(endAt)];
  const rounded = Math.ceil(first / STEP_MS) * STEP_MS;
  const start = rounded < end ? rounded : first;
  return { startAt: start, endAt: Math.min(start + USUAL_MS, end) };
}
