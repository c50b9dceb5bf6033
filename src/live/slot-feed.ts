import { readClock } from "../database/clock.ts";
import type { Database } from "../database/database.ts";
import type { SlotStatusChanged } from "../outbox/outbox-events.ts";
import { notFound, type Thing } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import { type SlotFilter, slotsByIds, snapshotSlots } from "../slots/slot.queries.ts";
import { type SlotStatusEventView, toChangeEvent, toSnapshotEvent } from "../slots/slot-event.ts";
import { portsByIds, stationsByIds } from "../stations/station.queries.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import type { EventHub } from "./event-hub.ts";
import { type CloseSocket, TRY_AGAIN_LATER, WAITING_EVENTS } from "./slow-reader.ts";

export interface SlotFeedRequest {
  readonly filter: SlotFilter;
  readonly snapshot: boolean;
}

/** The subscriptions to slot status: who watches what, from which version on. */
export class SlotFeed {
  readonly #db: Database;
  readonly #hub: EventHub;

  constructor({ db, hub }: { db: Database; hub: EventHub }) {
    this.#db = db;
    this.#hub = hub;
  }

  /**
   * The changes of the slots in scope, in the order of their versions; with `snapshot`, first each slot as it is.
   * It listens before it reads, so that nothing is lost between the two, and drops what it read already.
   *
   * @throws DomainError NOT_FOUND where the filter names what does not exist.
   */
  async subscribe(
    { filter, snapshot }: SlotFeedRequest,
    closeSocket?: CloseSocket,
  ): Promise<AsyncIterableIterator<SlotStatusEventView>> {
    const inScope = matcher(filter);
    // Until the snapshot is read, changes wait here; after that, it holds the versions that the snapshot showed.
    let early: SlotStatusEventView[] | null = snapshot ? [] : null;
    const shown = new Map<string, number>();
    const changes = new BoundedQueue<SlotStatusEventView>({
      limit: WAITING_EVENTS,
      onOverflow: () =>
        closeSocket?.(TRY_AGAIN_LATER, say`Reading too slowly: subscribe again with a snapshot`),
      onEnd: () => stopListening(),
    });
    const show = (event: SlotStatusEventView) => {
      if (event.version <= (shown.get(event.slot.id) ?? 0)) return;
      shown.delete(event.slot.id);
      changes.push(event);
    };
    const stopListening = this.#hub.listen(({ id, kind, payload }) => {
      if (kind !== "slot.status_changed" || !inScope(payload)) return;
      const event = toChangeEvent(id, payload);
      if (early) early.push(event);
      else show(event);
    });
    try {
      await this.#requireScope(filter);
      if (!snapshot) return changes;
      const events = await this.#snapshot(filter, shown);
      for (const event of early ?? []) show(event);
      early = null;
      return startingWith(events, changes);
    } catch (error) {
      stopListening();
      throw error;
    }
  }

  // Every slot in scope is noted with its version, also one that its status leaves out of the snapshot: an older
  // event of it may still be on its way.
  async #snapshot(
    { statuses, ...scope }: SlotFilter,
    shown: Map<string, number>,
  ): Promise<SlotStatusEventView[]> {
    const lastEventId = this.#hub.lastEventId;
    const slots = await snapshotSlots(this.#db, scope);
    const readAt = await readClock(this.#db);
    for (const slot of slots) shown.set(slot.id, slot.version);
    return slots
      .filter((slot) => !statuses || statuses.includes(slot.status))
      .map((slot) => toSnapshotEvent(lastEventId, slot, readAt));
  }

  async #requireScope({ slotIds, portId, stationId }: SlotFilter): Promise<void> {
    if (slotIds) requireAll("Slot", slotIds, await slotsByIds(this.#db, slotIds));
    if (portId) requireAll("Port", [portId], await portsByIds(this.#db, [portId]));
    if (stationId) requireAll("Station", [stationId], await stationsByIds(this.#db, [stationId]));
  }
}

function requireAll(thing: Thing, ids: readonly string[], found: readonly { id: string }[]): void {
  const known = new Set(found.map((row) => row.id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw notFound(thing, missing);
}

function matcher({ slotIds, portId, stationId, statuses, connectorType }: SlotFilter) {
  const ids = slotIds ? new Set(slotIds) : null;
  return (change: SlotStatusChanged): boolean =>
    (!ids || ids.has(change.slotId)) &&
    (!portId || portId === change.portId) &&
    (!stationId || stationId === change.stationId) &&
    (!statuses || statuses.includes(change.status)) &&
    (!connectorType || connectorType === change.connectorType);
}

/** `first`, then what `rest` brings; `rest` fills meanwhile, within its bounds. */
function startingWith<Value>(
  first: readonly Value[],
  rest: AsyncIterableIterator<Value>,
): AsyncIterableIterator<Value> {
  let next = 0;
  return {
    next: async () => {
      const value = first[next++];
      return value === undefined ? rest.next() : { value, done: false };
    },
    return: async () => {
      next = first.length;
      return { value: undefined, done: true, ...(await rest.return?.()) };
    },
    throw: async (error: unknown) => {
      await rest.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
