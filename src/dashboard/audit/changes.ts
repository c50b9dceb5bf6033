type Facts = Readonly<Record<string, unknown>> | null | undefined;

/** What became of one field; what was not there, or is no longer, is undefined. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Field by field what an entry of the audit log says, in its own order; a thing that was made has no befores. */
export function changesOf(before: Facts, after: Facts): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].map((field) => ({ field, before: before?.[field], after: after?.[field] }));
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value of JSON, for people: texts as they are, times by `time`, and the rest as JSON writes it. */
export function valueText(value: unknown, time: (at: string) => string): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "string") return TIME.test(value) ? time(value) : value;
  return JSON.stringify(value);
}
