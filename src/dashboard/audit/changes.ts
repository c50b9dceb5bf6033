type Facts = Readonly<Record<string, unknown>> | null | undefined;

/** The change of one field. A value is undefined if the field did not exist at that time. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The changes of an audit log entry, field by field, in its order. A created object has no old values. */
export function changesOf(before: Facts, after: Facts): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].map((field) => ({ field, before: before?.[field], after: after?.[field] }));
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Formats a JSON value for people: strings as they are, times with `time`, everything else as JSON. */
export function valueText(value: unknown, time: (at: string) => string): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "string") return TIME.test(value) ? time(value) : value;
  return JSON.stringify(value);
}
