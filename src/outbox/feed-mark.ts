import type { FeedEvent } from "./outbox-events.ts";

/**
 * The latest point of the feed that a reader has seen: its position, and which event was there. The position alone does
 * not identify it: a database that is restored to an earlier state gives the positions, ids and transaction ids of the
 * lost events to other events.
 */
export interface FeedMark {
  readonly position: number;
  /** The fingerprint of the event at the position; null if there is none, as at the beginning of a feed. */
  readonly fingerprint: string | null;
  /** The last event that the reader saw before it had a position; null if there was none. */
  readonly waiting: EventMark | null;
}

/** Identifies an event by its row in the outbox. */
export interface EventMark {
  readonly id: number;
  readonly fingerprint: string;
}

/** SQL for the mark of a read, for use in the statement that reads. It is text because every row repeats it. */
export const LATEST_MARK = `(
  select json_build_array(feed.last_position, placed.id, placed.payload ->> 'occurredAt',
      waiting.id, waiting.payload ->> 'occurredAt')::text
    from feed left join outbox placed on placed.position = feed.last_position
      left join (select id, payload from outbox where position is null order by id desc limit 1) waiting on true
)`;

export function parseMark(latest: string): FeedMark {
  const [position, id, occurredAt, waitingId, waitingSince] = JSON.parse(latest);
  return {
    position,
    fingerprint: id === null ? null : fingerprintOf(id, occurredAt),
    waiting:
      waitingId === null ? null : { id: waitingId, fingerprint: fingerprintOf(waitingId, waitingSince) },
  };
}

export function markOf({ id, position, payload }: FeedEvent): FeedMark {
  return { position, fingerprint: fingerprintOf(id, payload.occurredAt), waiting: null };
}

/** SQL for the event at a position, as text; null if none is kept. */
export const eventAt = (position: string) =>
  `(select json_build_array(id, payload ->> 'occurredAt')::text from outbox where position = ${position})`;

/** The fingerprint of an event that was read with `eventAt`. */
export function parseFingerprint(event: string | null | undefined): string | null {
  if (event == null) return null;
  const [id, occurredAt] = JSON.parse(event);
  return fingerprintOf(id, occurredAt);
}

const LENGTH = 6;

/**
 * Identifies an event in a few characters, because every cursor contains a fingerprint. The time distinguishes two
 * histories, as one begins only after the other has ended. The id distinguishes them if the clock was set back as well.
 */
export function fingerprintOf(id: number, occurredAt: string | Date): string {
  const at = occurredAt instanceof Date ? occurredAt.getTime() : Date.parse(occurredAt);
  return ((at + (id % 1_000_000) * 1_000_003) % 36 ** LENGTH).toString(36);
}

export function isFingerprint(value: unknown): value is string {
  return typeof value === "string" && value.length <= LENGTH;
}
