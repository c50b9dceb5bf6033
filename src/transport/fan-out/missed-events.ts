import type { Payload } from "./payload.ts";
import type { FeedEventView } from "./sharing.ts";

/** The newest event of a thing, such as a slot, that some reader has missed. */
export interface Missed {
  readonly event: FeedEventView;
  readonly payload: Payload;
  readonly position: number;
  /** The position of the event of the same thing before it; 0 if no reader missed that one. */
  readonly before: number;
  /** The payload for readers that missed the event before it, too; made for the first of them. */
  conflated?: Payload | Promise<Payload>;
}

/**
 * What the slow readers of a group have not been sent, kept once for all of them: the newest event of each thing. A
 * reader only has to remember the position after which it missed events.
 */
export class MissedEvents {
  readonly #newest = new Map<string, Missed>();

  get size(): number {
    return this.#newest.size;
  }

  add(key: string, { event, payload, position }: Pick<Missed, "event" | "payload" | "position">): void {
    const before = this.#newest.get(key)?.position ?? 0;
    // Moves the key to the end, to keep the map in the order of positions.
    this.#newest.delete(key);
    this.#newest.set(key, { event, payload, position, before });
  }

  /** The events, in order, that are missing for a reader that has received everything up to this position. */
  after(position: number): Missed[] {
    return [...this.#newest.values()].filter((missed) => missed.position > position);
  }
}
