import { deepStrictEqual } from "node:assert/strict";
import { Redis } from "ioredis";
import { startOwnRedis } from "../../support/redis-server.ts";
import type { Benchmark, Contender, Measured } from "../benchmark.ts";
import { progress } from "../output.ts";
import type { MeteredApi } from "../processes/api.ts";
import type { Child } from "../processes/child.ts";
import { percentile } from "../stats.ts";
import type { RelayApi } from "./relay-process.ts";
import { auditPublished, seedUnpublished } from "./unpublished-events.ts";

type Worker = Child<RelayApi & MeteredApi>;

const EVENTS = 50_000;
const SINGLE_EVENTS = 200;

export const relay: Benchmark = {
  name: "relay",
  about:
    "bring committed events from the outbox to Redis, acknowledged; p50 and p99 are of one event alone, from its commit to a subscriber of its station",
  unit: "event",
  async start(workbench) {
    const redis = await startOwnRedis({ log: { info: progress } });
    workbench.addCloser("Redis", () => redis.close());
    const seededUrl = await workbench.createDatabase("relay_seeded");
    await seedUnpublished(seededUrl, EVENTS);
    const start = (kind: "server" | "bare") =>
      workbench.startProcess<RelayApi & MeteredApi>({
        name: `relay-${kind}`,
        module: new URL("./relay-process.js", import.meta.url),
        args: [kind],
      });
    const server = await start("server");
    const bare = await start("bare");

    // Every round begins with a copy of the same database.
    const runOnce = async (worker: Worker, { audited }: { audited: boolean }) => {
      const databaseUrl = await workbench.copyDatabase(seededUrl, "relay_round");
      const measured = await measure(worker, databaseUrl, redis.url);
      if (audited) await auditPublished(databaseUrl, EVENTS + SINGLE_EVENTS);
      return measured;
    };
    const contenders: Contender[] = [
      { name: "slotwire", run: () => runOnce(server, { audited: true }) },
      {
        name: "read and published, nothing written",
        limit: "bare",
        run: () => runOnce(bare, { audited: false }),
      },
    ];
    return {
      contenders,
      async verify() {
        const expected = await hear(redis.url, () => runOnce(bare, { audited: false }));
        const actual = await hear(redis.url, () => runOnce(server, { audited: true }));
        deepStrictEqual(actual, expected);
      },
      // `verify` has just run a round of each.
      isWarm: true,
    };
  },
};

/** Collects the events that a subscriber to all of them receives during `work`. */
async function hear(redisUrl: string, work: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const subscriber = new Redis(redisUrl);
  subscriber.on("pmessage", (_pattern, _channel, message: string) => {
    const content = JSON.parse(message);
    for (const { id, payload } of content.events ?? content) heard.push(`${id} ${payload.slotId}`);
  });
  await subscriber.psubscribe("*:all");
  await work();
  // The reply arrives after everything that was published before.
  await subscriber.ping();
  subscriber.disconnect();
  return heard;
}

async function measure(worker: Worker, databaseUrl: string, redisUrl: string): Promise<Measured> {
  await worker.call("open", databaseUrl, redisUrl);
  const cpuBefore = await worker.call("cpuMicros");
  const seconds = await worker.call("drain", EVENTS);
  const cpuMicros = (await worker.call("cpuMicros")) - cpuBefore;
  const delays = Float64Array.from(await worker.call("single", SINGLE_EVENTS)).sort();
  await worker.call("close");
  return {
    requests: EVENTS,
    seconds,
    cpuMicros,
    p50Ms: percentile(delays, 0.5),
    p99Ms: percentile(delays, 0.99),
    errors: [],
    loadShare: null,
  };
}
