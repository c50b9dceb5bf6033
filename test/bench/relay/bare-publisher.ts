import { Redis } from "ioredis";
import pg from "pg";
import type { Publisher } from "./publisher.ts";

const BATCH = 1_000;
const READ = {
  name: "read",
  text: "select id, kind, payload, channels from outbox where id > $1 order by id limit $2",
};

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly channels: readonly string[];
}

/**
 * Follows the ids, stores nothing, and publishes one message per channel and batch, with acknowledgement. This is the
 * minimum cost of bringing rows to Redis, without the product's guarantees.
 */
export async function openBarePublisher(databaseUrl: string, redisUrl: string): Promise<Publisher> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const redis = new Redis(redisUrl);
  let lastId = "0";
  const publishBatch = async () => {
    const { rows } = await client.query<Row>({ ...READ, values: [lastId, BATCH] });
    const byChannel = new Map<string, string[]>();
    for (const { id, kind, payload, channels } of rows) {
      const text = JSON.stringify({ id, kind, payload });
      for (const channel of ["all", ...channels]) {
        byChannel.set(channel, [...(byChannel.get(channel) ?? []), text]);
      }
    }
    const pipeline = redis.pipeline();
    for (const [channel, texts] of byChannel) pipeline.publish(`bare:${channel}`, `[${texts.join(",")}]`);
    await pipeline.exec();
    lastId = rows.at(-1)?.id ?? lastId;
    return rows.length;
  };
  return {
    async drain(count) {
      for (let done = 0; done < count; ) done += await publishBatch();
    },
    wake: () => void publishBatch(),
    async close() {
      redis.disconnect();
      await client.end();
    },
  };
}
