import type { SlotStatus } from "../api/documents.ts";
import type { LiveSlot, LiveStation, StatusCounts } from "../live/live-slot.ts";
import { withChange } from "../shared/address.ts";
import { slotStatuses } from "../shared/slot-statuses.ts";

/** Which slots are shown. An empty or null member does not restrict them. */
export interface BoardFilter {
  readonly text: string;
  readonly statuses: readonly SlotStatus[];
  readonly connector: string | null;
}

/** A station with those of its slots that match the filter. */
export interface ShownStation {
  readonly station: LiveStation;
  readonly slots: readonly LiveSlot[];
}

const TEXT = "q";
const STATUS = "status";
const CONNECTOR = "connector";

/** Reads the filter from the address, ignoring invalid values. */
export function readFilter(params: URLSearchParams): BoardFilter {
  const chosen = new Set(params.getAll(STATUS));
  return {
    text: params.get(TEXT) ?? "",
    statuses: slotStatuses.filter((status) => chosen.has(status)),
    connector: params.get(CONNECTOR) || null,
  };
}

/** The query string with another filter. Its other parameters stay. */
export function writeFilter(params: URLSearchParams, filter: BoardFilter): URLSearchParams {
  const { text, statuses, connector } = filter;
  return withChange(params, { [TEXT]: text.trim(), [STATUS]: statuses, [CONNECTOR]: connector });
}

export const noFilter: BoardFilter = { text: "", statuses: [], connector: null };

export function isFiltering({ text, statuses, connector }: BoardFilter): boolean {
  return text.trim() !== "" || statuses.length > 0 || connector !== null;
}

/**
 * Returns a function that applies a filter to stations. An unchanged station yields the same object again, so that each
 * change costs the work for one station.
 */
export function createMatcher(filter: BoardFilter): (stations: readonly LiveStation[]) => ShownStation[] {
  const terms = fold(filter.text).split(/\s+/).filter(Boolean);
  const isShown = ({ status, connectorType }: LiveSlot) =>
    (filter.statuses.length === 0 || filter.statuses.includes(status)) &&
    (filter.connector === null || filter.connector === connectorType);
  const known = new WeakMap<LiveStation, ShownStation>();
  const look = (station: LiveStation): ShownStation => {
    // Each term must occur in the station's name or address, or else in the labels of the slot and its port.
    const left = terms.filter((term) => !fold(`${station.name} ${station.address ?? ""}`).includes(term));
    const hasTerms = ({ label, portLabel }: LiveSlot) => {
      const labels = fold(`${portLabel} ${label}`);
      return left.every((term) => labels.includes(term));
    };
    const slots = station.slots.filter((slot) => isShown(slot) && hasTerms(slot));
    return { station, slots };
  };
  return (stations) => {
    const shown: ShownStation[] = [];
    for (const station of stations) {
      let match = known.get(station);
      if (!match) {
        match = look(station);
        known.set(station, match);
      }
      if (match.slots.length > 0) shown.push(match);
    }
    return shown;
  };
}

/** Removes case and diacritics, so that "tram" finds "Trạm". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replaceAll("đ", "d");
}

export function totalOf(stations: readonly LiveStation[]): StatusCounts {
  const total = { AVAILABLE: 0, BOOKED: 0, IN_USE: 0, INACTIVE: 0 };
  for (const { counts } of stations) for (const status of slotStatuses) total[status] += counts[status];
  return total;
}

export function connectorsOf(stations: readonly LiveStation[]): string[] {
  const connectors = new Set<string>();
  for (const { slots } of stations)
    for (const { connectorType } of slots) if (connectorType) connectors.add(connectorType);
  return [...connectors].sort();
}
