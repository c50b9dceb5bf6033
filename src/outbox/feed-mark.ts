import type { FeedEvent } from "./outbox-events.ts";

/**
 * The latest that a reader has seen of the feed: where it stood, and by what that is known again. A database that is put
 * back to an earlier state gives the positions, ids and transactions of what it has lost to other events.
 */
export interface FeedMark {
  readonly position: number;
  /** Of the event there; null where there is none, as at the beginning of a feed. */
  readonly print: string | null;
  /** The last of the events that it saw while they had no position yet. */
  readonly waiting: EventMark | null;
}

/** An event of the outbox, by its row. */
export interface EventMark {
  readonly id: number;
  readonly print: string;
}

/** SQL for the mark of a read, in the statement that reads: text, because it is there once for each row. */
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
    print: id === null ? null : printOf(id, occurredAt),
    waiting: waitingId === null ? null : { id: waitingId, print: printOf(waitingId, waitingSince) },
  };
}

export function markOf({ id, position, payload }: FeedEvent): FeedMark {
  return { position, print: printOf(id, payload.occurredAt), waiting: null };
}

/** SQL for the event at a position, as text; null where none is kept. */
export const eventAt = (position: string) =>
  `(select json_build_array(id, payload ->> 'occurredAt')::text from outbox where position = ${position})`;

/** The print of what `eventAt` has read. */
export function parsePrint(event: string | null | undefined): string | null {
  if (event == null) return null;
  const [id, occurredAt] = JSON.parse(event);
  return printOf(id, occurredAt);
}

const LENGTH = 6;

/**
 * Which event it is, in a few characters: it is in every cursor. Time tells histories apart, as none of them goes on before
 * the other has ended; the id does where the clock was put back, too.
 */
export function printOf(id: number, occurredAt: string | Date): string {
  const at = occurredAt instanceof Date ? occurredAt.getTime() : Date.parse(occurredAt);
  return ((at + (id % 1_000_000) * 1_000_003) % 36 ** LENGTH).toString(36);
}

export function isPrint(value: unknown): value is string {
  return typeof value === "string" && value.length <= LENGTH;
}
