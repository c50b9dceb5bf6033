/** The value of an `<input type="datetime-local">`: local time, to the minute. */
export function toLocalInput(instant: number | string): string {
  const date = new Date(instant);
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/**
 * Converts the value of a datetime-local input. Null if it is empty or not a time. When clocks are set back, a local
 * time can mean two instants: one of `meant` is used if it has this local time.
 */
export function fromLocalInput(text: string, meant: readonly (number | string)[] = []): string | null {
  const known = meant.find((instant) => toLocalInput(instant) === text);
  if (known !== undefined) return new Date(known).toISOString();
  const ms = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

interface Day {
  readonly from: Date;
  readonly to: Date;
}

/** From midnight to midnight in local time: 23 or 25 hours when the clocks change. Null if there is no such day. */
export function dayOf(day: string): Day | null {
  const from = new Date(`${day}T00:00`);
  // `Date` turns 30 February into a day in March.
  if (Number.isNaN(from.getTime()) || toLocalInput(from.getTime()).slice(0, day.length) !== day) return null;
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  return { from, to };
}

/**
 * The days from the first to the last, both inclusive, as the API's bounds. The API's bounds are exclusive, and its
 * times are whole milliseconds. An invalid day sets no bound.
 */
export function boundsOf(firstDay: string, lastDay: string) {
  const first = dayOf(firstDay);
  return {
    after: first && new Date(first.from.getTime() - 1).toISOString(),
    before: dayOf(lastDay)?.to.toISOString() ?? null,
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
