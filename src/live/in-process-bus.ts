import type { ChannelEvents, EventBus } from "../outbox/event-bus.ts";

/** The bus of a single server: used where there is no Redis. */
export class InProcessBus implements EventBus {
  readonly #channels = new Set<string>();
  readonly #listeners: ((events: ChannelEvents) => void)[] = [];
  readonly #subscribedListeners: ((channel: string) => void)[] = [];
  readonly #wakeListeners = new Set<() => void>();

  async publish(batch: readonly ChannelEvents[]): Promise<void> {
    for (const events of batch) {
      if (this.#channels.has(events.channel)) for (const listener of this.#listeners) listener(events);
    }
  }

  subscribe(channel: string): void {
    this.#channels.add(channel);
    for (const listener of this.#subscribedListeners) listener(channel);
  }

  unsubscribe(channel: string): void {
    this.#channels.delete(channel);
  }

  onEvents(listener: (events: ChannelEvents) => void): void {
    this.#listeners.push(listener);
  }

  onSubscribed(listener: (channel: string) => void): void {
    this.#subscribedListeners.push(listener);
  }

  wakeRelay(): void {
    for (const listener of this.#wakeListeners) listener();
  }

  onRelayWake(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    return () => this.#wakeListeners.delete(listener);
  }

  health() {
    return { ok: true, detail: "in this process only" };
  }

  async close(): Promise<void> {}
}
