import type { Example } from "./examples.ts";

interface Tab {
  readonly query?: string | null;
  readonly variables?: string | null;
}

/** The part of localStorage that GraphiQL reads when it starts. */
interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/**
 * Updates the stored examples, because a window of last week can no longer be booked. Only past dates are changed, and
 * only in tabs whose operation is still the example's. Pasted ids stay.
 */
export function refreshStoredTabs(storage: TabStorage, examples: readonly Example[], now: Date): void {
  const stored = parsed(storage.getItem("graphiql:tabState")) as { tabs?: Tab[] } | null;
  if (!Array.isArray(stored?.tabs)) return;
  const tabs = stored.tabs.map((tab) => ({ ...tab, variables: refreshed(tab, examples, now) }));
  storage.setItem("graphiql:tabState", JSON.stringify({ ...stored, tabs }));
  // GraphiQL stores the open tab a second time and matches the two by content, so both must change alike.
  const open = { query: storage.getItem("graphiql:query"), variables: storage.getItem("graphiql:variables") };
  const variables = refreshed(open, examples, now);
  if (variables) storage.setItem("graphiql:variables", variables);
}

function refreshed({ query, variables }: Tab, examples: readonly Example[], now: Date) {
  const example = examples.find((each) => each.query === query);
  const kept = parsed(variables);
  if (!example || !kept) return variables;
  const fresh = withoutPast(kept, example.variables, now);
  return JSON.stringify(fresh) === JSON.stringify(kept) ? variables : JSON.stringify(fresh, null, 2);
}

/** `kept`, with past dates replaced by those of `fresh`. */
function withoutPast(kept: unknown, fresh: unknown, now: Date): unknown {
  if (isDate(kept) && isDate(fresh)) return new Date(kept) < now ? fresh : kept;
  if (typeof kept !== "object" || kept === null || typeof fresh !== "object" || fresh === null) return kept;
  const entries = Object.entries(kept).map(
    ([key, value]) => [key, withoutPast(value, (fresh as Record<string, unknown>)[key], now)] as const,
  );
  return Array.isArray(kept) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
}

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
