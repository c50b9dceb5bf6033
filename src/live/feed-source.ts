import type { LiveEvents } from "./live-events.ts";
import type { Prelude } from "./prelude.ts";

export interface FeedSourceOptions<Event> {
  readonly prelude: Prelude<Event>;
  readonly live: LiveEvents<Event>;
  readonly release: () => void;
}

/**
 * One subscription to the feed, open: its prelude, and the live events that take over from it, which many subscribers
 * share. What fans out reads these two; graphql-js, which opens subscriptions, wants what it is given to look iterable.
 */
export class FeedSource<Event> implements AsyncIterable<Event> {
  readonly prelude: Prelude<Event>;
  readonly live: LiveEvents<Event>;
  readonly #release: () => void;
  #closed = false;

  constructor({ prelude, live, release }: FeedSourceOptions<Event>) {
    this.prelude = prelude;
    this.live = live;
    this.#release = release;
  }

  [Symbol.asyncIterator](): never {
    throw new Error("A subscription to the feed is read by its prelude and its live events");
  }

  /** Lets go of the live events: they go on for as long as somebody else holds them. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.prelude.close();
    this.#release();
  }
}
