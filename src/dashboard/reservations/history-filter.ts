import type { ReservationFilter, ReservationOrder, ReservationStatus } from "../api/documents.ts";
import { dayBegins } from "./local-input.ts";

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

/** What is looked for, as the address has it. */
export interface HistoryFilter {
  readonly statuses: readonly ReservationStatus[];
  readonly hidden: "all" | "visible" | "hidden";
  readonly station: string;
  /** Days of the viewer's calendar, the last one included: of creation, or of windows where these give the order. */
  readonly from: string;
  readonly to: string;
  readonly order: ReservationOrder;
}

/** What an address says that is no filter is left out. */
export function readFilter(search: URLSearchParams): HistoryFilter {
  const hidden = search.get("hidden");
  const day = (name: string) => (dayBegins(search.get(name) ?? "") ? (search.get(name) ?? "") : "");
  return {
    statuses: statuses.filter((status) => search.getAll("status").includes(status)),
    hidden: hidden === "visible" || hidden === "hidden" ? hidden : "all",
    station: search.get("station") ?? "",
    from: day("from"),
    to: day("to"),
    order: search.get("order") === "WINDOW" ? "WINDOW" : "NEWEST",
  };
}

export function writeFilter({ statuses, hidden, station, from, to, order }: HistoryFilter): URLSearchParams {
  return new URLSearchParams([
    ...statuses.map((status) => ["status", status]),
    ...(hidden === "all" ? [] : [["hidden", hidden]]),
    ...(order === "NEWEST" ? [] : [["order", order]]),
    ...Object.entries({ station, from, to }).filter(([, value]) => value !== ""),
  ]);
}

/** What the server is asked for. */
export function toReservationFilter(filter: HistoryFilter): ReservationFilter {
  const { statuses, hidden, station, from, to, order } = filter;
  // The server's bounds are open, and its times are whole milliseconds.
  const begin = from ? justBefore(dayBegins(from)) : null;
  const end = to ? dayBegins(to, 1) : null;
  return {
    ...(statuses.length > 0 ? { statuses: [...statuses] } : {}),
    ...(hidden === "all" ? {} : { hidden: hidden === "hidden" }),
    ...(station ? { stationId: station } : {}),
    ...(order === "WINDOW"
      ? { windowAfter: begin, windowBefore: end }
      : { createdAfter: begin, createdBefore: end }),
  };
}

function justBefore(at: string | null): string | null {
  return at && new Date(Date.parse(at) - 1).toISOString();
}
