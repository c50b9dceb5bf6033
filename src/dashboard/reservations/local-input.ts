/** An instant as an `<input type="datetime-local">` has it, in the viewer's zone, to the minute. */
export function toLocalInput(at: string | null): string {
  if (at === null) return "";
  const time = new Date(at);
  return `${toDateInput(time)}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/**
 * Null where it is not filled in. Where clocks are set back, an hour has the same times as the one before: what says the
 * same as it did is the instant that it `was`.
 */
export function fromLocalInput(value: string, was: string | null = null): string | null {
  if (was !== null && value === toLocalInput(was)) return was;
  const time = new Date(value);
  return value === "" || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The first instant of a day, or of the day after it, from what an `<input type="date">` has. */
export function dayBegins(day: string, daysLater = 0): string | null {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const time = new Date(Number(year), Number(month) - 1, Number(date) + daysLater);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function toDateInput(time: Date): string {
  return `${String(time.getFullYear()).padStart(4, "0")}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
