import type { Database } from "../database/database.ts";
import { parseMark } from "../outbox/feed-mark.ts";
import { SharedRuns } from "../shared/shared-runs.ts";
import { type SlotFilter, snapshotSlots } from "../slots/slot.queries.ts";
import { type SlotStatusEventView, toSnapshotEvent } from "../slots/slot-event.ts";
import type { FeedCursors } from "./feed-cursor.ts";
import { FeedPlace } from "./feed-place.ts";
import { TransactionSnapshot } from "./transaction-snapshot.ts";

/** The slots of a filter at one moment, as events, and the place in the feed from which to continue. */
export interface SlotSnapshot {
  readonly place: FeedPlace;
  readonly pages: readonly (readonly SlotStatusEventView[])[];
}

const PAGE = 500;

/** Snapshots of slots. Concurrent requests for the same filter get the same objects. */
export class SlotSnapshots {
  readonly #db: Database;
  readonly #cursors: FeedCursors;
  readonly #reads = new SharedRuns<SlotSnapshot>();

  constructor({ db, cursors }: { db: Database; cursors: FeedCursors }) {
    this.#db = db;
    this.#cursors = cursors;
  }

  read(filter: SlotFilter): Promise<SlotSnapshot> {
    return this.#reads.run(filterKey(filter), () => this.#read(filter, null));
  }

  /** The rest of an interrupted snapshot. */
  readRest(filter: SlotFilter, from: FeedPlace): Promise<SlotSnapshot> {
    return this.#read(filter, from);
  }

  async #read(filter: SlotFilter, from: FeedPlace | null): Promise<SlotSnapshot> {
    const read = await snapshotSlots(this.#db, filter, from?.interruptedAfterSlotId);
    const snapshot = TransactionSnapshot.of(read.seen);
    const latest = parseMark(read.latest);
    const position = from?.position ?? latest.position;
    const placeUpTo = (upTo: string | null) =>
      new FeedPlace({ position, latest, seen: [...(from?.seen ?? []), { upTo, snapshot }] });
    const events = read.slots.map((slot, index) => {
      // The cursor of the last event says that all slots were seen, even ones added later.
      const upTo = index === read.slots.length - 1 ? null : slot.id;
      return toSnapshotEvent(this.#cursors.ofPlace(placeUpTo(upTo)), slot, read.readAt);
    });
    const pages = Array.from({ length: Math.ceil(events.length / PAGE) }, (_, page) =>
      events.slice(page * PAGE, (page + 1) * PAGE),
    );
    return { place: placeUpTo(null), pages };
  }
}

/** Equal for filters with equal fields, written in the same way. */
export function filterKey({ slotIds, portId, stationId, statuses, connectorType }: SlotFilter): string {
  return JSON.stringify([slotIds, portId, stationId, statuses, connectorType]);
}
