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

/** What the process holds that is not garbage. */
function heldBytes(): number {
  for (let times = 0; times < 4; times++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** Subscribes and leaves again and again, each time in another way, over a few sockets that stay. */
async function comeAndGo(scene: Scene, stationIds: readonly string[], times: number): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: 10 }, () => RawSocket.acknowledged(scene.url)));
  await Promise.all(
    sockets.map(async (raw, socket) => {
      for (let time = 0; time < times / sockets.length; time++) {
        const id = `${socket}-${time}`;
        const stationId = stationIds[time % stationIds.length];
        // One in three leaves before it was told anything.
        const hasty = time % 3 === 0;
        raw.subscribe(id, WATCH, { filter: { stationId }, snapshot: true });
        if (!hasty) await raw.receives(2);
        raw.send({ id, type: "complete" });
        raw.received.splice(1);
      }
    }),
  );
  // What is answered now was asked after everything else.
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

/** The same by connections and streams that are cut; with nothing of ours that would keep them. */
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
/** The smallest thing that could be left of each of them. */
const LEAST_BYTES = 64;

/** Does it, at most so often, until once nothing is left of it. */
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

// It takes up to a minute by itself.
test("subscribing and leaving ten thousand times leaves nothing behind", { timeout: 600_000 }, async () => {
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
    // Until all code is compiled and all caches are full.
    await comeAndGo(scene, stationIds, 3_000);
    await connectAndVanish(scene, stationIds[0] ?? "", 50);
    await eventually(async () => expect(await metrics()).toEqual([0, 0, 0, 0, 0]));
    scene.logged.length = 0;
    // What each of them leaves behind is left each time; what a process makes for itself meanwhile is not.
    await leavesNothing(3, async () => {
      const before = { channels: await channels(), timers: timers() };
      await comeAndGo(scene, stationIds, TIMES);
      await connectAndVanish(scene, stationIds[0] ?? "", 200);
      await eventually(async () => expect(await metrics()).toEqual([0, 0, 0, 0, 0]));
      await eventually(async () => expect(await channels()).toBe(before.channels));
      await eventually(() => expect(timers()).toBeLessThanOrEqual(before.timers));
      // The test itself keeps what the server says of each of them.
      scene.logged.length = 0;
    });
  } finally {
    client.disconnect();
    await scene.close();
    await redis.close();
  }
});
