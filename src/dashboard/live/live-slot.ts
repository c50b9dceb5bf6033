import type { SlotStatus, WatchAllSlotsSubscription } from "../api/documents.ts";

export type SlotEvent = WatchAllSlotsSubscription["slotStatusChanged"];

/** A slot as of the latest event. */
export interface LiveSlot {
  readonly id: string;
  readonly label: string;
  readonly connectorType: string | null;
  readonly powerKw: number | null;
  readonly portId: string;
  readonly portLabel: string;
  readonly stationId: string;
  readonly status: SlotStatus;
  readonly version: number;
  /** When the server changed the status. Null until the feed has sent a change. */
  readonly changedAt: string | null;
  /** When this page received the latest change, by `performance.now()`. Null for the initial state. */
  readonly receivedAt: number | null;
}

export type StatusCounts = Readonly<Record<SlotStatus, number>>;

export interface StationFacts {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly bookingMode: "IMMEDIATE" | "CALENDAR";
}

export interface LiveStation extends StationFacts {
  /** Sorted by port, then by label. */
  readonly slots: readonly LiveSlot[];
  readonly counts: StatusCounts;
}

const order = new Intl.Collator(undefined, { numeric: true });

export function byName(a: LiveStation, b: LiveStation): number {
  return order.compare(a.name, b.name) || order.compare(a.id, b.id);
}

export function byPortAndLabel(a: LiveSlot, b: LiveSlot): number {
  return (
    order.compare(a.portLabel, b.portLabel) ||
    order.compare(a.portId, b.portId) ||
    order.compare(a.label, b.label) ||
    order.compare(a.id, b.id)
  );
}

export function countsOf(slots: readonly LiveSlot[]): StatusCounts {
  const counts = { AVAILABLE: 0, BOOKED: 0, IN_USE: 0, INACTIVE: 0 };
  for (const { status } of slots) counts[status] += 1;
  return counts;
}
