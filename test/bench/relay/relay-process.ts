import "reflect-metadata";
import { Redis } from "ioredis";
import pg from "pg";
import { answerParent } from "../processes/child-side.ts";
import { openBarePublisher } from "./bare-publisher.ts";
import type { Publisher } from "./publisher.ts";
import { openServerPublisher } from "./server-publisher.ts";
import { INSERT_ONE } from "./unpublished-events.ts";

/** Publishes the committed events of a database to Redis. */
export type RelayApi = {
  /** Connects, so that connecting is not timed. */
  open(databaseUrl: string, redisUrl: string): Promise<void>;
  /** Publishes the existing events. @returns seconds. */
  drain(count: number): Promise<number>;
  /** Commits events one by one. @returns the time of each from its commit to a subscriber of its channel. */
  single(count: number): Promise<number[]>;
  close(): Promise<void>;
};

const openPublisher = process.argv[2] === "bare" ? openBarePublisher : openServerPublisher;
let publisher: Publisher | null = null;
let client: pg.Client | null = null;
let subscriber: Redis | null = null;

answerParent<RelayApi>({
  async open(databaseUrl, redisUrl) {
    client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    subscriber = new Redis(redisUrl);
    publisher = await openPublisher(databaseUrl, redisUrl);
  },

  async drain(count) {
    const startedAt = performance.now();
    await publisher?.drain(count);
    return (performance.now() - startedAt) / 1000;
  },

  async single(count) {
    const delays: number[] = [];
    let heard = () => {};
    subscriber?.on("pmessage", () => heard());
    await subscriber?.psubscribe("*:station_*");
    for (let done = 0; done < count; done++) {
      const arrival = new Promise<void>((resolve) => {
        heard = resolve;
      });
      await client?.query(INSERT_ONE);
      const committedAt = performance.now();
      publisher?.wake();
      await arrival;
      delays.push(performance.now() - committedAt);
    }
    return delays;
  },

  async close() {
    await publisher?.close();
    subscriber?.disconnect();
    await client?.end();
  },
});
