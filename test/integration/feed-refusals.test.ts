import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Collected } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import type { WatchReservationsSubscription } from "../support/gql/graphql.ts";
import { CancelReservation, SlotsChangedSince, WatchReservations } from "../support/operations.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { changeOf, readInFeed, SlotWatchers, snapshotOf } from "../support/slot-watcher.ts";
import { takeClock } from "../support/test-clock.ts";

let scene: Scene;
const watchers = new SlotWatchers();
const open: Collected<unknown>[] = [];
beforeAll(async () => {
  scene = await openScene({ config: { feedRetentionSeconds: 10 } });
});
afterEach(() => {
  watchers.closeAll();
  for (const subscription of open.splice(0)) subscription.close();
});
afterAll(() => scene.close());

/** A cursor with changed contents. */
function altered(cursor: string, change: (key: unknown[]) => unknown[]): string {
  const key = JSON.parse(Buffer.from(cursor, "base64url").toString());
  return Buffer.from(JSON.stringify(change(key))).toString("base64url");
}

async function readFeed() {
  const [feed] = await scene.database.query<{ pruned: number; last: number }>(
    "select pruned_position::int as pruned, last_position::int as last from feed",
  );
  return feed ?? { pruned: 0, last: 0 };
}

/** The feedCursor of a read while no event waits for its position: its mark is the fingerprint of the last event. */
async function cursorOfAllInPlace(filter: object): Promise<string> {
  const { feedCursor } = await readInFeed(scene.anonymous, filter);
  const [, , fingerprint] = JSON.parse(Buffer.from(feedCursor, "base64url").toString());
  expect(fingerprint).toEqual(expect.any(String));
  return feedCursor;
}

async function newSlot() {
  const { slotIds, stationId } = await scene.newSite(1);
  const filter = { stationId };
  return { slotId: slotIds[0] ?? "", filter, ...(await readInFeed(scene.anonymous, filter)) };
}

describe("a cursor that is invalid in this feed", () => {
  test("is refused with CURSOR_EXPIRED and a hint to ask for a snapshot", async () => {
    const { filter } = await newSlot();
    const feedCursor = await eventually(() => cursorOfAllInPlace(filter));
    const other = await openScene();
    const ofAnotherFeed = (await readInFeed(other.anonymous, {})).feedCursor;
    await other.close();
    const { data } = await scene.anonymous.sendText<{ slots: { edges: { cursor: string }[] } }>(
      "{ slots(first: 1) { edges { cursor } } }",
    );
    const cursors = {
      nothing: "",
      "no base64": "not a cursor!",
      "no JSON": Buffer.from("[1,2").toString("base64url"),
      "not a list": Buffer.from('"text"').toString("base64url"),
      "the cursor of a list": data?.slots.edges[0]?.cursor,
      "one of another database": ofAnotherFeed,
      "from the future": altered(feedCursor, ([feed, position, ...rest]) => [
        ...[feed, Number(position) + 1_000_000],
        ...rest,
      ]),
      "below zero": altered(feedCursor, ([feed, , ...rest]) => [feed, -1, ...rest]),
      "without a snapshot": altered(feedCursor, ([feed, position, fingerprint]) => [
        feed,
        position,
        fingerprint,
        null,
      ]),
      "with another snapshot": altered(feedCursor, ([feed, position]) => [feed, position, null, "1:2"]),
      "with too many": altered(feedCursor, ([feed, position]) => [
        ...[feed, position],
        ...Array.from({ length: 50 }, () => [null, "1:2:"]).flat(),
      ]),
      "of another event at its position": altered(feedCursor, ([feed, position, , ...seen]) => [
        ...[feed, position, "forged"],
        ...seen,
      ]),
      "of no event at its position": altered(feedCursor, ([feed, position]) => [feed, position, null]),
      "that has seen what never was": altered(feedCursor, ([feed, position, fingerprint, ...seen]) => [
        ...[feed, position, [position, fingerprint, 10 ** 9, "forged"]],
        ...seen,
      ]),
      "that has seen the future": altered(feedCursor, ([feed, position, fingerprint, ...seen]) => [
        ...[feed, position, [Number.MAX_SAFE_INTEGER, fingerprint]],
        ...seen,
      ]),
      "with a mark of another type": altered(feedCursor, ([feed, position, , ...seen]) => [
        ...[feed, position, { position }],
        ...seen,
      ]),
      "of an event that is not there": altered(feedCursor, ([feed]) => [feed, "event", 10 ** 9]),
      "of another event in a history": altered(feedCursor, ([feed]) => [feed, "event", 1, "forged"]),
      "very long": "a".repeat(100_000),
    };
    for (const [name, after] of Object.entries(cursors)) {
      const watcher = watchers.watch(scene.anonymous, { filter, after });
      expect([name, await watcher.refusal()]).toEqual([name, "CURSOR_EXPIRED"]);
      expect(watcher.subscription.errors[0]).toMatchObject({
        message: expect.stringContaining("snapshot: true"),
        extensions: { status: 410, error: "Gone" },
      });
    }
  });

  test("yields a snapshot if one is requested, too; a valid cursor takes precedence over the snapshot", async () => {
    const { slotId, filter, feedCursor } = await newSlot();
    const expired = watchers.watch(scene.anonymous, { filter, after: "nonsense", snapshot: true });
    await expired.shows(snapshotOf(slotId, 1));
    const kept = watchers.watch(scene.anonymous, { filter, after: feedCursor, snapshot: true });
    await (await scene.newDriver()).book([slotId]);
    await kept.shows(changeOf(slotId, 2));
    await expired.shows(snapshotOf(slotId, 1), changeOf(slotId, 2));
  });
});

describe("a cursor whose next events were pruned", () => {
  test("is CURSOR_EXPIRED as soon as one of these events is gone, and not before", async () => {
    const clock = await takeClock(scene.database);
    const { slotId, filter, feedCursor } = await newSlot();
    const old = watchers.watch(scene.anonymous, { filter, after: feedCursor });
    const driver = await scene.newDriver();
    const { id: reservationId } = await driver.book([slotId]);
    await old.shows(changeOf(slotId, 2));
    await clock.advance(11);
    await driver.client.request(CancelReservation, { input: { reservationId } });
    await old.shows(changeOf(slotId, 2), changeOf(slotId, 3));
    const [{ position: oldest } = { position: 0 }] = await scene.database.query<{ position: number }>(
      `select min(position)::int as position from outbox where occurred_at >= (
        select occurred_at from outbox where payload ->> 'slotId' = $1 and payload ->> 'version' = '3')`,
      [slotId],
    );
    await eventually(async () => expect((await readFeed()).pruned).toBe(oldest - 1));
    expect(await scene.database.query("select from outbox where position < $1", [oldest - 1])).toEqual([]);

    const tooOld = watchers.watch(scene.anonymous, { filter, after: feedCursor });
    expect(await tooOld.refusal()).toBe("CURSOR_EXPIRED");
    const onTheEdge = altered(old.cursor(1), ([feed]) => [feed, oldest - 1]);
    const kept = watchers.watch(scene.anonymous, { filter, after: onTheEdge });
    await kept.shows(changeOf(slotId, 3));
    const beyondIt = altered(old.cursor(1), ([feed]) => [feed, oldest - 2]);
    expect(await watchers.watch(scene.anonymous, { filter, after: beyondIt }).refusal()).toBe(
      "CURSOR_EXPIRED",
    );
    const instead = watchers.watch(scene.anonymous, { filter, after: feedCursor, snapshot: true });
    await instead.shows(snapshotOf(slotId, 3));
    const reservations = watchReservations(driver.client, { after: feedCursor });
    await eventually(() => expect(reservations.errors[0]?.extensions.code).toBe("CURSOR_EXPIRED"));
  });

  test("stays valid while nothing has happened since, even if its read saw events without a position", async () => {
    const clock = await takeClock(scene.database);
    const { slotId, filter } = await newSlot();
    const driver = await scene.newDriver();
    let watcher = watchers.watch(scene.anonymous, { filter });
    await scene.database.whileLocked("select from feed for update", [], async () => {
      await eventually(async () => expect(await scene.database.countLockWaits("update feed")).toBe(1));
      await scene.database.query(
        `insert into outbox (kind, payload, occurred_at)
          values ('access.changed', '{"userId": "nobody", "occurredAt": "2000-01-01T00:00:00Z"}', slotwire_now())`,
      );
      watcher = watchers.watch(scene.anonymous, { filter, snapshot: true });
      await watcher.shows(snapshotOf(slotId, 1));
      await driver.book([slotId]);
    });
    await watcher.shows(snapshotOf(slotId, 1), changeOf(slotId, 2));
    const [snapshot, change] = [watcher.cursor(0), watcher.cursor(1)];
    await clock.advance(30);
    await eventually(async () => {
      const { pruned, last } = await readFeed();
      expect(pruned).toBe(last);
    });
    const tooOld = watchers.watch(scene.anonymous, { filter, after: snapshot });
    expect(await tooOld.refusal()).toBe("CURSOR_EXPIRED");
    const { slotsChangedSince } = await scene.anonymous.request(SlotsChangedSince, {
      cursor: change,
      filter,
    });
    expect(slotsChangedSince).toBe(false);
  });
});

function watchReservations(
  client: Scene["anonymous"],
  variables: { stationId?: string; after?: string },
): Collected<WatchReservationsSubscription> {
  const subscription = client.subscribe(WatchReservations, variables);
  open.push(subscription);
  return subscription;
}

describe("a replay of reservation events", () => {
  test("sends each caller only what it may see now, even with another user's cursor", async () => {
    const { slotIds, stationId } = await scene.newSite(2);
    const [slotA = "", slotB = ""] = slotIds;
    const { feedCursor: before } = await readInFeed(scene.anonymous, { stationId });
    const [a, b] = [await scene.newDriver(), await scene.newDriver()];
    const staff = await scene.as("replay-staff", "OPERATOR");
    const live = watchReservations(staff, { stationId, after: before });
    const ofA = await a.book([slotA]);
    const ofB = await b.book([slotB]);
    await eventually(() => expect(live.results).toHaveLength(2));
    const [cursorOfA = "", cursorOfB = ""] = live.results.map((result) => result.reservationChanged.cursor);

    const expected: [string, Scene["anonymous"], string, string[]][] = [
      ["staff", staff, before, [ofA.id, ofB.id]],
      ["staff, after the first", staff, cursorOfA, [ofB.id]],
      ["driver A", a.client, before, [ofA.id]],
      ["driver A with the cursor of staff", a.client, cursorOfA, []],
      ["driver B with the cursor of staff", b.client, cursorOfA, [ofB.id]],
      ["who is no longer staff", await scene.as("replay-staff", "DRIVER"), before, []],
    ];
    const replays = expected.map(([name, client, after, ids]) => ({
      ids,
      name,
      subscription: watchReservations(client, { after }),
    }));
    for (const { name, ids, subscription } of replays) {
      await eventually(() => expect([name, ids.length]).toEqual([name, subscription.results.length]));
    }
    // Superfluous events would arrive before these.
    await a.client.request(CancelReservation, { input: { reservationId: ofA.id } });
    await b.client.request(CancelReservation, { input: { reservationId: ofB.id } });
    await eventually(() => expect(live.results).toHaveLength(4));
    const own = watchReservations(a.client, { stationId, after: cursorOfB });
    await eventually(() => expect(own.results).toHaveLength(1));
    for (const { name, ids, subscription } of replays) {
      const shown = subscription.results.map((result) => result.reservationChanged.reservation.id);
      expect([name, shown.slice(0, ids.length)]).toEqual([name, ids]);
      const visible = name.startsWith("staff") ? [ofA.id, ofB.id] : name.includes("A") ? [ofA.id] : [ofB.id];
      expect([name, shown.every((id) => visible.includes(id))]).toEqual([name, true]);
    }
    expect(replays.at(-1)?.subscription.results).toEqual([]);
  });
});
