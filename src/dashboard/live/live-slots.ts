import {
  byName,
  byPortAndLabel,
  countsOf,
  type LiveSlot,
  type LiveStation,
  type SlotEvent,
  type StationFacts,
} from "./live-slot.ts";

/**
 * The picture: every slot, grouped by station, at the newest version that the feed sent. An older version than the one
 * shown is dropped, whichever way it arrives. Changed objects are replaced and unchanged ones stay identical, so that a
 * component renders only if its data changed. Listeners are called once per frame, however many events arrived.
 */
export class LiveSlots {
  readonly #slots = new Map<string, LiveSlot>();
  readonly #facts = new Map<string, StationFacts>();
  readonly #stations = new Map<string, LiveStation>();
  /** Slots that changed since the last flush, by station. */
  readonly #changed = new Map<string, Set<string>>();
  readonly #listeners = new Set<() => void>();
  readonly #schedule: (flush: () => void) => void;
  /** Removed slots, so that a late event does not bring one back. */
  readonly #removed = new Set<string>();
  /** Non-null while a snapshot replaces the picture: the ids of the slots that it has contained so far. */
  #seenInSnapshot: Set<string> | null = null;
  #all: readonly LiveStation[] = [];
  #scheduled = false;

  /** @param schedule runs its argument soon: before the next frame is painted. */
  constructor(schedule: (flush: () => void) => void) {
    this.#schedule = schedule;
  }

  /** Sorted by name. */
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

  apply(event: SlotEvent): void {
    const { kind, cause, status, version, occurredAt } = event;
    const { id, label, connectorType = null, powerKw = null, port } = event.slot;
    if (this.#removed.has(id)) return;
    if (cause === "SLOT_REMOVED") {
      this.#removed.add(id);
      this.#drop(id);
      return;
    }
    const known = this.#slots.get(id);
    const replaces = this.#seenInSnapshot?.has(id) === false;
    this.#seenInSnapshot?.add(id);
    // A snapshot event may bring another label even if the status version is the same.
    if (known && !replaces && (version < known.version || (version === known.version && kind === "CHANGE")))
      return;
    const hasChanged = version !== known?.version || status !== known.status;
    const isChange = hasChanged && (kind === "CHANGE" || known !== undefined);
    const slot: LiveSlot = {
      ...{ id, label, connectorType, powerKw, portId: port.id, portLabel: port.label },
      ...{ stationId: port.station.id, status, version },
      changedAt: kind === "CHANGE" ? occurredAt : hasChanged ? null : (known?.changedAt ?? null),
      receivedAt: isChange ? performance.now() : hasChanged ? null : (known?.receivedAt ?? null),
    };
    const hasStationChanged = this.#applyStation(port.station);
    if (known && isSame(known, slot)) {
      if (hasStationChanged) this.#touch(slot.stationId);
      return;
    }
    this.#slots.set(id, slot);
    this.#touch(slot.stationId).add(id);
  }

  /** Begins a snapshot that replaces the picture: versions may be lower, and slots may be missing. */
  beginSnapshot(): void {
    this.#seenInSnapshot = new Set();
    this.#removed.clear();
  }

  /** Ends the snapshot: slots that it did not contain are removed. */
  endSnapshot(): void {
    const seen = this.#seenInSnapshot;
    this.#seenInSnapshot = null;
    if (!seen) return;
    for (const id of [...this.#slots.keys()].filter((known) => !seen.has(known))) this.#drop(id);
  }

  #drop(id: string): void {
    const slot = this.#slots.get(id);
    if (!slot) return;
    this.#slots.delete(id);
    this.#touch(slot.stationId).add(id);
  }

  #applyStation({ id, name, address = null, bookingMode }: SlotEvent["slot"]["port"]["station"]): boolean {
    const known = this.#facts.get(id);
    const facts = { id, name, address, bookingMode };
    if (known && isSame(known, facts)) return false;
    this.#facts.set(id, facts);
    return true;
  }

  #touch(stationId: string): Set<string> {
    let slotIds = this.#changed.get(stationId);
    if (!slotIds) {
      slotIds = new Set();
      this.#changed.set(stationId, slotIds);
    }
    if (!this.#scheduled) {
      this.#scheduled = true;
      this.#schedule(() => this.#flush());
    }
    return slotIds;
  }

  #flush(): void {
    this.#scheduled = false;
    let isInOrder = true;
    for (const [stationId, slotIds] of this.#changed) {
      const before = this.#stations.get(stationId);
      const after = this.#renewed(stationId, before, slotIds);
      if (after) this.#stations.set(stationId, after);
      else this.#stations.delete(stationId);
      isInOrder &&= after !== null && after.name === before?.name;
    }
    this.#changed.clear();
    this.#all = isInOrder
      ? this.#all.map((station) => this.#stations.get(station.id) ?? station)
      : [...this.#stations.values()].sort(byName);
    for (const listener of [...this.#listeners]) listener();
  }

  /** A station with its changed slots. Null if it has no slots left. */
  #renewed(
    stationId: string,
    before: LiveStation | undefined,
    fresh: ReadonlySet<string>,
  ): LiveStation | null {
    const missing = new Set(fresh);
    let isInOrder = true;
    const slots: LiveSlot[] = [];
    for (const old of before?.slots ?? []) {
      const slot = missing.delete(old.id) ? this.#slots.get(old.id) : old;
      if (slot) slots.push(slot);
      isInOrder &&= slot?.label === old.label && slot.portLabel === old.portLabel;
    }
    for (const id of missing) {
      const slot = this.#slots.get(id);
      if (slot) slots.push(slot);
      isInOrder = false;
    }
    if (!isInOrder) slots.sort(byPortAndLabel);
    const facts = this.#facts.get(stationId);
    return facts && slots.length > 0 ? { ...facts, slots, counts: countsOf(slots) } : null;
  }
}

function isSame<Facts extends object>(a: Facts, b: Facts): boolean {
  return (Object.keys(a) as (keyof Facts)[]).every((key) => a[key] === b[key]);
}
