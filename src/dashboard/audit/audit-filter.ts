import type { AuditLogFilter } from "../api/documents.ts";
import { boundsOf, dayOf } from "../shared/local-time.ts";

/** The search that the page's address describes. */
export interface AuditSearch {
  readonly actorId: string | null;
  readonly operation: string | null;
  readonly thingId: string | null;
  /** The first and the last day, inclusive, in the viewer's zone, such as `2026-11-22`. Null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
}

export function readSearch(parameters: URLSearchParams): AuditSearch {
  const day = (name: string) => {
    const text = parameters.get(name) ?? "";
    return dayOf(text) ? text : null;
  };
  return {
    actorId: parameters.get("actor"),
    operation: parameters.get("operation"),
    thingId: parameters.get("thing"),
    from: day("from"),
    to: day("to"),
  };
}

/** The filter that is sent to the server. */
export function toAuditFilter({ actorId, operation, thingId, from, to }: AuditSearch): AuditLogFilter {
  const { after, before } = boundsOf(from ?? "", to ?? "");
  return { actorId, operation, thingId, occurredAfter: after, occurredBefore: before };
}
