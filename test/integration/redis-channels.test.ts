import { Redis } from "ioredis";
import { afterEach, expect, onTestFinished, test } from "vitest";
import type { Collected } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { MEASURED } from "../support/measured.ts";
import { CancelReservation, WatchReservations } from "../support/operations.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import { type OwnRedisServer, startOwnRedis } from "../support/redis-server.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { changeOf, type SlotWatcher, SlotWatchers, snapshotOf } from "../support/slot-watcher.ts";

const watchers = new SlotWatchers();
const open: Collected<unknown>[] = [];
afterEach(() => {
  watchers.closeAll();
  for (const subscription of open.splice(0)) subscription.close();
});

async function startRedis(): Promise<OwnRedisServer> {
  const redis = await startOwnRedis({ log: { info: () => {} } });
  onTestFinished(() => redis.close());
  return redis;
}

/** Two servers on one database and one Redis. */
async function openServers(redisUrl: string): Promise<[Scene, Scene]> {
  const one = await openScene({ config: { redisUrl } });
  const two = await openScene({ config: { redisUrl }, database: one.database });
  onTestFinished(async () => {
    watchers.closeAll();
    await two.close();
    await one.close();
  });
  return [one, two];
}

/** The number of connections subscribed to each channel, by the part of its name after the feed. */
async function listeners(url: string): Promise<Record<string, number>> {
  const redis = new Redis(url);
  try {
    const names = (await redis.pubsub("CHANNELS")) as string[];
    const counts = (await redis.pubsub("NUMSUB", ...names)) as (string | number)[];
    const entries = names.map((name) => [
      name.split(":").at(-1) ?? name,
      Number(counts[counts.indexOf(name) + 1]),
    ]);
    return Object.fromEntries(entries);
  } finally {
    redis.disconnect();
  }
}

/** Only the leading relay subscribes to the channel that wakes it. Both servers subscribe to changes of access, and to nothing else. */
const NOBODY_WATCHES = { ring: 1, access: 2 };

async function watchSite(scene: Scene, site: { slotIds: readonly string[]; stationId: string }) {
  const watcher = watchers.watch(scene.anonymous, { filter: { stationId: site.stationId }, snapshot: true });
  await watcher.shows(...site.slotIds.map((slotId) => snapshotOf(slotId, 1)));
  return watcher;
}

test("a server subscribes only to the channels that its own clients need", async () => {
  const { url } = await startRedis();
  const [one, two] = await openServers(url);
  const [a, b] = [await one.newSite(), await one.newSite()];
  await eventually(async () => expect(await listeners(url)).toEqual(NOBODY_WATCHES));

  const first = await watchSite(one, a);
  const second = await watchSite(one, a);
  await eventually(async () => expect(await listeners(url)).toEqual({ ...NOBODY_WATCHES, [a.stationId]: 1 }));
  await watchSite(two, a);
  const other = await watchSite(two, b);
  const bySlot = watchers.watch(one.anonymous, { filter: { slotIds: b.slotIds }, snapshot: true });
  await eventually(() => expect(bySlot.events).toHaveLength(1));
  await eventually(async () =>
    expect(await listeners(url)).toEqual({ ...NOBODY_WATCHES, [a.stationId]: 2, [b.stationId]: 2 }),
  );
  const driver = await one.newDriver();
  open.push(driver.client.subscribe(WatchReservations, {}));
  open.push(one.operator.subscribe(WatchReservations, { stationId: b.stationId }));
  watchers.watch(two.anonymous, { filter: { slotIds: [...a.slotIds, ...b.slotIds] } });
  const [user] = await one.database.query<{ id: string }>(
    "select owner_id as id from vehicles where id = $1",
    [driver.vehicleId],
  );
  await eventually(async () =>
    expect(await listeners(url)).toEqual({
      ...{ ...NOBODY_WATCHES, all: 1, [a.stationId]: 2, [b.stationId]: 2 },
      [user?.id ?? ""]: 1,
    }),
  );

  first.close();
  other.close();
  bySlot.close();
  await eventually(async () =>
    expect(await listeners(url)).toMatchObject({ [a.stationId]: 2, [b.stationId]: 1 }),
  );
  // One of the two is left, and receives events.
  await driver.book(a.slotIds);
  await eventually(() => expect(second.events).toHaveLength(2));
  watchers.closeAll();
  for (const subscription of open.splice(0)) subscription.close();
  await eventually(async () => expect(await listeners(url)).toEqual(NOBODY_WATCHES));
});

test("subscribing and leaving repeatedly leaves no channel or subscriber behind", async () => {
  const { url } = await startRedis();
  const [one] = await openServers(url);
  const site = await one.newSite();
  for (let round = 0; round < 50; round++) {
    const watcher = watchers.watch(one.anonymous, {
      filter: { stationId: site.stationId },
      snapshot: round % 2 === 0,
    });
    // Some leave before they are served.
    if (round % 3 > 0) await eventually(() => expect(one.app.subscriberCount()).toBeGreaterThan(0));
    watcher.close();
  }
  await eventually(async () => expect(await listeners(url)).toEqual(NOBODY_WATCHES));
  await eventually(() => expect(one.app.subscriberCount()).toBe(0));
  const watcher = await watchSite(one, site);
  await (await one.newDriver()).book(site.slotIds);
  await eventually(() => expect(watcher.events).toHaveLength(2));
});

/** Books and cancels, and waits until all watchers have received the changes. */
async function bookAndGiveBack(scene: Scene, slotId: string, watching: readonly SlotWatcher[]) {
  const driver = await scene.newDriver();
  const { id: reservationId } = await driver.book([slotId]);
  await driver.client.request(CancelReservation, { input: { reservationId } });
  const versions = await scene.database.query<{ version: number }>(
    "select version from slot_events where slot_id = $1 and version > 1 order by version",
    [slotId],
  );
  const changes = versions.map(({ version }) => changeOf(slotId, version));
  for (const watcher of watching) await watcher.shows(snapshotOf(slotId, 1), ...changes);
}

test("after restarts of Redis the servers resubscribe, and no event is lost or repeated", async () => {
  const redis = await startRedis();
  const [one, two] = await openServers(redis.url);
  const site = await one.newSite();
  const [slotId = ""] = site.slotIds;
  const watching = [await watchSite(one, site), await watchSite(two, site)];
  await bookAndGiveBack(one, slotId, watching);
  const driver = await one.newDriver();
  for (let round = 0; round < 3; round++) {
    await redis.stop();
    const { id: reservationId } = await driver.book([slotId]);
    await redis.start();
    await driver.client.request(CancelReservation, { input: { reservationId } });
  }
  await bookAndGiveBack(two, slotId, watching);
  await eventually(async () =>
    expect(await listeners(redis.url)).toEqual({ ...NOBODY_WATCHES, [site.stationId]: 2 }),
  );
  await bookAndGiveBack(one, slotId, watching);
});

test("with a Redis cluster, servers subscribe to shard channels only as needed", MEASURED, async () => {
  const cluster = await startRedisCluster();
  onTestFinished(() => cluster.close());
  const [one, two] = await openServers(cluster.url);
  const sites = [await one.newSite(), await one.newSite(), await one.newSite(), await one.newSite()];
  const named = async () => (await cluster.channels()).map((name) => name.split(":").at(-1));
  const delays: number[] = [];
  for (const site of sites) {
    const watching = [await watchSite(one, site), await watchSite(two, site)];
    for (const server of [one, two]) {
      const startedAt = performance.now();
      await bookAndGiveBack(server, site.slotIds[0] ?? "", watching);
      delays.push(performance.now() - startedAt);
    }
  }
  // Less than the delay if each server polls the outbox by itself.
  expect(delays.toSorted((a, b) => a - b)[3]).toBeLessThan(400);
  const stations = sites.map(({ stationId }) => stationId);
  await eventually(async () => expect(await named()).toEqual(["access", "ring", ...stations]));
  watchers.closeAll();
  await eventually(async () => expect(await named()).toEqual(["access", "ring"]));
});

test("a Redis user that may use no channels degrades the server, which still tells every event", async () => {
  const redis = await startRedis();
  const admin = new Redis(redis.url);
  await admin.call("ACL", "SETUSER", "app", "on", ">secret", "~*", "+@all", "resetchannels");
  const redisUrl = redis.url.replace("//", "//app:secret@");
  const scene = await openScene({ config: { redisUrl } });
  onTestFinished(async () => {
    watchers.closeAll();
    admin.disconnect();
    await scene.close();
  });
  const site = await scene.newSite();
  const watcher = await watchSite(scene, site);
  const driver = await scene.newDriver();
  await driver.book(site.slotIds);
  const [slotId = ""] = site.slotIds;
  await watcher.shows(snapshotOf(slotId, 1), changeOf(slotId, 2));
  const isReady = async () => (await fetch(`${scene.url}/ready`)).json();
  expect(await isReady()).toMatchObject({ status: "OK", degraded: [expect.stringMatching(/refuses/)] });
  expect(scene.logged.filter(({ msg }) => /^Redis refuses subscriptions/.test(String(msg)))).toHaveLength(1);
  await admin.call("ACL", "SETUSER", "app", "allchannels");
  await eventually(async () => expect(await isReady()).toMatchObject({ degraded: [] }));
});
