import { Redis } from "ioredis";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { Logger } from "../shared/logger.ts";
import type { EventBus, FeedListener } from "./event-bus.ts";

/** A Redis that is frozen is as good as none. */
const COMMAND_MS = 2_000;

/** The bus between servers: Redis pub/sub. A lost connection is made anew, for ever, with growing pauses. */
export class RedisBus implements EventBus {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #events: string;
  readonly #rings: string;
  readonly #listeners: FeedListener[] = [];
  readonly #ringListeners: (() => void)[] = [];
  readonly #log: Logger;
  #ringing = false;

  /** @param feedId of the database: servers of another one may use the same Redis. */
  constructor({ url, feedId, log }: { url: string; feedId: string; log: Logger }) {
    this.#log = log;
    this.#events = `slotwire:${feedId}:events`;
    this.#rings = `slotwire:${feedId}:ring`;
    const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);
    // Without the offline queue a publish fails at once while Redis is away, and the relay tries again later.
    this.#publisher = new Redis(url, {
      retryStrategy,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_MS,
    });
    this.#subscriber = new Redis(url, { retryStrategy, autoResubscribe: true });
    this.#report(this.#publisher);
    this.#report(this.#subscriber);
    this.#subscriber.on("message", (channel, message) => this.#receive(channel, message));
    // Refused only while the connection is closing; after a reconnect ioredis subscribes again by itself.
    this.#subscriber
      .subscribe(this.#events, this.#rings)
      .catch((error: unknown) => log.warn({ err: error }, "Redis: not subscribed"));
  }

  async publish(events: readonly FeedEvent[]): Promise<void> {
    await this.#publisher.publish(this.#events, JSON.stringify(events));
  }

  onEvents(listener: FeedListener): void {
    this.#listeners.push(listener);
  }

  /** Rings once per turn of the event loop, however many commits ask for it. */
  ring(): void {
    if (this.#ringing) return;
    this.#ringing = true;
    setImmediate(() => {
      this.#ringing = false;
      // A ring that is lost costs a moment: the relay also looks by itself.
      this.#publisher.publish(this.#rings, "").catch(() => {});
    });
  }

  onRing(listener: () => void): void {
    this.#ringListeners.push(listener);
  }

  health() {
    const ok = this.#publisher.status === "ready" && this.#subscriber.status === "ready";
    return {
      ok,
      detail: ok ? "Redis is connected" : "Redis cannot be reached; live events of other servers come late",
    };
  }

  async close(): Promise<void> {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  #receive(channel: string, message: string): void {
    if (channel === this.#rings) {
      for (const listener of this.#ringListeners) listener();
      return;
    }
    const events = parseEvents(message);
    // What does not reach the listeners shows as a gap, and is read from the outbox.
    if (events) for (const listener of this.#listeners) listener(events);
    else this.#log.warn("Redis: a message that is not ours was dropped");
  }

  #report(client: Redis): void {
    let down = false;
    client.on("error", (error) => {
      if (!down) this.#log.warn({ err: error }, "Redis cannot be reached; trying again until it can");
      down = true;
    });
    client.on("ready", () => {
      if (down) this.#log.info("Redis is back");
      down = false;
    });
  }
}

function parseEvents(message: string): FeedEvent[] | null {
  try {
    const events: unknown = JSON.parse(message);
    return Array.isArray(events) ? events : null;
  } catch {
    return null;
  }
}
