import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, CreateReservation, SlotsChangedSince } from "../support/operations.ts";
import { statementsOf } from "../support/plans.ts";
import { type Driver, expectHealthy, openScene, type Scene } from "../support/scene.ts";
import { changeOf, readInFeed, SlotWatchers, snapshotOf } from "../support/slot-watcher.ts";

let scene: Scene;
const watchers = new SlotWatchers();
beforeAll(async () => {
  scene = await openScene();
});
afterEach(() => watchers.closeAll());
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

/** Slots sorted by id, the order of snapshots. */
async function newSlots(count: number) {
  const { slotIds, stationId } = await scene.newSite(count);
  return { slotIds: slotIds.toSorted(), filter: { stationId }, stationId };
}

/**
 * Runs `work` while no event gets a position. Events that commit meanwhile get theirs afterwards, all at once and in
 * the order of their ids. An unpositioned event makes those wait that would get a position with their commit.
 */
function whileNothingIsPositioned(work: () => Promise<void>): Promise<void> {
  return scene.database.whileLocked("select from feed for update", [], async () => {
    await somebodyWaitsFor("update feed");
    await scene.database.query(
      `insert into outbox (kind, payload, occurred_at)
        values ('access.changed', '{"userId": "nobody", "occurredAt": "2000-01-01T00:00:00Z"}', now())`,
    );
    await work();
  });
}

/** Waits until a statement waits for a lock that this test holds. */
function somebodyWaitsFor(statement: string): Promise<void> {
  return eventually(async () => expect(await scene.database.countLockWaits(statement)).toBe(1));
}

// An operator's action is logged at the end of its transaction, after its events got their ids.
const LAST_OF_A_BOOKING = "lock table audit_log in exclusive mode";

function bookByOperator({ vehicleId }: Driver, slotId: string) {
  return scene.operator.request(CreateReservation, { input: { vehicleId, items: [{ slotId }] } });
}

async function outboxIdOf(slotId: string, version: number): Promise<number> {
  const [row] = await scene.database.query<{ id: string }>(
    "select event_id as id from slot_events where slot_id = $1 and version = $2",
    [slotId, version],
  );
  return Number(row?.id);
}

describe("an event whose transaction commits late", () => {
  test("is skipped by no cursor, although its outbox row has the lower id", async () => {
    const { slotIds, filter } = await newSlots(2);
    const [late = "", soon = ""] = slotIds;
    const [lateDriver, soonDriver] = [await scene.newDriver(), await scene.newDriver()];
    const before = await readInFeed(scene.anonymous, filter);
    const watcher = watchers.watch(scene.anonymous, { filter, after: before.feedCursor });
    let booking: Promise<unknown> | undefined;
    let during = before;
    await scene.database.whileLocked(LAST_OF_A_BOOKING, [], async () => {
      booking = bookByOperator(lateDriver, late);
      await somebodyWaitsFor("insert into audit_log");
      await soonDriver.charge(soon);
      await watcher.shows(changeOf(soon, 2));
      during = await readInFeed(scene.anonymous, filter);
      expect(during.versions).toEqual({ [late]: 1, [soon]: 2 });
    });
    await booking;
    await watcher.shows(changeOf(soon, 2), changeOf(late, 2));
    expect(await outboxIdOf(late, 2)).toBeLessThan(await outboxIdOf(soon, 2));

    const afterEvent = watchers.watch(scene.anonymous, { filter, after: watcher.cursor(0) });
    const afterRead = watchers.watch(scene.anonymous, { filter, after: during.feedCursor });
    const fromBefore = watchers.watch(scene.anonymous, { filter, after: before.feedCursor });
    const fromNow = watchers.watch(scene.anonymous, { filter, after: watcher.cursor(1) });
    await afterEvent.shows(changeOf(late, 2));
    await afterRead.shows(changeOf(late, 2));
    await fromBefore.shows(changeOf(soon, 2), changeOf(late, 2));
    // Superfluous events would arrive before this one.
    await scene.operator.sendText(
      `mutation { deactivateSlot(input: { slotId: "${late}", cancelReservations: true }) { slot { id } } }`,
    );
    await afterEvent.shows(changeOf(late, 2), changeOf(late, 3));
    await afterRead.shows(changeOf(late, 2), changeOf(late, 3));
    await fromNow.shows(changeOf(late, 3));
  });
});

describe("an event that is committed but has no position yet when it is read", () => {
  test("is not repeated after that read's feedCursor or snapshot, nor after later cursors", async () => {
    const { slotIds, filter } = await newSlots(2);
    const [read = "", other = ""] = slotIds;
    const driver = await scene.newDriver();
    const old = await readInFeed(scene.anonymous, filter);
    let feedCursor = "";
    let snapshot = watchers.watch(scene.anonymous, { filter: { slotIds: [other] } });
    let resumed = snapshot;
    await whileNothingIsPositioned(async () => {
      await driver.charge(read);
      const now = await readInFeed(scene.anonymous, filter);
      expect(now.versions).toEqual({ [read]: 2, [other]: 1 });
      feedCursor = now.feedCursor;
      snapshot = watchers.watch(scene.anonymous, { filter, snapshot: true });
      resumed = watchers.watch(scene.anonymous, { filter, after: feedCursor });
      await snapshot.shows(snapshotOf(read, 2), snapshotOf(other, 1));
    });
    const replayed = watchers.watch(scene.anonymous, { filter, after: old.feedCursor });
    await replayed.shows(changeOf(read, 2));
    const again = watchers.watch(scene.anonymous, { filter, after: feedCursor });
    const afterSnapshot = watchers.watch(scene.anonymous, { filter, after: snapshot.cursor(-1) });
    await (await scene.newDriver()).book([other]);
    await replayed.shows(changeOf(read, 2), changeOf(other, 2));
    for (const watcher of [resumed, again, afterSnapshot]) await watcher.shows(changeOf(other, 2));
    await snapshot.shows(snapshotOf(read, 2), snapshotOf(other, 1), changeOf(other, 2));
    // All of these cursors are at the same position, and resume there.
    const cursors = [replayed, resumed, again, afterSnapshot, snapshot].map((each) => each.cursor(-1));
    const last = cursors.map((after) => watchers.watch(scene.anonymous, { filter, after }));
    await scene.operator.sendText(
      `mutation { deactivateSlot(input: { slotId: "${other}", cancelReservations: true }) { slot { id } } }`,
    );
    for (const watcher of last) await watcher.shows(changeOf(other, 3));
  });

  test("is left out of a replay even if it comes after an event that was not seen", async () => {
    const { slotIds, filter } = await newSlots(2);
    const [unseen = "", seen = ""] = slotIds;
    const [lateDriver, soonDriver] = [await scene.newDriver(), await scene.newDriver()];
    const all = watchers.watch(scene.anonymous, { filter, snapshot: true });
    const both = [snapshotOf(unseen, 1), snapshotOf(seen, 1)];
    await all.shows(...both);
    let feedCursor = "";
    await whileNothingIsPositioned(async () => {
      let booking: Promise<unknown> | undefined;
      await scene.database.whileLocked(LAST_OF_A_BOOKING, [], async () => {
        booking = bookByOperator(lateDriver, unseen);
        await somebodyWaitsFor("insert into audit_log");
        await soonDriver.charge(seen);
        feedCursor = (await readInFeed(scene.anonymous, filter)).feedCursor;
      });
      await booking;
    });
    // Both get their positions together, in the order of their ids.
    await all.shows(...both, changeOf(unseen, 2), changeOf(seen, 2));
    const afterRead = watchers.watch(scene.anonymous, { filter, after: feedCursor });
    await afterRead.shows(changeOf(unseen, 2));
    const afterShown = watchers.watch(scene.anonymous, { filter, after: afterRead.cursor(0) });
    const afterPosition = watchers.watch(scene.anonymous, { filter, after: all.cursor(2) });
    await afterPosition.shows(changeOf(seen, 2));
    await scene.operator.sendText(
      `mutation { deactivateSlot(input: { slotId: "${unseen}", cancelReservations: true }) { slot { id } } }`,
    );
    await afterShown.shows(changeOf(unseen, 3));
    await afterRead.shows(changeOf(unseen, 2), changeOf(unseen, 3));
    await afterPosition.shows(changeOf(seen, 2), changeOf(unseen, 3));
  });
});

test("a live event has the same cursor for all subscribers, however they began", async () => {
  const { slotIds, filter } = await newSlots(1);
  const [slotId = ""] = slotIds;
  const { feedCursor } = await readInFeed(scene.anonymous, filter);
  const watching = [
    watchers.watch(scene.anonymous, { filter, snapshot: true }),
    watchers.watch(scene.anonymous, { filter, after: feedCursor }),
    watchers.watch(scene.anonymous, { snapshot: true, filter: { slotIds: [slotId] } }),
    watchers.watch(scene.operator, { filter, snapshot: true }),
  ];
  for (const watcher of watching.filter((_, index) => index !== 1))
    await watcher.shows(snapshotOf(slotId, 1));
  const driver = await scene.newDriver();
  let version = 1;
  // The first changes may still be part of the initial read for each watcher.
  await eventually(async () => {
    const { id: reservationId } = await driver.book([slotId]);
    await driver.client.request(CancelReservation, { input: { reservationId } });
    version += 2;
    for (const watcher of watching) {
      await eventually(() => expect(watcher.shown.at(-1)).toBe(changeOf(slotId, version)));
    }
    expect(new Set(watching.map((watcher) => watcher.cursor(-1))).size).toBe(1);
  });
});

test("a subscription from a cursor in a slot's history resumes after that event", async () => {
  const { slotIds, filter } = await newSlots(1);
  const [slotId = ""] = slotIds;
  const driver = await scene.newDriver();
  const { id: reservationId } = await driver.book([slotId]);
  await driver.client.request(CancelReservation, { input: { reservationId } });
  const { data } = await scene.anonymous.sendText<{
    slot: { history: { edges: { node: { version: number; cursor: string } }[] } };
  }>(`{ slot(id: "${slotId}") { history(first: 10) { edges { node { version cursor } } } } }`);
  const cursorOf = (version: number) =>
    data?.slot.history.edges.find(({ node }) => node.version === version)?.node.cursor;
  const afterFirst = watchers.watch(scene.anonymous, { filter, after: cursorOf(1) });
  const afterLast = watchers.watch(scene.anonymous, { filter, after: cursorOf(3) });
  await afterFirst.shows(changeOf(slotId, 2), changeOf(slotId, 3));
  await driver.book([slotId]);
  await afterLast.shows(changeOf(slotId, 4));
});

test("a cursor of one server works on another", async () => {
  const redisUrl = inject("redisUrl");
  const one = await openScene({ config: { redisUrl } });
  const two = await openScene({ config: { redisUrl }, database: one.database });
  try {
    const { slotIds, stationId } = await one.newSite(1);
    const [slotId = ""] = slotIds;
    const filter = { stationId };
    const { feedCursor } = await readInFeed(one.anonymous, filter);
    const onOne = watchers.watch(one.anonymous, { filter, snapshot: true });
    await onOne.shows(snapshotOf(slotId, 1));
    const driver = await two.newDriver();
    const { id: reservationId } = await driver.book([slotId]);
    await onOne.shows(snapshotOf(slotId, 1), changeOf(slotId, 2));
    await driver.client.request(CancelReservation, { input: { reservationId } });
    const resumed = [feedCursor, onOne.cursor(0), onOne.cursor(1)].map((after) =>
      watchers.watch(two.anonymous, { filter, after }),
    );
    await resumed[0]?.shows(changeOf(slotId, 2), changeOf(slotId, 3));
    await resumed[1]?.shows(changeOf(slotId, 2), changeOf(slotId, 3));
    await resumed[2]?.shows(changeOf(slotId, 3));
  } finally {
    watchers.closeAll();
    await two.close();
    await one.close();
  }
});

describe("an interrupted snapshot", () => {
  test("resumes with the remaining slots and the changes of the slots already shown", async () => {
    const { slotIds, filter } = await newSlots(5);
    const [a = "", b = "", c = "", d = "", e = ""] = slotIds;
    const first = watchers.watch(scene.anonymous, { filter, snapshot: true });
    await first.shows(...slotIds.map((slotId) => snapshotOf(slotId, 1)));
    // Pretends that the subscriber received no more than this.
    const afterTwo = first.cursor(1);
    const driver = await scene.newDriver();
    await driver.book([a, d]);
    const second = watchers.watch(scene.anonymous, { filter, after: afterTwo });
    await second.shows(snapshotOf(c, 1), snapshotOf(d, 2), snapshotOf(e, 1), changeOf(a, 2));
    // Pretends that the second one received no more than the third slot.
    const afterThree = second.cursor(0);
    const { id: reservationId } = await (await scene.newDriver()).book([b, c, e]);
    const third = watchers.watch(scene.anonymous, { filter, after: afterThree });
    const changes = [changeOf(a, 2), changeOf(b, 2), changeOf(c, 2)];
    await third.shows(snapshotOf(d, 2), snapshotOf(e, 2), ...changes);
    // The cursor of a snapshot's last slot marks the snapshot as complete.
    const complete = watchers.watch(scene.anonymous, { filter, after: third.cursor(1) });
    await complete.shows(...changes);
    const later = watchers.watch(scene.anonymous, { filter, after: third.cursor(3) });
    await later.shows(changeOf(c, 2));
    await scene.operator.request(CancelReservation, { input: { reservationId } });
    const given = [b, c, e].map((slotId) => changeOf(slotId, 3));
    await third.shows(snapshotOf(d, 2), snapshotOf(e, 2), ...changes, ...given);
    await complete.shows(...changes, ...given);
    await later.shows(changeOf(c, 2), ...given);
  });
});

test("a long replay delivers each event once and in order", async () => {
  const { slotIds, filter, stationId } = await newSlots(1);
  const [slotId = ""] = slotIds;
  const { feedCursor } = await readInFeed(scene.anonymous, filter);
  const count = 1_300;
  const [port] = await scene.database.query<{ id: string }>("select port_id as id from slots where id = $1", [
    slotId,
  ]);
  // A subscriber to all events whose filter lets only one through.
  const listener = watchers.watch(scene.anonymous, { filter: { statuses: ["INACTIVE"] } });
  await eventually(() => expect(scene.app.subscriberCount()).toBe(1));
  const [other = ""] = (await newSlots(1)).slotIds;
  await scene.operator.sendText(`mutation { deactivateSlot(input: { slotId: "${other}" }) { slot { id } } }`);
  await listener.shows(changeOf(other, 2));
  // Every second event is of another station.
  await scene.database.query(
    `insert into outbox (kind, payload, occurred_at)
      select 'slot.status_changed', jsonb_build_object(
          'slotId', $1::text, 'portId', $2::text, 'label', 'A', 'status', 'BOOKED', 'version', n / 2, 'cause', 'SESSION_STARTED',
          'stationId', case n % 2 when 0 then $3::text else 'station_other' end,
          'occurredAt', now(), 'hold', null), now()
        from generate_series(2, $4::int) n order by n`,
    [slotId, port?.id, stationId, 2 * count + 1],
  );
  const replayed = watchers.watch(scene.anonymous, { filter: { stationId }, after: feedCursor });
  await eventually(() => expect(replayed.events).toHaveLength(count));
  const versions = Array.from({ length: count }, (_, index) => index + 1);
  expect(replayed.events.map((event) => event.version)).toEqual(versions);
  const rest = watchers.watch(scene.anonymous, { filter: { stationId }, after: replayed.cursor(1_289) });
  await rest.shows(...versions.slice(1_290).map((version) => changeOf(slotId, version)));
  // More events than may wait for a slow reader, from those that this server has just received.
  const all = watchers.watch(scene.anonymous, { after: listener.cursor(0) });
  await eventually(() => expect(all.events).toHaveLength(2 * count));
  expect(all.events.filter((_, index) => index % 2 === 0).map((event) => event.version)).toEqual(versions);
});

describe("slotsChangedSince", () => {
  const changedSince = async (cursor: string, filter?: object) =>
    (await scene.anonymous.request(SlotsChangedSince, { cursor, filter })).slotsChangedSince;

  test("is true after a change in scope, for cursors of reads, snapshots and changes", async () => {
    const { slotIds, filter } = await newSlots(2);
    const [first = "", second = ""] = slotIds;
    const elsewhere = await newSlots(1);
    const watcher = watchers.watch(scene.anonymous, { filter, snapshot: true });
    await watcher.shows(snapshotOf(first, 1), snapshotOf(second, 1));
    const { feedCursor } = await readInFeed(scene.anonymous, filter);
    const driver = await scene.newDriver();
    await driver.book(elsewhere.slotIds);
    // The cursor of an incomplete snapshot says nothing about the other slots.
    expect(await changedSince(watcher.cursor(0), filter)).toBe(true);
    for (const cursor of [watcher.cursor(1), feedCursor]) {
      await eventually(async () => expect(await changedSince(cursor, filter)).toBe(false));
      expect(await changedSince(cursor)).toBe(true);
    }
    const { id: reservationId } = await driver.book([second]);
    await watcher.shows(snapshotOf(first, 1), snapshotOf(second, 1), changeOf(second, 2));
    await driver.client.request(CancelReservation, { input: { reservationId } });
    for (const cursor of [watcher.cursor(1), feedCursor, watcher.cursor(2)]) {
      expect(await changedSince(cursor, filter)).toBe(true);
      expect(await changedSince(cursor, { slotIds: [first] })).toBe(false);
    }
    await eventually(() => expect(watcher.events).toHaveLength(4));
    await eventually(async () => expect(await changedSince(watcher.cursor(3), filter)).toBe(false));
  });

  test("is true for a committed event without a position, unless the cursor's read had seen it", async () => {
    const { slotIds, filter } = await newSlots(1);
    const before = await readInFeed(scene.anonymous, filter);
    const driver = await scene.newDriver();
    await whileNothingIsPositioned(async () => {
      await driver.book(slotIds);
      const after = await readInFeed(scene.anonymous, filter);
      expect(await changedSince(before.feedCursor, filter)).toBe(true);
      expect(await changedSince(after.feedCursor, filter)).toBe(false);
    });
  });

  test("reads no more events once its request has been given up", async () => {
    const impatient = await openScene({ limits: { requestTimeoutSeconds: 1 } });
    try {
      const { database, anonymous } = impatient;
      const filters = await Promise.all(
        [0, 1].map(async () => ({ stationId: (await impatient.newSite()).stationId })),
      );
      const [givenUp, patient] = filters;
      const { feedCursor: cursor } = await readInFeed(anonymous, {});
      await database.query(
        `insert into outbox (kind, payload, occurred_at)
          select 'access.changed', '{"userId": "nobody", "occurredAt": "2000-01-01T00:00:00Z"}', now()
            from generate_series(1, 5000)`,
      );
      const waiting = () => database.query("select from outbox where position is null limit 1");
      await eventually(async () => expect(await waiting()).toEqual([]));
      const pages = await statementsOf(async () => {
        await database.whileLocked("lock table outbox in access exclusive mode", [], async () => {
          const { extensions } = await anonymous.refusal(SlotsChangedSince, { cursor, filter: givenUp });
          expect(extensions.code).toBe("SERVICE_UNAVAILABLE");
        });
        const answer = await anonymous.request(SlotsChangedSince, { cursor, filter: patient });
        expect(answer).toEqual({ slotsChangedSince: false });
      });
      const channels = pages.filter(({ name }) => name === "feed.read_page").map(({ values }) => values[0]);
      expect(channels.length).toBeGreaterThan(4);
      expect(new Set(channels)).toEqual(new Set([patient?.stationId]));
    } finally {
      await impatient.close();
    }
  });

  test("refuses an invalid cursor with CURSOR_EXPIRED and an unknown station with NOT_FOUND", async () => {
    const { filter } = await newSlots(1);
    const { feedCursor } = await readInFeed(scene.anonymous, filter);
    const codes = [
      await scene.anonymous.refusal(SlotsChangedSince, { cursor: "nonsense" }),
      await scene.anonymous.refusal(SlotsChangedSince, {
        cursor: feedCursor,
        filter: { stationId: "station_01h455vb4pex5vsknk084sn02q" },
      }),
    ].map(({ extensions }) => extensions.code);
    expect(codes).toEqual(["CURSOR_EXPIRED", "NOT_FOUND"]);
  });
});
