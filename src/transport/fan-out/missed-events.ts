import type { Payload } from "./payload.ts";
import type { FeedEventView } from "./sharing.ts";

/** The newest event of a thing, since somebody has not been told of it. */
export interface Missed {
  readonly event: FeedEventView;
  readonly payload: Payload;
  readonly position: number;
  /** Where the event of the same thing before it was; 0 where there was none that anybody missed. */
  readonly before: number;
  /** As those are told it who missed the one before, too: made for the first of them. */
  conflated?: Payload | Promise<Payload>;
}

/**
 * What the slow readers of a group have not been told, kept once for all of them: the newest event of each thing. A
 * reader has to remember only from which position on it was left out.
 */
export class MissedEvents {
  readonly #newest = new Map<string, Missed>();

  get size(): number {
    return this.#newest.size;
  }

  add(key: string, { event, payload, position }: Pick<Missed, "event" | "payload" | "position">): void {
    const before = this.#newest.get(key)?.position ?? 0;
    // To the end, so that the order is that of positions.
    this.#newest.delete(key);
    this.#newest.set(key, { event, payload, position, before });
  }

  /** What somebody who has had everything up to this position lacks, in order. */
  after(position: number): Missed[] {
    return [...this.#newest.values()].filter((missed) => missed.position > position);
  }
}
