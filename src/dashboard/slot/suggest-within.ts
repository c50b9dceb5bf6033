const STEP_MS = 5 * 60_000;
const USUAL_MS = 60 * 60_000;

/** What one would usually book of a free window: its first hour, from full five minutes on, or as much as there is. */
export function suggestWithin({ startAt, endAt }: { startAt: string; endAt: string }): {
  readonly startAt: number;
  readonly endAt: number;
} {
  const [first, end] = [Date.parse(startAt), Date.parse(endAt)];
  const rounded = Math.ceil(first / STEP_MS) * STEP_MS;
  const start = rounded < end ? rounded : first;
  return { startAt: start, endAt: Math.min(start + USUAL_MS, end) };
}
