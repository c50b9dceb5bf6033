import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import type { Collected } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, ReadSlotsInFeed, WatchSlots } from "../support/operations.ts";
import { startOwnRedis } from "../support/redis-server.ts";
import { type Driver, expectHealthy, openScene, type Scene } from "../support/scene.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

describe("an unexpected error", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.database.query("alter table stations rename to stations_gone");
  });
  afterAll(() => scene.close());

  const stations = "{ stations { totalCount } }";

  test("is answered without details, and logged under the request's id", async () => {
    const response = await fetch(`${scene.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: stations }),
    });
    const requestId = response.headers.get("x-request-id");
    const text = await response.text();
    expect(text).not.toMatch(/stations_gone|relation|select|\.ts|\.js|stack/i);
    expect(JSON.parse(text).errors[0]).toMatchObject({
      message: "Something went wrong on the server; if it keeps happening, report the requestId",
      extensions: { code: "INTERNAL_SERVER_ERROR", status: 500, error: "Internal Server Error", requestId },
    });
    const logged = scene.logged.find((line) => line["requestId"] === requestId && line["level"] === 50);
    expect(logged).toMatchObject({
      msg: "unexpected error",
      err: { message: expect.stringContaining("stations") },
    });
  });

  test("is answered without details over a WebSocket, too", async () => {
    const [error] = await scene.anonymous.overWebSocket(stations);
    expect(error?.extensions).toMatchObject({ code: "INTERNAL_SERVER_ERROR", requestId: expect.any(String) });
    expect(JSON.stringify(error)).not.toMatch(/relation/);
  });
});

describe("an unreachable database", () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let scene: Scene;
  let driver: Driver;
  const open: Collected<unknown>[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const { hostname: host, port } = new URL(database.url);
    proxy = await startTcpProxy({ host, port: Number(port) });
    const url = new URL(database.url);
    url.port = String(proxy.port);
    scene = await openScene({ database: { ...database, url: url.href } });
    driver = await scene.newDriver();
  });
  afterEach(() => {
    for (const subscription of open.splice(0)) subscription.close();
  });
  afterAll(async () => {
    await scene.close();
    await proxy.close();
    await expectHealthy(database);
    await database.drop();
  });

  test("makes requests SERVICE_UNAVAILABLE and /ready 503 until it is back; the feed loses no event", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const subscription = scene.anonymous.subscribe(WatchSlots, { filter: { stationId }, snapshot: true });
    open.push(subscription);
    await eventually(() => expect(subscription.results).toHaveLength(1));
    await proxy.shut();
    const { errors } = await scene.anonymous.sendText("{ stations { totalCount } }");
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      status: 503,
      error: "Service Unavailable",
    });
    const booking = await driver.client.sendText(
      `mutation { createReservation(input: { vehicleId: "${driver.vehicleId}", items: [{ slotId: "${slotIds[0]}" }] }) { reservation { id } } }`,
    );
    expect(booking.errors?.[0]?.extensions.code).toBe("SERVICE_UNAVAILABLE");
    const ready = await fetch(`${scene.url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ missing: ["the database does not answer"] });
    expect((await fetch(`${scene.url}/health`)).status).toBe(200);
    await proxy.open();
    await eventually(async () => expect((await fetch(`${scene.url}/ready`)).status).toBe(200));
    const { id: reservationId } = await driver.book(slotIds);
    await driver.client.request(CancelReservation, { input: { reservationId } });
    await eventually(() => expect(subscription.results).toHaveLength(3));
    expect(subscription.results.map((result) => result.slotStatusChanged.version)).toEqual([1, 2, 3]);
  });
});

async function signalRedis({ url }: { url: string }, signal: NodeJS.Signals): Promise<number> {
  const client = new Redis(url);
  const [, pid] = /^process_id:(\d+)/m.exec(await client.info("server")) ?? [];
  client.disconnect();
  process.kill(Number(pid), signal);
  return Number(pid);
}

describe.each(["goes away", "freezes"] as const)("a Redis that %s", (what) => {
  test("delays events but loses none; requests still work, and /ready reports the server as degraded", async () => {
    const redis = await startOwnRedis({ log: { info: () => {} } });
    let frozen = 0;
    const one = await openScene({ config: { redisUrl: redis.url } });
    const two = await openScene({ config: { redisUrl: redis.url }, database: one.database });
    const { slotIds, stationId } = await one.newSite();
    const driver = await one.newDriver();
    const watched = [one, two].map(({ anonymous }) =>
      anonymous.subscribe(WatchSlots, { filter: { stationId }, snapshot: true }),
    );
    try {
      for (const subscription of watched)
        await eventually(() => expect(subscription.results).toHaveLength(1));
      if (what === "goes away") await redis.stop();
      else frozen = await signalRedis(redis, "SIGSTOP");
      for (let round = 0; round < 3; round++) {
        const { id: reservationId } = await driver.book(slotIds);
        await driver.client.request(CancelReservation, { input: { reservationId } });
      }
      // Meanwhile each server finds the events in the outbox by itself, slightly later.
      for (const subscription of watched) {
        await eventually(() => expect(subscription.results).toHaveLength(7));
      }
      await eventually(async () => {
        const ready = await fetch(`${one.url}/ready`);
        expect(ready.status).toBe(200);
        expect(await ready.json()).toMatchObject({
          status: "OK",
          degraded: [expect.stringContaining("Redis")],
        });
      });
      if (what === "goes away") await redis.start();
      else process.kill(frozen, "SIGCONT");
      await eventually(async () =>
        expect(await (await fetch(`${one.url}/ready`)).json()).toMatchObject({ degraded: [] }),
      );
      await driver.book(slotIds);
      for (const subscription of watched) {
        await eventually(() => expect(subscription.results).toHaveLength(8));
        expect(subscription.results.map((result) => result.slotStatusChanged.version)).toEqual([
          1, 2, 3, 4, 5, 6, 7, 8,
        ]);
      }
    } finally {
      for (const subscription of watched) subscription.close();
      await two.close();
      await one.close();
      await redis.close();
    }
  });
});

test("a change that its server could not publish is published by the next server, whose subscribers get it", async () => {
  const first = await openScene({ config: { redisUrl: inject("redisUrl") } });
  const { slotIds, stationId } = await first.newSite();
  const filter = { stationId };
  const { feedCursor: after } = (await first.anonymous.request(ReadSlotsInFeed, { filter })).slots;
  // The state after a server that died between the commit and the publication.
  await (await first.newDriver()).book(slotIds);
  await first.app.close();
  await first.database.query("update outbox set position = null where id = (select max(id) from outbox)");
  await first.database.query(
    "update feed set last_position = last_position - 1, published_position = last_position - 1",
  );
  const watcher = await openScene({ config: { redisUrl: inject("redisUrl") }, database: first.database });
  const subscription = watcher.anonymous.subscribe(WatchSlots, { filter, after });
  try {
    await eventually(async () => {
      const [feed] = await first.database.query(
        "select last_position = published_position as published from feed",
      );
      expect(feed).toEqual({ published: true });
    });
    const [row] = await first.database.query(
      "select count(*)::int as left from outbox where position is null",
    );
    expect(row).toEqual({ left: 0 });
    await eventually(() => expect(subscription.results).toHaveLength(1));
    expect(subscription.results[0]?.slotStatusChanged).toMatchObject({ version: 2, status: "BOOKED" });
  } finally {
    subscription.close();
    await watcher.close();
    await first.database.drop().catch(() => {});
  }
});
