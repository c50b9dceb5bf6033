import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { Channel } from "./channel.ts";
import type { FeedCursors } from "./feed-cursor.ts";

/** What is watched: a channel of the feed, and what of it is shown. */
export interface FeedScope<Event> {
  readonly channel: string;
  /** Scopes with the same key show the same to everybody, and share what they show; without one, nobody does. */
  readonly key?: string;
  /**
   * What a subscriber is shown of an event; null where it is none of its.
   *
   * @param conflated whether the events of the same thing before it were left out.
   */
  show(event: FeedEvent, cursor: string, conflated?: boolean): Event | null;
}

export interface LiveListener<Event> {
  event(event: Event, position: number): void;
  /** Events were pruned before they came here, or have not happened after all: whoever listens must begin anew. */
  lost(): void;
}

interface Placed<Event> {
  readonly event: Event;
  readonly position: number;
}

/**
 * The events of a scope as they happen, in the order of positions: the same objects, with the same cursors, for
 * everybody who listens here.
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

  /** Up to here everything has been told. */
  get position(): number {
    return this.#channel.position ?? 0;
  }

  /** Calls the listener with what is told from now on. @returns a function that ends it. */
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
   * What was told after a position, up to now; null where that reaches further back than is at hand. Whoever begins
   * to listen at this moment, and leaves out what is not above its own position, has missed nothing.
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

  /** Whether `since` this position can be told. */
  reaches(position: number): boolean {
    return this.#channel.reaches(position);
  }

  /** What everybody is shown of an event; made once. */
  show(event: FeedEvent): Event | null {
    const known = this.#shown.get(event);
    if (known) return known.view;
    const view = this.scope.show(event, this.cursors.ofEvent(event));
    this.#shown.set(event, { view });
    return view;
  }
}
