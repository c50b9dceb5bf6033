import { LRUCache } from "lru-cache";
import type { Database } from "../database/database.ts";
import { fingerprintOf, parseMark } from "../outbox/feed-mark.ts";
import { ALL, type SlotStatusChanged } from "../outbox/outbox-events.ts";
import { DomainError, notFound, type Thing } from "../shared/domain-error.ts";
import { type ReadInFeed, type SlotEventView, type SlotFilter, slotsByIds } from "../slots/slot.queries.ts";
import { type SlotStatusEventView, toChangeEvent } from "../slots/slot-event.ts";
import { portsByIds, stationsByIds } from "../stations/station.queries.ts";
import type { Abortable, Feed } from "./feed.ts";
import { FeedPlace } from "./feed-place.ts";
import type { FeedSource } from "./feed-source.ts";
import type { FeedScope } from "./live-events.ts";
import { filterKey, SlotSnapshots } from "./slot-snapshots.ts";
import { TransactionSnapshot } from "./transaction-snapshot.ts";

export interface SlotFeedRequest {
  readonly filter: SlotFilter;
  readonly snapshot: boolean;
  /** The cursor after which to begin. */
  readonly after?: string | null;
}

const KEPT_CHANNELS = 10_000;

/** Subscriptions to slot status, and whether slots have changed since a cursor. */
export class SlotFeed {
  readonly #db: Database;
  readonly #feed: Feed;
  readonly #snapshots: SlotSnapshots;
  // Slots, ports and stations are never deleted, and slots and ports never change stations, so that one lookup is
  // enough.
  readonly #channels: LRUCache<string, string, SlotFilter>;

  constructor({ db, feed }: { db: Database; feed: Feed }) {
    this.#db = db;
    this.#feed = feed;
    this.#snapshots = new SlotSnapshots({ db, cursors: feed.cursors });
    this.#channels = new LRUCache({
      max: KEPT_CHANNELS,
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context }) => this.#findChannel(context),
    });
  }

  /**
   * Subscribes to the changes of the slots in scope, in the order of their versions: from now on, after a cursor, or
   * after a snapshot of all slots. With both, the snapshot is sent only if the cursor has expired.
   *
   * @throws DomainError NOT_FOUND if the filter names something that does not exist; CURSOR_EXPIRED.
   */
  async subscribe({ filter, snapshot, after }: SlotFeedRequest): Promise<FeedSource<SlotStatusEventView>> {
    const scope = await this.#scopeOf(filter);
    const begin = async () => {
      const place = after == null ? null : await this.#resume(after, snapshot);
      if (place?.interruptedAfterSlotId) return this.#snapshots.readRest(filter, place);
      if (place) return { place };
      return snapshot ? this.#snapshots.read(filter) : null;
    };
    return this.#feed.open(scope, begin);
  }

  /**
   * Whether any slot in scope has changed since a cursor.
   *
   * @param signal aborted when nobody waits for the answer any more.
   * @throws DomainError NOT_FOUND if the filter names something that does not exist; CURSOR_EXPIRED.
   */
  async changedSince(cursor: string, filter: SlotFilter, signal?: Abortable): Promise<boolean> {
    return this.#feed.hasMore(await this.#scopeOf(filter), await this.#feed.placeOf(cursor), signal);
  }

  /** The cursor of a read of slots: every change after the read follows it. */
  cursorOfRead(read: ReadInFeed): string {
    const latest = parseMark(read.latest);
    const seen = [{ upTo: null, snapshot: TransactionSnapshot.of(read.seen) }];
    return this.#feed.cursors.ofPlace(new FeedPlace({ position: latest.position, latest, seen }));
  }

  /** The cursor of an event in a slot's history. */
  cursorOfEvent({ eventId, occurredAt }: SlotEventView): string {
    return this.#feed.cursors.ofHistoryEvent({
      id: eventId,
      fingerprint: fingerprintOf(eventId, occurredAt),
    });
  }

  async #scopeOf(filter: SlotFilter): Promise<FeedScope<SlotStatusEventView>> {
    const inScope = matcher(filter);
    return {
      channel: await this.#channelOf(filter),
      key: filterKey(filter),
      show: ({ kind, payload }, cursor, conflated) =>
        kind === "slot.status_changed" && inScope(payload) ? toChangeEvent(cursor, payload, conflated) : null,
    };
  }

  async #resume(cursor: string, orSnapshot: boolean): Promise<FeedPlace | null> {
    try {
      return await this.#feed.placeOf(cursor);
    } catch (error) {
      if (orSnapshot && error instanceof DomainError && error.code === "CURSOR_EXPIRED") return null;
      throw error;
    }
  }

  async #channelOf(filter: SlotFilter): Promise<string> {
    const key = JSON.stringify([filter.slotIds, filter.portId, filter.stationId]);
    const channel = await this.#channels.fetch(key, { context: filter });
    if (channel === undefined) throw new Error("The channel of a filter was not found");
    return channel;
  }

  // Finds one channel for the scope, because the order of positions is kept only within a channel. A scope that spans
  // several stations uses the channel of all of them.
  async #findChannel({ slotIds, portId, stationId }: SlotFilter): Promise<string> {
    const slots = slotIds ? await slotsByIds(this.#db, slotIds) : [];
    if (slotIds) requireAll("Slot", slotIds, slots);
    const ports = await portsByIds(this.#db, [
      ...new Set([...(portId ? [portId] : []), ...slots.map((slot) => slot.portId)]),
    ]);
    if (portId) requireAll("Port", [portId], ports);
    if (stationId) requireAll("Station", [stationId], await stationsByIds(this.#db, [stationId]));
    const [station, ...others] = stationId ? [stationId] : new Set(ports.map((port) => port.stationId));
    return station !== undefined && others.length === 0 ? station : ALL;
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
