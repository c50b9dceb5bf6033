import { type FeedMark, markOf } from "../outbox/feed-mark.ts";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { TransactionSnapshot } from "./transaction-snapshot.ts";

/** A read of the slots, in the order of their ids: those up to `upTo`, as the transaction snapshot saw them. */
export interface SeenSlots {
  /** Null: all slots. */
  readonly upTo: string | null;
  readonly snapshot: TransactionSnapshot;
}

/**
 * What a slow reader was not sent. Of the events after `from` up to `to`, it was sent only the newest of each slot, and
 * not even that one if the slot has a later event up to `upTo`.
 */
interface SkippedRange {
  readonly from: number;
  readonly to: number;
  readonly upTo: number;
}

type FeedPlaceParts = Pick<FeedPlace, "position"> & Partial<Pick<FeedPlace, "seen" | "skipped" | "latest">>;

/** What a reader has received of the feed, and so where it can resume. */
export class FeedPlace {
  /** The reader has received every event up to this position. */
  readonly position: number;
  /**
   * The reads of slots that the reader began with, one for each part of an interrupted snapshot. They also showed
   * changes whose events were committed by then but had no position yet.
   */
  readonly seen: readonly SeenSlots[];
  /** What the reader was not sent, if it was too slow for all events and has not reached `upTo` yet. */
  readonly skipped: SkippedRange | null;
  /**
   * The latest event that the reader knows of. It reveals a feed with another history. Null if the cursor does not say.
   */
  readonly latest: FeedMark | null;

  constructor({ position, seen = [], skipped = null, latest = null }: FeedPlaceParts) {
    this.position = position;
    this.seen = seen;
    this.skipped = skipped;
    this.latest = latest;
  }

  /** To resume here, every event after this position must still be kept. */
  get reachesBackTo(): number {
    return this.skipped?.from ?? this.position;
  }

  /** The place can exist only in a feed that has reached this position. */
  get reachesUpTo(): number {
    return Math.max(this.position, this.skipped?.upTo ?? 0, this.latest?.position ?? 0);
  }

  /** The last slot that was sent of an interrupted snapshot; null if no snapshot was interrupted. */
  get interruptedAfterSlotId(): string | null {
    return this.seen.at(-1)?.upTo ?? null;
  }

  at(position: number): FeedPlace {
    return new FeedPlace({ ...this, position });
  }

  /** The place after the reader was sent this event. */
  after(event: FeedEvent): FeedPlace {
    const { position } = event;
    // An event that got its position after the read also vouches for those that were waiting then.
    const isLater = this.latest === null || position > this.latest.position;
    return new FeedPlace({ ...this, position, latest: isLater ? markOf(event) : this.latest });
  }

  /** Whether the reader's own read already showed an event that is after its position. */
  saw(event: FeedEvent & { readonly xid: string }): boolean {
    const slotId = slotIdOf(event);
    const part = this.seen.find(({ upTo }) => upTo === null || slotId <= upTo);
    return part?.snapshot.saw(event.xid) ?? false;
  }

  /** Whether any of the reads saw what this transaction wrote. */
  mayHaveSeen(xid: string): boolean {
    return this.seen.some(({ snapshot }) => snapshot.saw(xid));
  }
}

/** The id of the slot that an event is about; empty if it is about something else. */
export function slotIdOf({ kind, payload }: FeedEvent): string {
  return kind === "slot.status_changed" ? payload.slotId : "";
}
