import { type FeedMark, markOf } from "../outbox/feed-mark.ts";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { TransactionSnapshot } from "./transaction-snapshot.ts";

/** What a reader of the tables has seen besides the feed: slots up to an id, in the order of ids, as they then were. */
export interface SeenSlots {
  /** Null: all there are. */
  readonly upTo: string | null;
  readonly snapshot: TransactionSnapshot;
}

/**
 * What a slow reader was not told. Of the events after `from` up to `to` it was told only the newest of each slot; and not
 * even that where the slot had a later one, up to `upTo`.
 */
interface LeftOut {
  readonly from: number;
  readonly to: number;
  readonly upTo: number;
}

type FeedPlaceParts = Pick<FeedPlace, "position"> & Partial<Pick<FeedPlace, "seen" | "leftOut" | "latest">>;

/** What a reader has had of the feed, and so from where it can go on. */
export class FeedPlace {
  /** It has had every event up to this one. */
  readonly position: number;
  /**
   * The reads of slots that it began with, one for each part of a snapshot that was broken off. They also showed changes
   * whose events had been committed by then, but had no position yet.
   */
  readonly seen: readonly SeenSlots[];
  /** What it lacks, where it was too slow for all of the events and has not read to the end of the newest. */
  readonly leftOut: LeftOut | null;
  /** The latest that it knows of, by which a feed with another history is told; null where its cursor does not say. */
  readonly latest: FeedMark | null;

  constructor({ position, seen = [], leftOut = null, latest = null }: FeedPlaceParts) {
    this.position = position;
    this.seen = seen;
    this.leftOut = leftOut;
    this.latest = latest;
  }

  /** From here on events must be kept for it to be gone on from. */
  get reachesBackTo(): number {
    return this.leftOut?.from ?? this.position;
  }

  /** Up to here events must have been told for there to be such a place. */
  get reachesUpTo(): number {
    return Math.max(this.position, this.leftOut?.upTo ?? 0, this.latest?.position ?? 0);
  }

  /** The last slot of a snapshot that was broken off; null where there is nothing to go on with. */
  get brokenOffAt(): string | null {
    return this.seen.at(-1)?.upTo ?? null;
  }

  at(position: number): FeedPlace {
    return new FeedPlace({ ...this, position });
  }

  /** The same, where it was told an event at last. */
  after(event: FeedEvent): FeedPlace {
    const { position } = event;
    // An event that got its position after the read stands also for those that were waiting then.
    const isLater = this.latest === null || position > this.latest.position;
    return new FeedPlace({ ...this, position, latest: isLater ? markOf(event) : this.latest });
  }

  /** Whether an event that lies behind the position was seen all the same. */
  saw(event: FeedEvent & { readonly xid: string }): boolean {
    const slotId = slotIdOf(event);
    const part = this.seen.find(({ upTo }) => upTo === null || slotId <= upTo);
    return part?.snapshot.saw(event.xid) ?? false;
  }

  /** Whether any of the reads has seen what this transaction wrote. */
  mayHaveSeen(xid: string): boolean {
    return this.seen.some(({ snapshot }) => snapshot.saw(xid));
  }
}

/** Of the slot that an event is about; empty where it is about something else. */
export function slotIdOf({ kind, payload }: FeedEvent): string {
  return kind === "slot.status_changed" ? payload.slotId : "";
}
