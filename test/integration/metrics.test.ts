import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { readMetrics } from "../support/metrics.ts";
import { startOwnRedis } from "../support/redis-server.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { SlotWatchers } from "../support/slot-watcher.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase } from "../support/test-database.ts";

async function open(options?: Parameters<typeof openScene>[0]): Promise<Scene> {
  const scene = await openScene(options);
  onTestFinished(() => scene.close());
  return scene;
}

async function countEvents(scene: Scene): Promise<number> {
  const [row] = await scene.database.query<{ count: number }>("select count(*)::int as count from outbox");
  return row?.count ?? 0;
}

test("/metrics counts operations and errors, and shows database connections and process figures", async () => {
  const scene = await open();
  const before = await readMetrics(scene.url);
  await scene.anonymous.sendText("{ me { id } }");
  await scene.anonymous.sendText("{ nothing }");
  await scene.anonymous.sendText("{ vehicles { totalCount } }");
  const after = await readMetrics(scene.url);
  expect((after["slotwire_operations_total"] ?? 0) - (before["slotwire_operations_total"] ?? 0)).toBe(3);
  expect(after).toMatchObject({
    'slotwire_errors_total{code="GRAPHQL_VALIDATION_FAILED"}': 1,
    'slotwire_errors_total{code="UNAUTHENTICATED"}': 1,
    'slotwire_database_connections{state="busy"}': 0,
    slotwire_database_waiting_requests: 0,
  });
  expect(after['slotwire_database_connections{state="idle"}']).toBeGreaterThan(0);
  for (const name of [
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "nodejs_heap_size_used_bytes",
  ])
    expect(after[name]).toBeGreaterThan(0);
  expect(after["nodejs_eventloop_utilization"]).toBeGreaterThan(0);
  expect(after["nodejs_eventloop_utilization"]).toBeLessThanOrEqual(1);
});

test("/metrics is public, in Prometheus format, and shows the relay's work and the open channels", async () => {
  const scene = await open();
  const { slotIds, stationId } = await scene.newSite(2);
  const watchers = new SlotWatchers();
  const watcher = watchers.watch(scene.anonymous, { filter: { stationId }, snapshot: true });
  await eventually(() => expect(watcher.events).toHaveLength(2));
  await (await scene.newDriver()).book(slotIds);
  await eventually(() => expect(watcher.events).toHaveLength(4));

  const response = await fetch(`${scene.url}/metrics`);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toMatch(/^# TYPE slotwire_relay_published_events_total counter$/m);
  expect(await readMetrics(scene.url)).toMatchObject({
    slotwire_relay_leading: 1,
    slotwire_relay_take_overs_total: 1,
    slotwire_relay_published_events_total: await countEvents(scene),
    slotwire_relay_failures_total: 0,
    slotwire_relay_backlog_events: 0,
    slotwire_relay_lag_seconds: 0,
    slotwire_feed_channels: 1,
    slotwire_feed_listeners: 1,
  });
  watchers.closeAll();
  await eventually(async () =>
    expect(await readMetrics(scene.url)).toMatchObject({
      slotwire_feed_channels: 0,
      slotwire_feed_listeners: 0,
    }),
  );
});

test("lag and backlog count events without a position and events that were not published yet", async () => {
  const redis = await startOwnRedis({ log: { info: () => {} } });
  onTestFinished(() => redis.close());
  const scene = await open({ config: { redisUrl: redis.url } });
  const { slotIds } = await scene.newSite(2);
  const driver = await scene.newDriver();
  const atRest = { slotwire_relay_backlog_events: 0, slotwire_relay_lag_seconds: 0 };
  await eventually(async () => expect(await readMetrics(scene.url)).toMatchObject(atRest));

  // The events of two slots and a reservation.
  const waiting = async () => {
    const metrics = await readMetrics(scene.url);
    expect(metrics["slotwire_relay_backlog_events"]).toBe(3);
    expect(metrics["slotwire_relay_lag_seconds"]).toBeGreaterThan(0);
  };
  const done = async () => expect(await readMetrics(scene.url)).toMatchObject(atRest);
  await scene.database.whileLocked("select from feed for update", [], async () => {
    await driver.book(slotIds);
    await eventually(waiting);
  });
  await eventually(done);

  await redis.stop();
  await scene.operator.sendText(
    `mutation { deactivateSlot(input: { slotId: "${slotIds[0]}", cancelReservations: true }) { slot { id } } }`,
  );
  await eventually(waiting);
  const failed = await readMetrics(scene.url);
  await eventually(async () => {
    const { slotwire_relay_failures_total: failures = 0 } = await readMetrics(scene.url);
    expect(failures).toBeGreaterThan(failed["slotwire_relay_failures_total"] ?? 0);
  });
  await redis.start();
  await eventually(done);
});

test("lag and backlog are measured at the moment of the request", async () => {
  const scene = await open();
  const { slotIds } = await scene.newSite(2);
  const driver = await scene.newDriver();
  await scene.database.whileLocked("select from feed for update", [], async () => {
    await driver.book(slotIds);
    const metrics = await readMetrics(scene.url);
    expect(metrics["slotwire_relay_backlog_events"]).toBe(3);
    expect(metrics["slotwire_relay_lag_seconds"]).toBeGreaterThan(0);
  });
});

test("/metrics works without a database, but omits the relay's lag and backlog", async () => {
  const database = await createTestDatabase();
  const { hostname: host, port } = new URL(database.url);
  const proxy = await startTcpProxy({ host, port: Number(port) });
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const scene = await openScene({ database: { ...database, url: url.href } });
  onTestFinished(async () => {
    await scene.close();
    await proxy.close();
    await database.drop();
  });
  await eventually(async () =>
    expect(await readMetrics(scene.url)).toMatchObject({ slotwire_relay_leading: 1 }),
  );
  await proxy.shut();
  await eventually(async () => {
    const metrics = await readMetrics(scene.url);
    expect(metrics).toMatchObject({ slotwire_relay_leading: 0, slotwire_feed_channels: 0 });
    expect(metrics).not.toHaveProperty("slotwire_relay_backlog_events");
    expect(metrics).not.toHaveProperty("slotwire_relay_lag_seconds");
  });
  await proxy.open();
  await eventually(async () =>
    expect(await readMetrics(scene.url)).toMatchObject({
      slotwire_relay_leading: 1,
      slotwire_relay_backlog_events: 0,
      slotwire_relay_take_overs_total: 2,
    }),
  );
});
