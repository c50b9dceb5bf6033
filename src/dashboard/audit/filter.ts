import type { AuditLogFilter } from "../api/documents.ts";

/** What the address of the page says is looked for. */
export interface AuditSearch {
  readonly actorId: string | null;
  readonly operation: string | null;
  readonly thingId: string | null;
  /** The first and the last day, in the viewer's zone, such as `2026-11-22`; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

export function searchOf(parameters: URLSearchParams): AuditSearch {
  const day = (name: string) => {
    const text = parameters.get(name) ?? "";
    return DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00`)) ? text : null;
  };
  return {
    actorId: parameters.get("actor"),
    operation: parameters.get("operation"),
    thingId: parameters.get("thing"),
    from: day("from"),
    to: day("to"),
  };
}

/** As the API takes it, whose bounds are exclusive. */
export function filterOf({ actorId, operation, thingId, from, to }: AuditSearch): AuditLogFilter {
  const first = from === null ? null : new Date(`${from}T00:00`);
  const end = to === null ? null : new Date(`${to}T00:00`);
  // By the calendar: a day is not always 24 hours long.
  end?.setDate(end.getDate() + 1);
  return {
    actorId,
    operation,
    thingId,
    occurredAfter: first && new Date(first.getTime() - 1).toISOString(),
    occurredBefore: end?.toISOString(),
  };
}
