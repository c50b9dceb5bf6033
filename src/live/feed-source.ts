import type { LiveEvents } from "./live-events.ts";
import type { Prelude } from "./prelude.ts";

export interface FeedSourceOptions<Event> {
  readonly prelude: Prelude<Event>;
  readonly live: LiveEvents<Event>;
  readonly release: () => void;
}

/**
 * One open subscription to the feed: its prelude, and the live events that follow it, which many subscribers share. The
 * fan-out reads these two. The class looks iterable only because graphql-js requires that of an opened subscription.
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

  /** Releases the live events, which continue while other subscriptions hold them. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.prelude.close();
    this.#release();
  }
}
