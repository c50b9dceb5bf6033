import { createHash } from "node:crypto";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import { isWholeNumber } from "../shared/connection.ts";
import { DomainError } from "../shared/domain-error.ts";
import { TransactionSnapshot } from "./transaction-snapshot.ts";

/** What a reader of the tables has seen besides the feed: slots up to an id, in the order of ids, as they then were. */
interface SeenSlots {
  /** Null: all there are. */
  readonly upTo: string | null;
  readonly snapshot: TransactionSnapshot;
}

/**
 * What a slow reader was not told: of the events after `from`, up to `to`, it had only the newest of each slot, and none of
 * a slot that had a later one up to `upTo`.
 */
interface LeftOut {
  readonly from: number;
  readonly to: number;
  readonly upTo: number;
}

/** What a reader has had of the feed, and so from where it can go on. */
export class FeedPlace {
  /** It has had every event up to this one. */
  readonly position: number;
  /**
   * The reads of the slots that it began with, which also showed what was committed by then, but had no position yet: one for
   * each part of a snapshot that was broken off.
   */
  readonly seen: readonly SeenSlots[];
  /** What it lacks, where it was too slow for all of the events and has not read to the end of the newest. */
  readonly leftOut: LeftOut | null;

  constructor(position: number, seen: readonly SeenSlots[] = [], leftOut: LeftOut | null = null) {
    this.position = position;
    this.seen = seen;
    this.leftOut = leftOut;
  }

  /** From here on events must be kept for it to be gone on from. */
  get reachesBackTo(): number {
    return this.leftOut?.from ?? this.position;
  }

  /** Up to here events must have been told for there to be such a place. */
  get reachesUpTo(): number {
    return this.leftOut?.upTo ?? this.position;
  }

  /** The last slot of a snapshot that was broken off; null where there is nothing to go on with. */
  get brokenOffAt(): string | null {
    return this.seen.at(-1)?.upTo ?? null;
  }

  at(position: number): FeedPlace {
    return new FeedPlace(position, this.seen, this.leftOut);
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

const LONGEST = 20_000;
const MOST_PARTS = 8;
const LEFT_OUT = "left-out";

/** Writes and reads the cursors of one database's feed; those of another one mean nothing here. */
export class FeedCursors {
  readonly #feed: string;

  constructor(feedId: string) {
    this.#feed = createHash("sha256").update(feedId).digest("base64url").slice(0, 6);
  }

  /** Of an event that everybody sees alike. */
  at(position: number): string {
    return this.#encode([position]);
  }

  of({ position, seen, leftOut }: FeedPlace): string {
    if (leftOut) return this.#encode([LEFT_OUT, position, leftOut.from, leftOut.to, leftOut.upTo]);
    return this.#encode([position, ...seen.flatMap(({ upTo, snapshot }) => [upTo, snapshot.text])]);
  }

  /** Of an event in a slot's history, whose position is looked up when somebody comes back with it. */
  ofEvent(eventId: number): string {
    return this.#encode(["event", eventId]);
  }

  /** @throws DomainError CURSOR_EXPIRED where it is no cursor of this feed. */
  decode(cursor: string): FeedPlace | { readonly eventId: number } {
    const [feed, ...key] = cursor.length > LONGEST ? [] : parse(cursor);
    if (feed !== this.#feed) throw cursorExpired();
    const [first, ...rest] = key;
    if (first === LEFT_OUT) return placeWithLeftOut(rest);
    if (first === "event" && rest.length === 1 && isWholeNumber(rest[0])) return { eventId: Number(rest[0]) };
    if (!isWholeNumber(first) || rest.length % 2 === 1 || rest.length > 2 * MOST_PARTS) throw cursorExpired();
    const seen: SeenSlots[] = [];
    for (let index = 0; index < rest.length; index += 2) {
      const upTo = rest[index];
      const snapshot = TransactionSnapshot.parse(rest[index + 1]);
      if ((upTo !== null && typeof upTo !== "string") || !snapshot) throw cursorExpired();
      seen.push({ upTo, snapshot });
    }
    return new FeedPlace(Number(first), seen);
  }

  #encode(key: readonly unknown[]): string {
    return Buffer.from(JSON.stringify([this.#feed, ...key])).toString("base64url");
  }
}

function placeWithLeftOut(numbers: readonly unknown[]): FeedPlace {
  const [position = 0, from = 0, to = 0, upTo = 0] = numbers.filter(isWholeNumber).map(Number);
  const inOrder = from <= to && to <= position && position <= upTo;
  if (numbers.length !== 4 || !numbers.every(isWholeNumber) || !inOrder) throw cursorExpired();
  return new FeedPlace(position, [], { from, to, upTo });
}

export function cursorExpired(): DomainError {
  return new DomainError(
    "CURSOR_EXPIRED",
    "This cursor is not known here or no longer kept; subscribe without it, to slots with snapshot: true",
  );
}

function parse(cursor: string): unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(key) ? key : [];
  } catch {
    return [];
  }
}
