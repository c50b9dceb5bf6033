import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, SlotsChangedSince } from "../support/operations.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { type RestartablePostgres, startRestartablePostgres } from "../support/restartable-postgres.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { changeOf, readInFeed, SlotWatchers, snapshotOf } from "../support/slot-watcher.ts";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

let postgres: RestartablePostgres;
let database: TestDatabase;
let scene: Scene;
const watchers = new SlotWatchers();
beforeAll(async () => {
  postgres = await startRestartablePostgres();
  database = openTestDatabase(postgres.url);
});
beforeEach(async () => {
  scene = await openScene({ database });
});
afterEach(async () => {
  watchers.closeAll();
  await scene.close();
});
afterAll(async () => {
  await database.drop();
  await postgres.close();
});

/** Runs `work` while no server is running. */
async function whileClosed(work: () => Promise<void>): Promise<void> {
  watchers.closeAll();
  await scene.close();
  await work();
  scene = await openScene({ database });
}

/** Books a slot and cancels, that many times. Each time makes two changes. */
async function change(slotId: string, times: number): Promise<void> {
  const driver = await scene.newDriver();
  for (let time = 0; time < times; time++) {
    const { id: reservationId } = await driver.book([slotId]);
    await driver.client.request(CancelReservation, { input: { reservationId } });
  }
}

async function lastPosition(): Promise<number> {
  const [feed] = await database.query<{ last: number }>("select last_position::int as last from feed");
  return feed?.last ?? 0;
}

/** A slot, and a watcher that has seen its changes up to a version. */
async function watchedSlot(changes: number) {
  const { slotIds, stationId } = await scene.newSite();
  const [slotId = ""] = slotIds;
  const filter = { stationId };
  const watcher = watchers.watch(scene.anonymous, { filter, snapshot: true });
  await watcher.shows(snapshotOf(slotId, 1));
  await change(slotId, changes);
  await eventually(() => expect(watcher.events).toHaveLength(1 + 2 * changes));
  return { slotId, filter, watcher };
}

function altered(cursor: string, with_: (key: unknown[]) => unknown[]): string {
  const key = JSON.parse(Buffer.from(cursor, "base64url").toString());
  return Buffer.from(JSON.stringify(with_(key))).toString("base64url");
}

async function historyCursors(slotId: string): Promise<string[]> {
  const { data } = await scene.anonymous.sendText<{
    slot: { history: { edges: { node: { cursor: string } }[] } };
  }>(`{ slot(id: "${slotId}") { history(first: 100) { edges { node { cursor } } } } }`);
  return data?.slot.history.edges.map(({ node }) => node.cursor) ?? [];
}

describe("after a restore of an old database copy, with more new changes than lost ones", () => {
  test("cursors of lost changes are CURSOR_EXPIRED, and cursors from before the copy continue", async () => {
    const { slotId, filter, watcher } = await watchedSlot(2);
    const kept = {
      event: watcher.cursor(-1),
      "an earlier event": watcher.cursor(1),
      read: (await readInFeed(scene.anonymous, filter)).feedCursor,
      history: (await historyCursors(slotId))[0] ?? "",
    };
    await whileClosed(() => postgres.copy());

    const again = watchers.watch(scene.anonymous, { filter, snapshot: true });
    await again.shows(snapshotOf(slotId, 5));
    await change(slotId, 3);
    await eventually(() => expect(again.events).toHaveLength(7));
    const snapshot = watchers.watch(scene.anonymous, { filter, snapshot: true });
    await snapshot.shows(snapshotOf(slotId, 11));
    const position = await lastPosition();
    const lost: Record<string, string> = {
      event: again.cursor(-1),
      "the first event": again.cursor(1),
      read: (await readInFeed(scene.anonymous, filter)).feedCursor,
      snapshot: snapshot.cursor(0),
      history: (await historyCursors(slotId))[0] ?? "",
      "slow reader": altered(again.cursor(-1), ([feed, upTo, fingerprint]) => {
        const from = JSON.parse(Buffer.from(kept.event, "base64url").toString())[1];
        return [feed, "left-out", from, from, from, upTo, fingerprint];
      }),
    };
    await whileClosed(() => postgres.putBack());
    await change(slotId, 6);
    expect(await lastPosition()).toBeGreaterThan(position);

    for (const [name, after] of Object.entries(lost)) {
      const refused = watchers.watch(scene.anonymous, { filter, after });
      expect([name, await refused.refusal()]).toEqual([name, "CURSOR_EXPIRED"]);
      const instead = watchers.watch(scene.anonymous, { filter, after, snapshot: true });
      await instead.shows(snapshotOf(slotId, 17));
      const { extensions } = await scene.anonymous.refusal(SlotsChangedSince, { cursor: after });
      expect([name, extensions.code]).toEqual([name, "CURSOR_EXPIRED"]);
    }
    const changes = Array.from({ length: 16 }, (_, index) => changeOf(slotId, index + 2));
    for (const [name, after] of Object.entries(kept)) {
      const resumed = watchers.watch(scene.anonymous, { filter, after });
      await resumed.shows(...(name === "an earlier event" ? changes.slice(1) : changes.slice(4)));
    }
  });

  test("the cursor of a read that saw a lost change without a position is CURSOR_EXPIRED", async () => {
    const { slotId, filter } = await watchedSlot(1);
    await whileClosed(() => postgres.copy());
    let feedCursor = "";
    await database.whileLocked("select from feed for update", [], async () => {
      await database.query(
        `insert into outbox (kind, payload, occurred_at) select 'slot.status_changed', payload, now() from (
          select payload || jsonb_build_object('occurredAt', slotwire_now()) as payload from outbox
            where payload ->> 'slotId' = $1 order by id desc limit 1) last`,
        [slotId],
      );
      const position = await lastPosition();
      feedCursor = (await readInFeed(scene.anonymous, filter)).feedCursor;
      // No event with a position was lost.
      expect(JSON.parse(Buffer.from(feedCursor, "base64url").toString())[1]).toBe(position);
    });
    await whileClosed(() => postgres.putBack());
    await change(slotId, 2);
    const refused = watchers.watch(scene.anonymous, { filter, after: feedCursor });
    expect(await refused.refusal()).toBe("CURSOR_EXPIRED");
  });

  test("cursors without marks continue if their position exists", async () => {
    const { slotId, filter, watcher } = await watchedSlot(1);
    const { feedCursor } = await readInFeed(scene.anonymous, filter);
    const unmarked = [watcher.cursor(-1), feedCursor].map((cursor) =>
      altered(cursor, ([feed, position, _mark, ...seen]) => [feed, position, ...seen]),
    );
    await change(slotId, 1);
    for (const after of unmarked) {
      const resumed = watchers.watch(scene.anonymous, { filter, after });
      await resumed.shows(changeOf(slotId, 4), changeOf(slotId, 5));
    }
  });
});

const WATCH = `subscription Watch($stationId: ID!, $snapshot: Boolean, $after: String) {
  slotStatusChanged(filter: { stationId: $stationId }, snapshot: $snapshot, after: $after) { cursor kind version }
}`;

/** A client that learns of changes from its connection only, and does not reconnect by itself. */
async function openScreen(url: string, stationId: string) {
  const socket = await RawSocket.acknowledged(url);
  socket.subscribe("1", WATCH, { stationId, snapshot: true });
  const events = () =>
    socket.received
      .slice(1)
      .map(
        (message) =>
          payloadOf<{ data: { slotStatusChanged: { cursor: string; kind: string; version: number } } }>(
            message,
          ).data.slotStatusChanged,
      );
  return {
    closed: socket.closed,
    cursor: () => events().at(-1)?.cursor,
    versions: () => events().map(({ version }) => version),
  };
}

describe("servers that run while an old database copy is restored", () => {
  test.each([
    ["with fewer new changes than lost ones", 4, 1],
    ["with as many new changes as lost ones", 1, 1],
    ["with more new changes than lost ones", 1, 3],
  ])(
    "close their subscribers' connections so that these resubscribe, %s",
    async (_, lostChanges, newChanges) => {
      const config = { redisUrl: inject("redisUrl") };
      const servers = [await openScene({ config, database }), await openScene({ config, database })] as const;
      const { slotIds, stationId } = await servers[0].newSite();
      const [slotId = ""] = slotIds;
      const filter = { stationId };
      // A second station, whose subscribers receive none of the first one's events.
      const elsewhere = (await servers[0].newSite()).stationId;
      await change(slotId, 1);
      await postgres.copy();
      const screens = await Promise.all(
        servers.flatMap(({ url }) => [openScreen(url, stationId), openScreen(url, elsewhere)]),
      );
      const here = screens.filter((_screen, index) => index % 2 === 0);
      await eventually(() => expect(here.map((screen) => screen.versions())).toEqual([[3], [3]]));
      await eventually(() => change(slotId, lostChanges));
      const told = Array.from({ length: 1 + 2 * lostChanges }, (_each, index) => 3 + index);
      await eventually(() => expect(here.map((screen) => screen.versions())).toEqual([told, told]));

      await postgres.putBack();
      await eventually(() => change(slotId, newChanges));
      const ends = await Promise.all(screens.map((screen) => screen.closed));
      expect(ends.map(({ code }) => code)).toEqual([1013, 1013, 1013, 1013]);
      // No event of the new history was sent after those of the old one.
      expect(here.map((screen) => screen.versions())).toEqual([told, told]);
      const version = 3 + 2 * newChanges;
      for (const [index, server] of servers.entries()) {
        const after = here[index]?.cursor();
        const refused = watchers.watch(server.anonymous, { filter, after });
        expect(await refused.refusal()).toBe("CURSOR_EXPIRED");
        const again = watchers.watch(server.anonymous, { filter, after, snapshot: true });
        await again.shows(snapshotOf(slotId, version));
      }
      // Everything continues normally.
      const live = servers.map(({ anonymous }) => watchers.watch(anonymous, { filter, snapshot: true }));
      for (const watcher of live) await watcher.shows(snapshotOf(slotId, version));
      await change(slotId, 1);
      for (const watcher of live)
        await watcher.shows(
          snapshotOf(slotId, version),
          changeOf(slotId, version + 1),
          changeOf(slotId, version + 2),
        );
      watchers.closeAll();
      for (const server of servers) await server.close();
    },
  );
});
