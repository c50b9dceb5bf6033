import type { FieldError } from "./domain-error.ts";

// What RFC 3339 can write. The year 1 begins with a Monday, so that no bucket of a time in it begins before it.
const FIRST_TIME = new Date("0001-01-01T00:00:00Z");
const END_OF_TIME = new Date("9999-12-31T23:59:59.999Z");

/** What is wrong with an instant that its offset, or itself, has led beyond what could be answered; else nothing. */
export function yearErrors(instant: Date, path: string): FieldError[] {
  if (instant >= FIRST_TIME && instant <= END_OF_TIME) return [];
  return [{ path, message: "must be in the years 0001 to 9999 of UTC" }];
}
