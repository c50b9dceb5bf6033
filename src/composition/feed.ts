import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { EventHub, readFeedId } from "../live/event-hub.ts";
import { FeedReads } from "../live/feed-reads.ts";
import { InProcessBus } from "../live/in-process-bus.ts";
import { RedisBus } from "../live/redis-bus.ts";
import type { EventBus } from "../outbox/event-bus.ts";
import { Relay } from "../outbox/relay.ts";
import type { Logger } from "../shared/logger.ts";
import type { Parts } from "./parts.ts";

/** The parts that bring events from the outbox to this server. */
export interface FeedParts {
  readonly feedId: string;
  readonly bus: EventBus;
  readonly reads: FeedReads;
  readonly hub: EventHub;
  readonly relay: Relay;
}

export async function startFeed(config: Config, { log, closers }: Parts, db: Database): Promise<FeedParts> {
  const feedId = await readFeedId(db);
  const bus = await createBus(config, feedId, log);
  closers.add("the event bus", () => bus.close());
  const relay = new Relay({ db, bus, log, retentionSeconds: config.feedRetentionSeconds });
  const reads = new FeedReads(db);
  const hub = new EventHub({ db, bus, reads, log });
  hub.start();
  closers.add("the live feed", () => hub.close());
  relay.start();
  closers.add("the relay", () => relay.close());
  return { feedId, bus, reads, hub, relay };
}

async function createBus({ redisUrl: url }: Config, feedId: string, log: Logger): Promise<EventBus> {
  if (url) return RedisBus.open({ url, feedId, log });
  log.info("REDIS_URL is not set, so live events stay in this process: run only one server");
  return new InProcessBus();
}
