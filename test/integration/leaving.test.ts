import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { EventSourceReader } from "../support/event-source.ts";
import { eventually } from "../support/eventually.ts";
import { readMetric } from "../support/metrics.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { startOwnRedis } from "../support/redis-server.ts";
import { openScene, type Scene } from "../support/scene.ts";

const WATCH = `subscription Watch($filter: SlotFilter, $snapshot: Boolean) {
  slotStatusChanged(filter: $filter, snapshot: $snapshot) { cursor version slot { id } }
}`;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The memory in use after a garbage collection. */
function heldBytes(): number {
  for (let times = 0; times < 4; times++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** Subscribes and unsubscribes repeatedly, in different ways, over a few sockets that stay open. */
async function comeAndGo(scene: Scene, stationIds: readonly string[], times: number): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: 10 }, () => RawSocket.acknowledged(scene.url)));
  await Promise.all(
    sockets.map(async (raw, socket) => {
      for (let time = 0; time < times / sockets.length; time++) {
        const id = `${socket}-${time}`;
        const stationId = stationIds[time % stationIds.length];
        // One in three unsubscribes before it receives anything.
        const hasty = time % 3 === 0;
        raw.subscribe(id, WATCH, { filter: { stationId }, snapshot: true });
        if (!hasty) await raw.receives(2);
        raw.send({ id, type: "complete" });
        raw.received.splice(1);
      }
    }),
  );
  // This operation is answered after everything before it.
  await Promise.all(
    sockets.map(async (raw) => {
      raw.received.length = 0;
      raw.subscribe("last", "{ __typename }");
      await eventually(() =>
        expect(raw.received.filter(({ id }) => id === "last").map(({ type }) => type)).toEqual([
          "next",
          "complete",
        ]),
      );
      raw.socket.close();
      await raw.closed;
    }),
  );
}

/** The same with connections and streams that are cut, while the test itself keeps no reference to them. */
async function connectAndVanish(scene: Scene, stationId: string, times: number): Promise<void> {
  const variables = { filter: { stationId }, snapshot: true };
  const parameters = new URLSearchParams({ query: WATCH, variables: JSON.stringify(variables) });
  for (let time = 0; time < times; time++) {
    const stream = await EventSourceReader.open(`${scene.url}/graphql/stream?${parameters}`);
    const socket = new WebSocket(`${scene.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    await once(socket, "open");
    socket.send('{"type":"connection_init"}');
    await once(socket, "message");
    socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: WATCH, variables } }));
    const [told] = await once(socket, "message");
    expect(JSON.parse(String(told))).toMatchObject({ type: "next", payload: { data: {} } });
    socket.terminate();
    stream.close();
  }
}

const TIMES = 10_000;
/** The smallest possible leak per subscription. */
const LEAST_BYTES = 64;

/** Repeats `doIt`, at most that many times, until one run leaves nothing behind. */
async function leavesNothing(attempts: number, doIt: () => Promise<void>): Promise<void> {
  const before = heldBytes();
  await doIt();
  try {
    await eventually(() => expect(heldBytes() - before).toBeLessThan(TIMES * LEAST_BYTES), 5_000);
  } catch (error) {
    if (attempts === 1) throw error;
    await leavesNothing(attempts - 1, doIt);
  }
}

// Alone it takes up to a minute.
test("10,000 subscriptions that come and go leave nothing behind", { timeout: 600_000 }, async () => {
  const redis = await startOwnRedis({ log: { info: () => {} } });
  const scene = await openScene({ config: { redisUrl: redis.url } });
  const client = new Redis(redis.url);
  try {
    const sites = await Promise.all(Array.from({ length: 5 }, () => scene.newSite()));
    const stationIds = sites.map(({ stationId }) => stationId);
    const channels = async () => (await client.pubsub("CHANNELS", "*")).length;
    const metrics = async () =>
      Promise.all(
        ["subscribers", "groups", "channels", "listeners", "slow_readers"].map((name) =>
          readMetric(scene.url, `slotwire_feed_${name}`),
        ),
      );
    // Warms up until all code is compiled and all caches are full.
    await comeAndGo(scene, stationIds, 3_000);
    await connectAndVanish(scene, stationIds[0] ?? "", 50);
    await eventually(async () => expect(await metrics()).toEqual([0, 0, 0, 0, 0]));
    scene.logged.length = 0;
    // A leak occurs in every run, unlike memory that the process allocates once in the meantime.
    await leavesNothing(3, async () => {
      const before = { channels: await channels(), timers: timers() };
      await comeAndGo(scene, stationIds, TIMES);
      await connectAndVanish(scene, stationIds[0] ?? "", 200);
      await eventually(async () => expect(await metrics()).toEqual([0, 0, 0, 0, 0]));
      await eventually(async () => expect(await channels()).toBe(before.channels));
      await eventually(() => expect(timers()).toBeLessThanOrEqual(before.timers));
      // The test itself keeps the server's log entries.
      scene.logged.length = 0;
    });
  } finally {
    client.disconnect();
    await scene.close();
    await redis.close();
  }
});
