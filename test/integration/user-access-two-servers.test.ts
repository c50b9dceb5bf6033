import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DisableUser, EnableUser, RevokeRole } from "../support/access-operations.ts";
import type { ApiClient, Collected } from "../support/api-client.ts";
import { EventSourceReader } from "../support/event-source.ts";
import { eventually } from "../support/eventually.ts";
import { MEASURED } from "../support/measured.ts";
import { CancelReservation, WatchReservations, WatchSlots } from "../support/operations.ts";
import { type OwnRedisServer, startOwnRedis } from "../support/redis-server.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";

let redis: OwnRedisServer;
let one: Scene;
let two: Scene;
const open: { close(): void }[] = [];

beforeAll(async () => {
  redis = await startOwnRedis({ log: { info: (line) => void process.stderr.write(`${line}\n`) } });
  const config = { redisUrl: redis.url };
  one = await openScene({ config });
  two = await openScene({ config, database: one.database });
});
afterEach(() => {
  for (const subscription of open.splice(0)) subscription.close();
});
afterAll(async () => {
  await two.close();
  await one.close();
  await redis.close();
});

function subscribers(): number {
  return one.app.subscriberCount() + two.app.subscriberCount();
}

function watch<Result>(subscription: Collected<Result>): Collected<Result> {
  open.push(subscription);
  return subscription;
}

async function idOf(client: ApiClient): Promise<string> {
  const { data } = await client.sendText<{ me: { id: string } }>("{ me { id } }");
  return data?.me.id ?? "";
}

/** A subscription over server-sent events. */
async function openStream({ url }: Scene, client: ApiClient): Promise<EventSourceReader> {
  const query = "subscription { reservationChanged { kind } }";
  const stream = await EventSourceReader.open(`${url}/graphql/stream?${new URLSearchParams({ query })}`, {
    headers: client.headers,
  });
  open.push(stream);
  return stream;
}

/** A driver with a reservation, who watches it and its slot on both servers. */
async function openScreens() {
  const { slotIds, stationId } = await one.newSite();
  const driver = await one.newDriver();
  const reservation = await driver.book(slotIds);
  // Earlier events get their positions before the subscriptions begin.
  await eventually(async () =>
    expect(await one.database.query("select id from outbox where position is null")).toEqual([]),
  );
  const screens = [one, two].flatMap(({ url }) => {
    const client = driver.client.at(url);
    return [
      watch(client.subscribe(WatchSlots, { filter: { stationId }, snapshot: true })),
      watch(client.subscribe(WatchReservations, {})),
    ];
  });
  const streams = await Promise.all([one, two].map((server) => openStream(server, driver.client)));
  const anonymous = watch(two.anonymous.subscribe(WatchSlots, { filter: { stationId }, snapshot: true }));
  await eventually(() => expect(subscribers()).toBe(screens.length + streams.length + 1));
  return { driver, reservation, screens, streams, anonymous, userId: await idOf(driver.client) };
}

interface Screens {
  readonly screens: readonly Collected<unknown>[];
  readonly streams: readonly EventSourceReader[];
}

/** Waits until all subscriptions have ended, and returns how long that took. */
async function ended({ screens, streams }: Screens): Promise<number> {
  const began = performance.now();
  await eventually(() => {
    expect(screens.map(({ end }) => end && "code" in end && end.code)).toEqual([4403, 4403, 4403, 4403]);
    expect(streams.map((stream) => stream.ended)).toEqual([true, true]);
  });
  return performance.now() - began;
}

async function changeSlot({ id }: { id: string }): Promise<void> {
  await one.operator.request(CancelReservation, { input: { reservationId: id } });
}

async function isUnknownTo({ client }: Driver): Promise<void> {
  for (const { url } of [one, two]) {
    const { errors } = await client.at(url).sendText("{ reservations { totalCount } }");
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  }
}

describe.each([
  ["with Redis", () => redis.start()],
  ["without Redis", () => redis.stop()],
])("%s, an admin's change at either server takes effect on both within a second", (_state, prepare) => {
  beforeAll(prepare);

  test.each([
    ["one", () => one],
    ["the other", () => two],
  ])(
    "disabling a user at %s server closes the user's connections with 4403, and nothing is sent after",
    MEASURED,
    async (_which, server) => {
      const admin = await server().as("admin", "ADMIN");
      const opened = await openScreens();
      const { driver, reservation, screens, streams, anonymous, userId } = opened;
      await eventually(() => expect(screens.map(({ results }) => results.length)).toEqual([1, 0, 1, 0]));
      await admin.request(DisableUser, { userId });
      expect(await ended(opened)).toBeLessThan(1_000);
      await eventually(() => expect(subscribers()).toBe(1));
      await isUnknownTo(driver);
      await changeSlot(reservation);
      // Other subscribers still receive events.
      await eventually(() => expect(anonymous.results).toHaveLength(2));
      expect(screens.map(({ results }) => results.length)).toEqual([1, 0, 1, 0]);
      expect(streams.map(({ events }) => events)).toEqual([[], []]);
      expect(screens.map(({ errors }) => errors)).toEqual([[], [], [], []]);
      await admin.request(EnableUser, { userId });
      await eventually(async () => expect(await idOf(driver.client.at(two.url))).toBe(userId));
    },
  );

  test("revoking a role closes the user's connections, and new ones lack the role", MEASURED, async () => {
    const admin = await two.as("admin", "ADMIN");
    const opened = await openScreens();
    const { driver, userId } = opened;
    await admin.request(RevokeRole, { userId, role: "DRIVER" });
    expect(await ended(opened)).toBeLessThan(1_000);
    for (const { url } of [one, two]) {
      const back = watch(driver.client.at(url).subscribe(WatchReservations, {}));
      await eventually(() => expect(back.errors[0]?.extensions.code).toBe("FORBIDDEN"));
    }
  });
});
