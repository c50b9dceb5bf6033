import { setImmediate as nextTurn } from "node:timers/promises";
import { createDataSource } from "../../../src/database/data-source.ts";
import { Database } from "../../../src/database/database.ts";
import { connect } from "../../../src/database/migrate.ts";
import { readFeedId } from "../../../src/live/event-hub.ts";
import { RedisBus } from "../../../src/live/redis-bus.ts";
import { Relay } from "../../../src/outbox/relay.ts";
import { createLogger } from "../../../src/shared/logger.ts";
import type { Publisher } from "./publisher.ts";

/** The product's relay and bus. */
export async function openServerPublisher(databaseUrl: string, redisUrl: string): Promise<Publisher> {
  const log = createLogger({ level: "warn", readable: false });
  const dataSource = createDataSource({ url: databaseUrl, log });
  await connect(dataSource, { waitSeconds: 0, log });
  const db = new Database(dataSource);
  const bus = await RedisBus.open({ url: redisUrl, feedId: await readFeedId(db), log });
  while (!bus.health().ok) await nextTurn();
  const relay = new Relay({ db, bus, log, retentionSeconds: 86_400 });
  return {
    async drain(count) {
      relay.start();
      while (relay.stats.publishedEvents < count) await nextTurn();
    },
    wake: () => relay.wake("WAITING"),
    async close() {
      await relay.close();
      await bus.close();
      await db.close();
    },
  };
}
