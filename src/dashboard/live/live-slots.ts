import {
  byName,
  byPlace,
  countsOf,
  type LiveSlot,
  type LiveStation,
  type SlotEvent,
  type StationFacts,
} from "./live-slot.ts";

/**
 * The picture: every slot at the newest version that was heard of, by its station. A version that is older than the one
 * shown is dropped, whatever way it comes. What changes is a new object, what stays is the same one, so that a component
 * renders only where something changed. Listeners hear of it once a frame, however many events came since.
 */
export class LiveSlots {
  readonly #slots = new Map<string, LiveSlot>();
  readonly #facts = new Map<string, StationFacts>();
  readonly #stations = new Map<string, LiveStation>();
  /** What was heard since the last flush, by station. */
  readonly #fresh = new Map<string, Set<string>>();
  readonly #listeners = new Set<() => void>();
  readonly #schedule: (flush: () => void) => void;
  /** What is no more: nothing that is heard late brings it back. */
  readonly #removed = new Set<string>();
  /** Since a snapshot takes the place of the picture: what it has shown so far. */
  #seenAnew: Set<string> | null = null;
  #all: readonly LiveStation[] = [];
  #scheduled = false;

  /** @param schedule runs what it is given soon: before the next frame is painted. */
  constructor(schedule: (flush: () => void) => void) {
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

  learn(event: SlotEvent): void {
    const { kind, cause, status, version, occurredAt } = event;
    const { id, label, connectorType = null, powerKw = null, port } = event.slot;
    if (this.#removed.has(id)) return;
    if (cause === "SLOT_REMOVED") {
      this.#removed.add(id);
      this.#drop(id);
      return;
    }
    const known = this.#slots.get(id);
    const replaces = this.#seenAnew?.has(id) === false;
    this.#seenAnew?.add(id);
    // A snapshot tells anew how a slot is called, also where its status is what it was.
    if (known && !replaces && (version < known.version || (version === known.version && kind === "CHANGE")))
      return;
    const hasChanged = version !== known?.version || status !== known.status;
    const isNews = hasChanged && (kind === "CHANGE" || known !== undefined);
    const slot: LiveSlot = {
      ...{ id, label, connectorType, powerKw, portId: port.id, portLabel: port.label },
      ...{ stationId: port.station.id, status, version },
      changedAt: kind === "CHANGE" ? occurredAt : hasChanged ? null : (known?.changedAt ?? null),
      heardAt: isNews ? performance.now() : hasChanged ? null : (known?.heardAt ?? null),
    };
    const isToldAnew = this.#learnStation(port.station);
    if (known && isSame(known, slot)) {
      if (isToldAnew) this.#touch(slot.stationId);
      return;
    }
    this.#slots.set(id, slot);
    this.#touch(slot.stationId).add(id);
  }

  /** From now on a snapshot is told that takes the place of the picture: versions may be lower, slots may be gone. */
  beginAnew(): void {
    this.#seenAnew = new Set();
    this.#removed.clear();
  }

  /** The snapshot was told to its end: what it did not have is no more. */
  endAnew(): void {
    const seen = this.#seenAnew;
    this.#seenAnew = null;
    if (!seen) return;
    for (const id of [...this.#slots.keys()].filter((known) => !seen.has(known))) this.#drop(id);
  }

  #drop(id: string): void {
    const slot = this.#slots.get(id);
    if (!slot) return;
    this.#slots.delete(id);
    this.#touch(slot.stationId).add(id);
  }

  #learnStation({ id, name, address = null, bookingMode }: SlotEvent["slot"]["port"]["station"]): boolean {
    const known = this.#facts.get(id);
    const facts = { id, name, address, bookingMode };
    if (known && isSame(known, facts)) return false;
    this.#facts.set(id, facts);
    return true;
  }

  #touch(stationId: string): Set<string> {
    let slotIds = this.#fresh.get(stationId);
    if (!slotIds) {
      slotIds = new Set();
      this.#fresh.set(stationId, slotIds);
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
    for (const [stationId, slotIds] of this.#fresh) {
      const before = this.#stations.get(stationId);
      const after = this.#renewed(stationId, before, slotIds);
      if (after) this.#stations.set(stationId, after);
      else this.#stations.delete(stationId);
      isInOrder &&= after !== null && after.name === before?.name;
    }
    this.#fresh.clear();
    this.#all = isInOrder
      ? this.#all.map((station) => this.#stations.get(station.id) ?? station)
      : [...this.#stations.values()].sort(byName);
    for (const listener of [...this.#listeners]) listener();
  }

  /** A station with what is fresh; null where it has no slots left. */
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
    if (!isInOrder) slots.sort(byPlace);
    const facts = this.#facts.get(stationId);
    return facts && slots.length > 0 ? { ...facts, slots, counts: countsOf(slots) } : null;
  }
}

function isSame<Facts extends object>(a: Facts, b: Facts): boolean {
  return (Object.keys(a) as (keyof Facts)[]).every((key) => a[key] === b[key]);
}
