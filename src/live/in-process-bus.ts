import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { EventBus, FeedListener } from "./event-bus.ts";

/** The bus of a single server: used where there is no Redis. */
export class InProcessBus implements EventBus {
  readonly #listeners: FeedListener[] = [];
  readonly #ringListeners: (() => void)[] = [];

  async publish(events: readonly FeedEvent[]): Promise<void> {
    for (const listener of this.#listeners) listener(events);
  }

  onEvents(listener: FeedListener): void {
    this.#listeners.push(listener);
  }

  ring(): void {
    for (const listener of this.#ringListeners) listener();
  }

  onRing(listener: () => void): void {
    this.#ringListeners.push(listener);
  }

  health() {
    return { ok: true, detail: "in this process only" };
  }

  async close(): Promise<void> {}
}
