import { createHash } from "node:crypto";
import { type EventMark, type FeedMark, fingerprintOf, isFingerprint } from "../outbox/feed-mark.ts";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import { isWholeNumber } from "../shared/connection.ts";
import { DomainError } from "../shared/domain-error.ts";
import { FeedPlace, type SeenSlots } from "./feed-place.ts";
import { TransactionSnapshot } from "./transaction-snapshot.ts";

const LONGEST = 20_000;
const MOST_PARTS = 8;
const SKIPPED = "left-out";
const EVENT = "event";

/**
 * Encodes and decodes the cursors of one database's feed. Cursors of other databases are refused.
 *
 *   [feed, position, mark]                             an event; the same for every subscriber
 *   [feed, position, mark, upTo, snapshot, …]          a read of slots; upTo and snapshot for each part of it
 *   [feed, "left-out", position, from, to, upTo, mark] a slow subscriber, and what it was not sent
 *   [feed, "event", id, fingerprint]                   an event in a slot's history
 *
 * Marks and fingerprints may be absent: cursors of early versions lack them.
 */
export class FeedCursors {
  readonly #feed: string;

  constructor(feedId: string) {
    this.#feed = createHash("sha256").update(feedId).digest("base64url").slice(0, 6);
  }

  ofEvent({ id, position, payload }: FeedEvent): string {
    return this.#encode([position, fingerprintOf(id, payload.occurredAt)]);
  }

  ofPlace({ position, seen, skipped, latest }: FeedPlace): string {
    if (skipped) {
      const { from, to, upTo } = skipped;
      return this.#encode([SKIPPED, position, from, to, upTo, ...encodeMark(latest, upTo)]);
    }
    const parts = seen.flatMap(({ upTo, snapshot }) => [upTo, snapshot.text]);
    return this.#encode([position, ...encodeMark(latest, position), ...parts]);
  }

  /** The event's position is looked up when a client resumes from the cursor. */
  ofHistoryEvent({ id, fingerprint }: EventMark): string {
    return this.#encode([EVENT, id, fingerprint]);
  }

  /** @throws DomainError CURSOR_EXPIRED if it is not a cursor of this feed. */
  decode(cursor: string): FeedPlace | { readonly eventId: number; readonly fingerprint: string | null } {
    const [feed, ...key] = cursor.length > LONGEST ? [] : parse(cursor);
    if (feed !== this.#feed) throw cursorExpired();
    const [first, ...rest] = key;
    if (first === SKIPPED) return placeWithSkipped(rest);
    if (first === EVENT) return eventInHistory(rest);
    if (!isWholeNumber(first)) throw cursorExpired();
    const position = Number(first);
    const hasMark = rest.length % 2 === 1;
    const latest = hasMark ? decodeMark(rest[0], position) : null;
    return new FeedPlace({ position, latest, seen: decodeParts(hasMark ? rest.slice(1) : rest) });
  }

  /** The mark in an event's cursor. */
  latestIn(cursor: string): FeedMark | null {
    const place = this.decode(cursor);
    return place instanceof FeedPlace ? place.latest : null;
  }

  #encode(key: readonly unknown[]): string {
    return Buffer.from(JSON.stringify([this.#feed, ...key])).toString("base64url");
  }
}

/**
 * Writes nothing for no mark, and only the fingerprint if the mark is just about the event at the cursor's own
 * position.
 */
function encodeMark(mark: FeedMark | null, position: number): unknown[] {
  if (!mark) return [];
  const { waiting } = mark;
  if (mark.position === position && !waiting) return [mark.fingerprint];
  return [[mark.position, mark.fingerprint, ...(waiting ? [waiting.id, waiting.fingerprint] : [])]];
}

function decodeMark(mark: unknown, at: number): FeedMark {
  const [position, fingerprint, ...rest] = Array.isArray(mark) ? mark : [at, mark];
  const [id, waitingFingerprint] = rest;
  const isEvent = fingerprint === null || isFingerprint(fingerprint);
  const isWaiting =
    rest.length === 0 || (rest.length === 2 && isWholeNumber(id) && isFingerprint(waitingFingerprint));
  if (!isWholeNumber(position) || !isEvent || !isWaiting) throw cursorExpired();
  return {
    position,
    fingerprint,
    waiting: rest.length === 0 ? null : { id, fingerprint: waitingFingerprint },
  };
}

function decodeParts(parts: readonly unknown[]): SeenSlots[] {
  if (parts.length > 2 * MOST_PARTS) throw cursorExpired();
  const seen: SeenSlots[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const upTo = parts[index];
    const snapshot = TransactionSnapshot.parse(parts[index + 1]);
    if ((upTo !== null && typeof upTo !== "string") || !snapshot) throw cursorExpired();
    seen.push({ upTo, snapshot });
  }
  return seen;
}

function placeWithSkipped(key: readonly unknown[]): FeedPlace {
  const [numbers, marks] = [key.slice(0, 4), key.slice(4)];
  const [position = 0, from = 0, to = 0, upTo = 0] = numbers.filter(isWholeNumber).map(Number);
  const inOrder = from <= to && to <= position && position <= upTo;
  if (numbers.length !== 4 || !numbers.every(isWholeNumber) || !inOrder || marks.length > 1)
    throw cursorExpired();
  const latest = marks.length === 1 ? decodeMark(marks[0], upTo) : null;
  return new FeedPlace({ position, skipped: { from, to, upTo }, latest });
}

function eventInHistory([id, fingerprint = null, ...rest]: readonly unknown[]) {
  if (!isWholeNumber(id) || !(fingerprint === null || isFingerprint(fingerprint)) || rest.length > 0)
    throw cursorExpired();
  return { eventId: Number(id), fingerprint };
}

export function cursorExpired(): DomainError {
  return new DomainError(
    "CURSOR_EXPIRED",
    "This cursor is unknown or no longer kept; subscribe without it (to slots, with snapshot: true)",
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
