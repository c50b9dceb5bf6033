import type { FieldError } from "./domain-error.ts";

// The range of RFC 3339. The year 1 begins with a Monday, so that no bucket of a time in it begins before it.
const FIRST_TIME = new Date("0001-01-01T00:00:00Z");
const END_OF_TIME = new Date("9999-12-31T23:59:59.999Z");

/** The error of an instant that lies, by itself or by its offset, outside the range of possible answers; else none. */
export function yearErrors(instant: Date, path: string): FieldError[] {
  if (instant >= FIRST_TIME && instant <= END_OF_TIME) return [];
  return [{ path, message: "must be between the years 0001 and 9999 in UTC" }];
}
