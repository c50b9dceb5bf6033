/** The shortest retention with which the database allows entries to be deleted. */
export const LEAST_RETENTION_DAYS = 30;

/** The fields of a thing, as JSON can hold them; times may still be `Date`s. */
export type Facts = Readonly<Record<string, unknown>>;

interface Difference {
  readonly before: Facts | null;
  readonly after: Facts | null;
}

/** What differs, except `updatedAt`: all fields of a thing that was made or removed; null if nothing differs. */
export function difference(before: object | null, after: object | null): Difference {
  return before && after
    ? changes({ ...before }, { ...after })
    : { before: copy(before), after: copy(after) };
}

function copy(thing: object | null): Facts | null {
  return thing && { ...thing };
}

function changes(before: Facts, after: Facts): Difference {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => key !== "updatedAt",
  );
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (changed.length === 0) return { before: null, after: null };
  const only = (facts: Facts) =>
    Object.fromEntries(changed.filter((key) => key in facts).map((key) => [key, facts[key]]));
  return { before: only(before), after: only(after) };
}
