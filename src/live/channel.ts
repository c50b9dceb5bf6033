import type { ChannelEvents } from "../outbox/event-bus.ts";
import { ALL, type FeedEvent } from "../outbox/outbox-events.ts";

export interface ChannelListener {
  event(event: FeedEvent): void;
  /** Events were pruned before they came here, or have not happened after all: whoever listens must begin anew. */
  lost(): void;
}

/** How many of the newest events are at hand for those who join. */
const RECENT = { all: 5_000, other: 250 };

/**
 * One channel as this server has heard it: every event once, in the order of positions. What comes twice is dropped;
 * what would leave a gap is refused, to be read from the outbox.
 */
export class Channel {
  readonly name: string;
  readonly #recentLimit: number;
  readonly #listeners = new Set<ChannelListener>();
  #recent: FeedEvent[] = [];
  // All events of the channel above this position are among the recent ones.
  #recentFrom = 0;
  #position: number | null = null;
  // The highest position that was heard of, but not taken.
  #missed = 0;

  constructor(name: string) {
    this.name = name;
    this.#recentLimit = name === ALL ? RECENT.all : RECENT.other;
  }

  /** Up to here the listeners have heard everything; null until it is known where to begin. */
  get position(): number | null {
    return this.#position;
  }

  get hasGap(): boolean {
    return this.#position !== null && this.#missed > this.#position;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Everything above this position will be heard. */
  begin(position: number): void {
    this.#position = position;
    this.#recentFrom = position;
  }

  listen(listener: ChannelListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what the bus brought, unless there is a gap before it. */
  receive({ previous, events }: ChannelEvents): void {
    if (this.#position === null || previous > this.#position) {
      this.#missed = Math.max(this.#missed, events.at(-1)?.position ?? 0);
      return;
    }
    for (const event of events) this.deliver(event);
  }

  deliver(event: FeedEvent): void {
    if (this.#position === null || event.position <= this.#position) return;
    this.#position = event.position;
    this.#remember(event);
    for (const listener of this.#listeners) listener.event(event);
  }

  /** Says that all up to this position was delivered. */
  completeTo(position: number): void {
    if (this.#position !== null && position > this.#position) this.#position = position;
  }

  /** Whether all events after a position that were delivered already are at hand. */
  reaches(position: number): boolean {
    return this.#position !== null && position >= this.#recentFrom;
  }

  /** The events after a position that were delivered already; null where they reach further back than is at hand. */
  since(position: number): readonly FeedEvent[] | null {
    if (!this.reaches(position)) return null;
    const first = this.#recent.findLastIndex((event) => event.position <= position) + 1;
    return this.#recent.slice(first);
  }

  /** Goes on at a position although events before it were missed, and tells the listeners so. */
  lose(position: number): void {
    this.#recent = [];
    this.#missed = 0;
    this.begin(position);
    for (const listener of this.#listeners) listener.lost();
  }

  #remember(event: FeedEvent): void {
    this.#recent.push(event);
    // Twice as many at most, so that an array is cut only now and then.
    if (this.#recent.length < 2 * this.#recentLimit) return;
    const dropped = this.#recent.splice(0, this.#recentLimit);
    this.#recentFrom = dropped.at(-1)?.position ?? this.#recentFrom;
  }
}
