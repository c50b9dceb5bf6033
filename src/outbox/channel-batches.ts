import { LRUCache } from "lru-cache";
import type { ChannelEvents } from "./event-bus.ts";
import { ALL, type FeedEvent } from "./outbox-events.ts";

/** An event and the channels it goes to, besides `ALL`. */
export type AddressedEvent = FeedEvent & { readonly channels: readonly string[] };

const KEPT_CHANNELS = 100_000;

/**
 * Groups events by channel, and adds to each batch the position after which its channel had no other events. For a
 * channel whose last event it does not know, this is a position from which on it has seen all events.
 */
export class ChannelBatches {
  // The last position of each channel. A channel that is not in the map has no event above `#unknownUpTo`.
  readonly #last: LRUCache<string, number>;
  #unknownUpTo: number;
  readonly #lead: string;

  /** @param from the position after which every event is passed to `sort`. */
  constructor(from: number, lead: string) {
    this.#unknownUpTo = from;
    this.#lead = lead;
    this.#last = new LRUCache({
      max: KEPT_CHANNELS,
      dispose: (position, _channel, reason) => {
        if (reason === "evict") this.#unknownUpTo = Math.max(this.#unknownUpTo, position);
      },
    });
  }

  /** @param events that follow those of the last call. */
  sort(events: readonly AddressedEvent[]): ChannelEvents[] {
    const byChannel = new Map<string, FeedEvent[]>([[ALL, []]]);
    for (const { id, kind, payload, position, channels } of events) {
      const event = { id, kind, payload, position } as FeedEvent;
      for (const channel of [ALL, ...new Set(channels)]) {
        const batch = byChannel.get(channel);
        if (batch) batch.push(event);
        else byChannel.set(channel, [event]);
      }
    }
    return [...byChannel].flatMap(([channel, batch]) => {
      const last = batch.at(-1);
      if (!last) return [];
      const previous = this.#last.get(channel) ?? this.#unknownUpTo;
      this.#last.set(channel, last.position);
      return [{ channel, previous, lead: this.#lead, events: batch }];
    });
  }
}
