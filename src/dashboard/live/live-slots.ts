import type { SlotStatus, WatchAllSlotsSubscription } from "../api/documents.ts";

type SlotEvent = WatchAllSlotsSubscription["slotStatusChanged"];

/** A slot as the feed last told of it. */
export interface LiveSlot {
  readonly id: string;
  readonly label: string;
  readonly connectorType: string | null;
  readonly powerKw: number | null;
  readonly portLabel: string;
  readonly stationId: string;
  readonly status: SlotStatus;
  readonly version: number;
  /** When the server changed the status; null until it has told of a change. */
  readonly changedAt: string | null;
  /** When this page heard of a change, by `performance.now()`; null for what it began with. */
  readonly heardAt: number | null;
}

export type StatusCounts = Readonly<Record<SlotStatus, number>>;

export interface LiveStation {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly bookingMode: "IMMEDIATE" | "CALENDAR";
  readonly slots: readonly LiveSlot[];
  readonly counts: StatusCounts;
}

/**
 * The picture: every slot at the newest version that was heard of, by its station. A version that is older than the one
 * shown is dropped, whatever way it comes. What changes is a new object, what stays is the same one, so that a component
 * renders only where something changed.
 */
export class LiveSlots {
  readonly #slots = new Map<string, LiveSlot>();
  readonly #stations = new Map<string, LiveStation>();
  readonly #stale = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #schedule: (flush: () => void) => void;
  #all: readonly LiveStation[] = [];
  #scheduled = false;

  /** @param schedule runs what it is given soon: before the next frame is painted. */
  constructor(schedule: (flush: () => void) => void = beforeNextFrame) {
    this.#schedule = schedule;
  }

  /** By name. */
  get stations(): readonly LiveStation[] {
    return this.#all;
  }

  slot(id: string): LiveSlot | undefined {
    return this.#slots.get(id);
  }

  station(id: string): LiveStation | undefined {
    return this.#stations.get(id);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  learn({ kind, slot, status, version, occurredAt }: SlotEvent): void {
    const known = this.#slots.get(slot.id);
    if (known && known.version >= version) return;
    const { id, label, connectorType = null, powerKw = null, port } = slot;
    const { id: stationId, name, address = null, bookingMode } = port.station;
    const isChange = kind === "CHANGE" || known !== undefined;
    this.#slots.set(id, {
      ...{ id, label, connectorType, powerKw, portLabel: port.label, stationId, status, version },
      changedAt: kind === "CHANGE" ? occurredAt : (known?.changedAt ?? null),
      heardAt: isChange ? performance.now() : null,
    });
    const station = this.#stations.get(stationId);
    const slots = station?.slots ?? [];
    this.#stations.set(stationId, {
      id: stationId,
      name,
      address,
      bookingMode,
      slots,
      counts: countsOf(slots),
    });
    this.#stale.add(id);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#flush());
  }

  // Once a frame, however many events came since the last one.
  #flush(): void {
    this.#scheduled = false;
    const changed = new Map<string, LiveSlot[]>();
    for (const id of this.#stale) {
      const slot = this.#slots.get(id) as LiveSlot;
      changed.set(slot.stationId, [...(changed.get(slot.stationId) ?? []), slot]);
    }
    this.#stale.clear();
    for (const [stationId, fresh] of changed) {
      const station = this.#stations.get(stationId) as LiveStation;
      const slots = new Map([...station.slots, ...fresh].map((slot) => [slot.id, slot]));
      const sorted = [...slots.values()].toSorted(byPlace);
      this.#stations.set(stationId, { ...station, slots: sorted, counts: countsOf(sorted) });
    }
    this.#all = [...this.#stations.values()].toSorted((a, b) => order.compare(a.name, b.name));
    for (const listener of this.#listeners) listener();
  }
}

const order = new Intl.Collator(undefined, { numeric: true });

function byPlace(a: LiveSlot, b: LiveSlot): number {
  return order.compare(a.portLabel, b.portLabel) || order.compare(a.label, b.label);
}

function countsOf(slots: readonly LiveSlot[]): StatusCounts {
  const counts = { AVAILABLE: 0, BOOKED: 0, IN_USE: 0, INACTIVE: 0 };
  for (const { status } of slots) counts[status] += 1;
  return counts;
}

// A hidden page is given no frames.
function beforeNextFrame(flush: () => void): void {
  if (document.hidden) setTimeout(flush);
  else requestAnimationFrame(flush);
}
