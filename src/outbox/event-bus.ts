import type { FeedEvent } from "./outbox-events.ts";

/** Consecutive events of one channel, in the order of positions. */
export interface ChannelEvents {
  readonly channel: string;
  /** The channel has no events between this position and the first of `events`: a listener behind it has a gap. */
  readonly previous: number;
  /** The relay's lead under which the events were read; null if the server that published them does not say. */
  readonly lead: string | null;
  readonly events: readonly FeedEvent[];
}

/**
 * Carries events from the relay to the servers that watch their channels, and requests to relay from every server to
 * the relay. It may lose and repeat messages: the outbox is the source of truth, and listeners close gaps from there.
 */
export interface EventBus {
  /** Resolves once the whole batch has been handed over. */
  publish(batch: readonly ChannelEvents[]): Promise<void>;
  /** The channel's events arrive from its next `onSubscribed` until `unsubscribe`. */
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  onEvents(listener: (events: ChannelEvents) => void): void;
  /** Called when a channel's events begin to arrive, and again after each interruption. */
  onSubscribed(listener: (channel: string) => void): void;
  /** Tells the relay, wherever it runs, that the outbox has new rows. */
  wakeRelay(): void;
  /** Calls the listener when the relay is to look at the outbox. @returns a function that stops it. */
  onRelayWake(listener: () => void): () => void;
  /** Whether events currently reach other servers, and the reason if they do not. */
  health(): { readonly ok: boolean; readonly detail: string };
  close(): Promise<void>;
}
