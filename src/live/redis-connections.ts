import { once } from "node:events";
import { Cluster, Redis, type RedisOptions, ReplyError } from "ioredis";
import type { Logger } from "../shared/logger.ts";
import { Outage } from "../shared/outage.ts";

/** What the bus needs from Redis, a single server or a cluster. */
export interface RedisConnections {
  /** Sends messages to their channels, in order. @throws Error if Redis did not take all of them. */
  publish(messages: readonly (readonly [channel: string, message: string])[]): Promise<void>;
  /**
   * Resolves to whether the channel is subscribed to: false while there is no connection.
   *
   * @throws ReplyError if Redis refuses the subscription, for instance because its user may not use the channel.
   */
  subscribe(channel: string): Promise<boolean>;
  unsubscribe(channel: string): void;
  onMessage(listener: (channel: string, message: string) => void): void;
  /** Called for each new connection that has no subscriptions yet. */
  onReady(listener: () => void): void;
  isReady(): boolean;
  close(): void;
}

interface ConnectOptions {
  readonly url: string;
  readonly log: Logger;
}

/** A Redis that does not respond within this time counts as unavailable. */
const COMMAND_MS = 2_000;
const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);
// Without the offline queue a publish fails at once while Redis is away, and the relay tries again later.
const publisherOptions: RedisOptions = {
  retryStrategy,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_MS,
  // Gives up a connection that hangs, because what cannot be sent would pile up in memory.
  socketTimeout: COMMAND_MS,
};

/** Connects. A lost connection is retried for ever, with growing pauses. */
export async function connectToRedis(options: ConnectOptions): Promise<RedisConnections> {
  return (await isCluster(options.url)) ? connectToCluster(options) : connectToOne(options);
}

// A Redis that does not answer is treated as a single server. That works with a cluster too, but then every node of it
// receives every event.
async function isCluster(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: COMMAND_MS });
  redis.on("error", () => {});
  try {
    await redis.connect();
    return /cluster_enabled:1/.test(await redis.info("cluster"));
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

function connectToOne({ url, log }: ConnectOptions): RedisConnections {
  const publisher = new Redis(url, publisherOptions);
  const subscriber = new Redis(url, { retryStrategy, enableOfflineQueue: false, autoResubscribe: false });
  for (const client of [publisher, subscriber]) report(client, log);
  return {
    publish: async (messages) => {
      const pipeline = publisher.pipeline();
      for (const [channel, message] of messages) pipeline.publish(channel, message);
      for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
    },
    subscribe: async (channel) => {
      if (subscriber.status !== "ready") return false;
      return subscriber.subscribe(channel).then(() => true, falseUnlessRefused);
    },
    unsubscribe: (channel) => {
      if (subscriber.status === "ready") subscriber.unsubscribe(channel).catch(() => {});
    },
    onMessage: (listener) => void subscriber.on("message", listener),
    onReady: (listener) => void subscriber.on("ready", listener),
    isReady: () => publisher.status === "ready" && subscriber.status === "ready",
    close: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/**
 * Connects for commands that are better given up than waited for. The client is ready on return if Redis is reachable.
 */
export async function connectForCommands(options: ConnectOptions & { commandMs: number }) {
  const { url, log, commandMs } = options;
  const redisOptions = { ...publisherOptions, commandTimeout: commandMs };
  const client = (await isCluster(url)) ? newCluster(url, redisOptions) : new Redis(url, redisOptions);
  report(client, log);
  await once(client, "ready", { signal: AbortSignal.timeout(COMMAND_MS) }).catch(() => {});
  return client;
}

// Each channel lives on one node. The client itself resubscribes if a node is lost or a hash slot moves. The hub reads
// the events missed meanwhile from the outbox.
function connectToCluster({ url, log }: ConnectOptions): RedisConnections {
  const cluster = newCluster(url, publisherOptions);
  report(cluster, log);
  return {
    publish: async (messages) => {
      await Promise.all(messages.map(([channel, message]) => cluster.spublish(channel, message)));
    },
    subscribe: async (channel) => {
      if (cluster.status !== "ready") return false;
      return cluster.ssubscribe(channel).then(() => true, falseUnlessRefused);
    },
    unsubscribe: (channel) => {
      if (cluster.status === "ready") cluster.sunsubscribe(channel).catch(() => {});
    },
    onMessage: (listener) => void cluster.on("smessage", listener),
    onReady: (listener) => void cluster.on("ready", listener),
    isReady: () => cluster.status === "ready",
    close: () => cluster.disconnect(),
  };
}

function newCluster(url: string, redisOptions: RedisOptions): Cluster {
  const { hostname, port, username, password, protocol } = new URL(url);
  return new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    clusterRetryStrategy: retryStrategy,
    enableOfflineQueue: false,
    shardedSubscribers: true,
    redisOptions: {
      ...redisOptions,
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
      tls: protocol === "rediss:" ? {} : undefined,
    },
  });
}

function falseUnlessRefused(error: unknown): false {
  if (error instanceof ReplyError) throw error;
  return false;
}

function report(client: Redis | Cluster, log: Logger): void {
  const outage = new Outage(log, {
    failing: "Redis cannot be reached; retrying",
    recovered: "Redis can be reached again",
  });
  client.on("error", (error) => outage.failed(error));
  client.on("ready", () => outage.succeeded());
}
