/** What an `<input type="datetime-local">` takes and gives: the viewer's own wall clock, to the minute. */
export function toLocalInput(instant: number | string): string {
  const date = new Date(instant);
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
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

interface Day {
  readonly from: Date;
  readonly to: Date;
}

/** From midnight to midnight where the viewer is: 23 or 25 hours where the clocks change. Null where it is no day. */
export function dayOf(day: string): Day | null {
  const from = new Date(`${day}T00:00`);
  // The day after the 30th of February is none either.
  if (Number.isNaN(from.getTime()) || toLocalInput(from.getTime()).slice(0, day.length) !== day) return null;
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  return { from, to };
}

/**
 * All days from the first to the last, both of them in it, as the API has bounds: it takes what is after the one and
 * before the other, and its times are whole milliseconds. What is no day bounds nothing.
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
