import type { FeedEvent } from "./outbox-events.ts";

/** Events of one channel that follow each other, in the order of positions. */
export interface ChannelEvents {
  readonly channel: string;
  /** On this channel nothing lies between this position and the first of the events: who has less has a gap. */
  readonly previous: number;
  /** Under which lead of the relay they were read; null where the server that published them does not say. */
  readonly lead: string | null;
  readonly events: readonly FeedEvent[];
}

/**
 * Carries events from the relay to the servers that watch their channels, and the wish to be relayed from every
 * server to the relay. It may lose and repeat: the outbox is the truth, and who listens closes gaps from there.
 */
export interface EventBus {
  /** Resolves once all of it has been handed over. */
  publish(batch: readonly ChannelEvents[]): Promise<void>;
  /** From the next `onSubscribed` of this channel on, its events are heard; until `unsubscribe`. */
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  onEvents(listener: (events: ChannelEvents) => void): void;
  /** Called when a channel begins to be heard, also once more after each interruption. */
  onSubscribed(listener: (channel: string) => void): void;
  /** Tells the relay, wherever it runs, that the outbox has new rows. */
  ring(): void;
  /** Hears the rings. @returns a function that ends it. */
  onRing(listener: () => void): () => void;
  /** Whether events reach other servers now; the reason where they do not. */
  health(): { readonly ok: boolean; readonly detail: string };
  close(): Promise<void>;
}
