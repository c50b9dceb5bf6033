import type { ChannelEvents } from "../outbox/event-bus.ts";
import { ALL, type FeedEvent } from "../outbox/outbox-events.ts";

export interface ChannelListener {
  event(event: FeedEvent): void;
  /**
   * Called if events were pruned before they arrived, or if the database was restored to an earlier state. The listener
   * must start over.
   */
  lost(): void;
}

/** How many of the newest events are kept in memory for subscribers that join. */
const RECENT = { all: 5_000, other: 250 };

/**
 * One channel as this server receives it: every event once, in the order of positions. Duplicates are dropped. Events
 * after a gap are refused, and the missing ones are read from the outbox.
 */
export class Channel {
  readonly name: string;
  readonly #recentLimit: number;
  readonly #listeners = new Set<ChannelListener>();
  #recent: FeedEvent[] = [];
  // `#recent` has every event of the channel above this position.
  #recentFrom = 0;
  #position: number | null = null;
  // The highest position that was received but refused.
  #refusedUpTo = 0;

  constructor(name: string) {
    this.name = name;
    this.#recentLimit = name === ALL ? RECENT.all : RECENT.other;
  }

  /** The listeners have received everything up to here; null until the starting position is known. */
  get position(): number | null {
    return this.#position;
  }

  get hasGap(): boolean {
    return this.#position !== null && this.#refusedUpTo > this.#position;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Starts the channel: listeners receive every event above this position. */
  begin(position: number): void {
    this.#position = position;
    this.#recentFrom = position;
  }

  listen(listener: ChannelListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Delivers events from the bus, unless some before them are missing. */
  receive({ previous, events }: ChannelEvents): void {
    if (this.#position === null || previous > this.#position) {
      this.#refusedUpTo = Math.max(this.#refusedUpTo, events.at(-1)?.position ?? 0);
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

  /** Records that every event up to this position was delivered. */
  completeTo(position: number): void {
    if (this.#position !== null && position > this.#position) this.#position = position;
  }

  /** Whether all delivered events after a position are still in memory. */
  reaches(position: number): boolean {
    return this.#position !== null && position >= this.#recentFrom;
  }

  /** The delivered events after a position; null if some of them are no longer in memory. */
  since(position: number): readonly FeedEvent[] | null {
    if (!this.reaches(position)) return null;
    const first = this.#recent.findLastIndex((event) => event.position <= position) + 1;
    return this.#recent.slice(first);
  }

  /** Continues at a position although events before it were missed, and tells the listeners so. */
  reset(position: number): void {
    this.#recent = [];
    this.#refusedUpTo = 0;
    this.begin(position);
    for (const listener of this.#listeners) listener.lost();
  }

  #remember(event: FeedEvent): void {
    this.#recent.push(event);
    // The array may grow to twice the limit, so that it is cut only now and then.
    if (this.#recent.length < 2 * this.#recentLimit) return;
    const dropped = this.#recent.splice(0, this.#recentLimit);
    this.#recentFrom = dropped.at(-1)?.position ?? this.#recentFrom;
  }
}
