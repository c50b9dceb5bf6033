import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import type { ApiClient, Collected } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import type { WatchSlotsSubscription } from "../support/gql/graphql.ts";
import {
  ActivateSlot,
  CancelReservation,
  DeactivateSlot,
  StopSession,
  WatchSlots,
} from "../support/operations.ts";
import { expectHealthy, openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
const open: Collected<unknown>[] = [];
beforeAll(async () => {
  scene = await openScene();
});
afterEach(() => {
  for (const subscription of open.splice(0)) subscription.close();
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

type Watched = Collected<WatchSlotsSubscription>;

function watch(client: ApiClient, variables: { filter?: object; snapshot?: boolean }): Watched {
  const subscription = client.subscribe(WatchSlots, variables);
  open.push(subscription);
  return subscription;
}

/** A subscription that has received its snapshot: from here on no event may be missing. */
async function watchFrom(client: ApiClient, filter: object, snapshotSize: number): Promise<Watched> {
  const subscription = watch(client, { filter, snapshot: true });
  await eventually(() => expect(subscription.results).toHaveLength(snapshotSize));
  return subscription;
}

function eventsOf(subscription: Watched, slotId?: string) {
  const events = subscription.results.map((result) => result.slotStatusChanged);
  return slotId ? events.filter((event) => event.slot.id === slotId) : events;
}

describe("a subscription to slot status", () => {
  test("sends the snapshot and then each change, with the slot as it was at that version", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const [slotId = ""] = slotIds;
    const subscription = await watchFrom(scene.anonymous, { stationId }, 1);
    const driver = await scene.newDriver();
    const { id: reservationId, reservedUntil } = await driver.book([slotId]);
    await driver.client.request(CancelReservation, { input: { reservationId } });
    const session = await driver.charge(slotId);
    await driver.client.request(StopSession, { input: { sessionId: session.id } });
    await scene.operator.request(DeactivateSlot, { input: { slotId } });
    await scene.operator.request(ActivateSlot, { id: slotId });
    await eventually(() => expect(subscription.results).toHaveLength(7));
    const seen = eventsOf(subscription).map(({ kind, version, previousStatus, status, cause }) => [
      kind,
      version,
      previousStatus,
      status,
      cause,
    ]);
    expect(seen).toEqual([
      ["SNAPSHOT", 1, null, "AVAILABLE", null],
      ["CHANGE", 2, "AVAILABLE", "BOOKED", "RESERVATION_CREATED"],
      ["CHANGE", 3, "BOOKED", "AVAILABLE", "RESERVATION_CANCELLED"],
      ["CHANGE", 4, "AVAILABLE", "IN_USE", "SESSION_STARTED"],
      ["CHANGE", 5, "IN_USE", "AVAILABLE", "SESSION_STOPPED"],
      ["CHANGE", 6, "AVAILABLE", "INACTIVE", "SLOT_DEACTIVATED"],
      ["CHANGE", 7, "INACTIVE", "AVAILABLE", "SLOT_ACTIVATED"],
    ]);
    for (const event of eventsOf(subscription)) {
      expect(event.slot).toMatchObject({ id: slotId, status: event.status, version: event.version });
      expect(event.slot.port.station.name).toBe("Test station");
    }
    expect(eventsOf(subscription)[1]?.slot.hold).toEqual({ kind: "HOLD", until: reservedUntil });
  });

  test("sends a slot that is added later", async () => {
    const { portId } = await scene.newSite();
    const subscription = await watchFrom(scene.anonymous, { portId }, 1);
    const { data } = await scene.operator.sendText<{ createSlot: { slot: { id: string } } }>(
      `mutation { createSlot(input: { portId: "${portId}", label: "new" }) { slot { id } } }`,
    );
    await eventually(() => expect(subscription.results).toHaveLength(2));
    expect(eventsOf(subscription)[1]).toMatchObject({
      kind: "CHANGE",
      cause: "SLOT_ADDED",
      previousStatus: null,
      version: 1,
      slot: { id: data?.createSlot.slot.id },
    });
  });

  test("sends only events that match its filter, whose statuses apply to the new status", async () => {
    const { slotIds, stationId, portId } = await scene.newSite(2);
    const [first = "", second = ""] = slotIds;
    const all = await watchFrom(scene.anonymous, { stationId, portId }, 2);
    const one = await watchFrom(scene.anonymous, { slotIds: [first] }, 1);
    const booked = watch(scene.anonymous, { filter: { stationId, statuses: ["BOOKED"] }, snapshot: true });
    const typed = await watchFrom(scene.anonymous, { stationId, connectorType: "CCS2" }, 2);
    const driver = await scene.newDriver();
    const { id: reservationId } = await driver.book([first, second]);
    await driver.client.request(CancelReservation, { input: { reservationId } });
    await eventually(() => expect(all.results).toHaveLength(6));
    await eventually(() => expect(typed.results).toHaveLength(6));
    await eventually(() => expect(one.results).toHaveLength(3));
    expect(eventsOf(one).every((event) => event.slot.id === first)).toBe(true);
    await eventually(() => expect(booked.results).toHaveLength(2));
    expect(eventsOf(booked).map((event) => event.status)).toEqual(["BOOKED", "BOOKED"]);
  });

  test("opened amid many concurrent changes misses no version and repeats none", async () => {
    const { slotIds, stationId } = await scene.newSite(4);
    const storm = (async () => {
      const driver = await scene.newDriver();
      for (let round = 0; round < 25; round++) {
        const { id: reservationId } = await driver.book(slotIds);
        await driver.client.request(CancelReservation, { input: { reservationId } });
      }
    })();
    const subscriptions: Watched[] = [];
    for (let count = 0; count < 20; count++) {
      subscriptions.push(await watchSome(stationId));
    }
    await storm;
    const finalVersion = 51;
    for (const subscription of subscriptions) {
      for (const slotId of slotIds) {
        await eventually(() => expect(eventsOf(subscription, slotId).at(-1)?.version).toBe(finalVersion));
        const versions = eventsOf(subscription, slotId).map((event) => event.version);
        const [from = 0] = versions;
        expect(versions).toEqual(Array.from({ length: finalVersion - from + 1 }, (_, index) => from + index));
      }
    }

    async function watchSome(id: string): Promise<Watched> {
      const subscription = watch(scene.anonymous, { filter: { stationId: id }, snapshot: true });
      await eventually(() => expect(subscription.results.length).toBeGreaterThan(0));
      return subscription;
    }
  });

  test.each([
    [{ slotIds: ["slot_01h455vb4pex5vsknk084sn02q"] }, "NOT_FOUND"],
    [{ stationId: "station_01h455vb4pex5vsknk084sn02q" }, "NOT_FOUND"],
    [{ portId: "port_01h455vb4pex5vsknk084sn02q" }, "NOT_FOUND"],
    [{ stationId: "slot_01h455vb4pex5vsknk084sn02q" }, "BAD_USER_INPUT"],
    [{ slotIds: ["nonsense"] }, "BAD_USER_INPUT"],
    [{ connectorType: "" }, "BAD_USER_INPUT"],
  ])("with the filter %j is refused with %s", async (filter, code) => {
    const subscription = watch(scene.anonymous, { filter });
    await eventually(() => expect(subscription.errors).toHaveLength(1));
    expect(subscription.errors[0]?.extensions.code).toBe(code);
  });

  test("is removed from the server when its client leaves", async () => {
    const { stationId } = await scene.newSite();
    const before = scene.app.subscriberCount();
    const subscription = await watchFrom(scene.anonymous, { stationId }, 1);
    expect(scene.app.subscriberCount()).toBe(before + 1);
    subscription.close();
    await eventually(() => expect(scene.app.subscriberCount()).toBe(before));
  });
});

test("two servers on the same database and Redis send each other's changes", async () => {
  const redisUrl = inject("redisUrl");
  const one = await openScene({ config: { redisUrl } });
  const two = await openScene({ config: { redisUrl }, database: one.database });
  try {
    const { slotIds, stationId } = await one.newSite();
    const onOne = await watchFrom(one.anonymous, { stationId }, 1);
    const onTwo = await watchFrom(two.anonymous, { stationId }, 1);
    const driver = await one.newDriver();
    const { id: reservationId } = await driver.book(slotIds);
    await two.operator.request(CancelReservation, { input: { reservationId } });
    for (const subscription of [onOne, onTwo]) {
      await eventually(() => expect(subscription.results).toHaveLength(3));
      expect(eventsOf(subscription).map((event) => event.version)).toEqual([1, 2, 3]);
    }
  } finally {
    for (const subscription of open.splice(0)) subscription.close();
    await two.close();
    await one.close();
  }
});
