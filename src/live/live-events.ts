import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { Channel } from "./channel.ts";
import type { FeedCursors } from "./feed-cursor.ts";

/** What a subscription watches: a channel of the feed, and which of its events are shown. */
export interface FeedScope<Event> {
  readonly channel: string;
  /**
   * Scopes with the same key show the same to every subscriber, and share their events. Without a key, nothing is
   * shared.
   */
  readonly key?: string;
  /**
   * What a subscriber is shown of an event; null if the event is not in scope.
   *
   * @param conflated whether earlier events of the same thing were left out.
   */
  show(event: FeedEvent, cursor: string, conflated?: boolean): Event | null;
}

export interface LiveListener<Event> {
  event(event: Event, position: number): void;
  /**
   * Called if events were pruned before they arrived, or if the database was restored to an earlier state. The listener
   * must start over.
   */
  lost(): void;
}

interface Placed<Event> {
  readonly event: Event;
  readonly position: number;
}

/**
 * The events of a scope as they happen, in the order of positions. All listeners get the same objects with the same
 * cursors.
 */
export class LiveEvents<Event> {
  readonly scope: FeedScope<Event>;
  readonly #channel: Channel;
  readonly cursors: FeedCursors;
  readonly #shown = new WeakMap<FeedEvent, { readonly view: Event | null }>();

  constructor(options: { scope: FeedScope<Event>; channel: Channel; cursors: FeedCursors }) {
    this.scope = options.scope;
    this.#channel = options.channel;
    this.cursors = options.cursors;
  }

  /** Every event up to here has been delivered. */
  get position(): number {
    return this.#channel.position ?? 0;
  }

  /** Calls the listener for each event from now on. @returns a function that stops it. */
  listen(listener: LiveListener<Event>): () => void {
    return this.#channel.listen({
      event: (event) => {
        const view = this.show(event);
        if (view !== null) listener.event(view, event.position);
      },
      lost: () => listener.lost(),
    });
  }

  /**
   * The events delivered after a position, up to now; null if some of them are no longer in memory. A caller that
   * begins to listen at the same moment, and skips events that are not above its own position, misses nothing.
   */
  since(position: number): readonly Placed<Event>[] | null {
    const events = this.#channel.since(position);
    return (
      events?.flatMap((event) => {
        const view = this.show(event);
        return view === null ? [] : [{ event: view, position: event.position }];
      }) ?? null
    );
  }

  /** Whether `since` can answer for this position. */
  reaches(position: number): boolean {
    return this.#channel.reaches(position);
  }

  /** What every subscriber is shown of an event; made once. */
  show(event: FeedEvent): Event | null {
    const known = this.#shown.get(event);
    if (known) return known.view;
    const view = this.scope.show(event, this.cursors.ofEvent(event));
    this.#shown.set(event, { view });
    return view;
  }
}
