/** What an `<input type="datetime-local">` takes and gives: the viewer's own wall clock, to the minute. */
export function toLocalInput(instant: number | string): string {
  const date = new Date(instant);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/**
 * Null where nothing, or no time, was entered. Where clocks are set back, an hour has the same times as the one before:
 * of the instants that were shown as these words, those that are `meant` are.
 */
export function fromLocalInput(text: string, meant: readonly (number | string)[] = []): string | null {
  const known = meant.find((instant) => toLocalInput(instant) === text);
  if (known !== undefined) return new Date(known).toISOString();
  const ms = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** From midnight to midnight where the viewer is: 23 or 25 hours where the clocks change. */
export function dayOf(day: string): { readonly from: Date; readonly to: Date } | null {
  const from = new Date(`${day}T00:00`);
  if (Number.isNaN(from.getTime())) return null;
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  return { from, to };
}

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
