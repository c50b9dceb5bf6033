import type { ChannelEvents, EventBus } from "../outbox/event-bus.ts";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { Logger } from "../shared/logger.ts";
import { Outage } from "../shared/outage.ts";
import { connectToRedis, type RedisConnections } from "./redis-connections.ts";

/** How long after Redis has refused a subscription it is asked again. */
const RETRY_MS = 5_000;

/** The bus between servers: Redis pub/sub, sharded where Redis is a cluster. */
export class RedisBus implements EventBus {
  readonly #redis: RedisConnections;
  readonly #prefix: string;
  readonly #log: Logger;
  readonly #refusal: Outage;
  /** The channels that Redis has refused, each with the timer after which it is asked again. */
  readonly #refused = new Map<string, NodeJS.Timeout>();
  readonly #channels = new Set<string>();
  readonly #listeners: ((events: ChannelEvents) => void)[] = [];
  readonly #subscribedListeners: ((channel: string) => void)[] = [];
  readonly #wakeListeners = new Set<() => void>();
  #isWaking = false;

  private constructor(redis: RedisConnections, { feedId, log }: { feedId: string; log: Logger }) {
    this.#redis = redis;
    this.#prefix = `slotwire:${feedId}:`;
    this.#log = log;
    this.#refusal = new Outage(log, {
      failing: "Redis refuses subscriptions; live events come from the database, up to a second late",
      recovered: "Redis accepts subscriptions again",
    });
    redis.onMessage((name, message) => this.#receive(name.slice(this.#prefix.length), message));
    redis.onReady(() => {
      for (const channel of this.#channels) this.#listen(channel);
      if (this.#wakeListeners.size > 0) this.#listen(WAKE_CHANNEL);
    });
  }

  /** @param feedId identifies the database: servers of another one may use the same Redis. */
  static async open(options: { url: string; feedId: string; log: Logger }): Promise<RedisBus> {
    return new RedisBus(await connectToRedis(options), options);
  }

  async publish(batch: readonly ChannelEvents[]): Promise<void> {
    // An event that goes to several channels is serialised once.
    const texts = new Map<FeedEvent["position"], string>();
    const textOf = (event: FeedEvent) => {
      const text = texts.get(event.position) ?? JSON.stringify(event);
      texts.set(event.position, text);
      return text;
    };
    await this.#redis.publish(
      batch.map(({ channel, previous, lead, events }) => [
        this.#prefix + channel,
        `{"previous":${previous},"lead":${JSON.stringify(lead)},"events":[${events.map(textOf).join(",")}]}`,
      ]),
    );
  }

  subscribe(channel: string): void {
    this.#channels.add(channel);
    this.#listen(channel);
  }

  unsubscribe(channel: string): void {
    this.#channels.delete(channel);
    this.#forgetRefusal(channel);
    this.#redis.unsubscribe(this.#prefix + channel);
  }

  onEvents(listener: (events: ChannelEvents) => void): void {
    this.#listeners.push(listener);
  }

  onSubscribed(listener: (channel: string) => void): void {
    this.#subscribedListeners.push(listener);
  }

  /** Sends one message per turn of the event loop, however many commits ask for it. */
  wakeRelay(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    setImmediate(() => {
      this.#isWaking = false;
      // A lost message costs only a moment, because the relay also polls.
      this.#redis.publish([[this.#prefix + WAKE_CHANNEL, ""]]).catch(() => {});
    });
  }

  onRelayWake(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    this.#listen(WAKE_CHANNEL);
    return () => {
      this.#wakeListeners.delete(listener);
      if (this.#wakeListeners.size === 0) this.#redis.unsubscribe(this.#prefix + WAKE_CHANNEL);
    };
  }

  health() {
    if (!this.#redis.isReady())
      return { ok: false, detail: "Redis cannot be reached; live events of other servers come late" };
    if (this.#refusal.lasts)
      return { ok: false, detail: "Redis refuses subscriptions; live events of other servers come late" };
    return { ok: true, detail: "Redis is connected" };
  }

  async close(): Promise<void> {
    for (const channel of [...this.#refused.keys()]) this.#forgetRefusal(channel);
    this.#redis.close();
  }

  // Without a connection nothing is sent; the channel is subscribed to once there is one.
  #listen(channel: string): void {
    this.#redis
      .subscribe(this.#prefix + channel)
      .then((listening) => {
        if (!listening) return;
        this.#forgetRefusal(channel);
        if (this.#refused.size === 0) this.#refusal.succeeded();
        if (!this.#channels.has(channel)) return;
        for (const listener of this.#subscribedListeners) listener(channel);
      })
      .catch((error: unknown) => {
        this.#forgetRefusal(channel);
        this.#refused.set(channel, setTimeout(() => this.#retry(channel), RETRY_MS).unref());
        this.#refusal.failed(error);
      });
  }

  // The permissions of Redis's user may have changed, or a cluster's outage may have passed.
  #retry(channel: string): void {
    const isWanted = channel === WAKE_CHANNEL ? this.#wakeListeners.size > 0 : this.#channels.has(channel);
    if (isWanted) this.#listen(channel);
    else this.#forgetRefusal(channel);
  }

  #forgetRefusal(channel: string): void {
    clearTimeout(this.#refused.get(channel));
    this.#refused.delete(channel);
  }

  #receive(channel: string, message: string): void {
    if (channel === WAKE_CHANNEL) {
      for (const listener of this.#wakeListeners) listener();
      return;
    }
    const events = parseEvents(channel, message);
    // A dropped message shows up as a gap, and its events are read from the outbox.
    if (events) for (const listener of this.#listeners) listener(events);
    else this.#log.warn("Redis: dropped a message that is not from slotwire");
  }
}

/** The channel that the leading relay listens to; no station or user has such an id. */
const WAKE_CHANNEL = "ring";

function parseEvents(channel: string, message: string): ChannelEvents | null {
  try {
    const { previous, lead = null, events } = JSON.parse(message) as Partial<ChannelEvents>;
    return typeof previous === "number" && Array.isArray(events) ? { channel, previous, lead, events } : null;
  } catch {
    return null;
  }
}
