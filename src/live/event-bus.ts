import type { FeedEvent } from "../outbox/outbox-events.ts";

/** Takes each event of a feed, in the order of positions as far as the bus can tell. */
export type FeedListener = (events: readonly FeedEvent[]) => void;

/**
 * Carries events from the relay to every server, and the wish to be relayed from every server to the relay. It
 * may lose and repeat: the outbox is the truth, and who listens closes gaps from there.
 */
export interface EventBus {
  /** Resolves once the events have been handed over. */
  publish(events: readonly FeedEvent[]): Promise<void>;
  onEvents(listener: FeedListener): void;
  /** Tells the relay, wherever it runs, that the outbox has new rows. */
  ring(): void;
  onRing(listener: () => void): void;
  /** Whether events reach other servers now; the reason where they do not. */
  health(): { readonly ok: boolean; readonly detail: string };
  close(): Promise<void>;
}
