import { LRUCache } from "lru-cache";
import type { ChannelEvents } from "./event-bus.ts";
import { ALL, type FeedEvent } from "./outbox-events.ts";

/** An event and the channels it goes to, besides that of all events. */
export type AddressedEvent = FeedEvent & { readonly channels: readonly string[] };

const KEPT_CHANNELS = 100_000;

/**
 * Sorts events by channel, and notes for each channel which position came before. Of a channel that it knows nothing
 * of it says so: that nothing was between is known only from where it began.
 */
export class ChannelBatches {
  // The last position of each channel; of one that is not here it is not above `#unknownUpTo`.
  readonly #last: LRUCache<string, number>;
  #unknownUpTo: number;
  readonly #lead: string;

  /** @param from the position after which it has seen all. */
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
