import type { ReservationFilter, ReservationOrder, ReservationStatus } from "../api/documents.ts";
import type { AddressChange } from "../shared/address.ts";
import { boundsOf, dayOf } from "../shared/local-time.ts";

export const statuses = [
  "PENDING",
  "ACTIVE",
  "WAITLISTED",
  "YOUR_TURN",
  "COMPLETED",
  "CANCELLED",
  "EXPIRED",
  "MISSED",
] as const satisfies readonly ReservationStatus[];

/** The filter that the page's address describes. */
export interface HistoryFilter {
  readonly statuses: readonly ReservationStatus[];
  readonly hidden: "all" | "visible" | "hidden";
  readonly station: string;
  /** Days of the viewer's calendar, both inclusive. They refer to the creation or, in WINDOW order, to the window. */
  readonly from: string;
  readonly to: string;
  readonly order: ReservationOrder;
}

/** Reads the filter, ignoring invalid parameters. */
export function readFilter(search: URLSearchParams): HistoryFilter {
  const hidden = search.get("hidden");
  const day = (name: string) => {
    const text = search.get(name) ?? "";
    return dayOf(text) ? text : "";
  };
  return {
    statuses: statuses.filter((status) => search.getAll("status").includes(status)),
    hidden: hidden === "visible" || hidden === "hidden" ? hidden : "all",
    station: search.get("station") ?? "",
    from: day("from"),
    to: day("to"),
    order: search.get("order") === "WINDOW" ? "WINDOW" : "NEWEST",
  };
}

/** The change that writes the filter to the address. Default values are left out. */
export function writeFilter({ statuses, hidden, station, from, to, order }: HistoryFilter): AddressChange {
  return {
    status: statuses,
    hidden: hidden === "all" ? null : hidden,
    order: order === "NEWEST" ? null : order,
    ...{ station, from, to },
  };
}

export const noFilter = readFilter(new URLSearchParams());

export function isFiltering(filter: HistoryFilter): boolean {
  return JSON.stringify(filter) !== JSON.stringify(noFilter);
}

/** The filter that is sent to the server. */
export function toReservationFilter(filter: HistoryFilter): ReservationFilter {
  const { statuses, hidden, station, from, to, order } = filter;
  const { after, before } = boundsOf(from, to);
  return {
    ...(statuses.length > 0 ? { statuses: [...statuses] } : {}),
    ...(hidden === "all" ? {} : { hidden: hidden === "hidden" }),
    ...(station ? { stationId: station } : {}),
    ...(order === "WINDOW"
      ? { windowAfter: after, windowBefore: before }
      : { createdAfter: after, createdBefore: before }),
  };
}
