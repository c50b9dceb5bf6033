import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { CancelReservation } from "../support/operations.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { openScene } from "../support/scene.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase } from "../support/test-database.ts";

const WATCH = `subscription Watch($stationId: ID!, $after: String, $snapshot: Boolean) {
  slotStatusChanged(filter: { stationId: $stationId }, after: $after, snapshot: $snapshot) { cursor kind version slot { id } }
}`;
const CROWD = 1_000;

interface SlotEvent {
  readonly cursor: string;
  readonly kind: string;
  readonly version: number;
  readonly slot: { readonly id: string };
}

function eventsOf(raw: RawSocket): SlotEvent[] {
  return raw.received
    .slice(1)
    .map((message) => payloadOf<{ data: { slotStatusChanged: SlotEvent } }>(message).data.slotStatusChanged);
}

const shown = (events: readonly SlotEvent[]) =>
  events.map(({ kind, slot, version }) => `${kind} ${slot.id} ${version}`);

test("1,000 clients that subscribe at once after a restart share a few reads", async () => {
  const database = await createTestDatabase();
  const { hostname: host, port } = new URL(database.url);
  const reads = { snapshots: 0, pages: 0 };
  const proxy = await startTcpProxy({ host, port: Number(port) }, (bytes) => {
    const sent = bytes.toString("latin1");
    reads.snapshots += sent.split("pg_current_snapshot()::text as seen").length - 1;
    reads.pages += sent.split("feed.read_page\0").length - 1;
  });
  const throughProxy = new URL(database.url);
  throughProxy.port = String(proxy.port);

  const before = await openScene({ database });
  const { slotIds, stationId } = await before.newSite(5);
  const watcher = await RawSocket.acknowledged(before.url);
  watcher.subscribe("1", WATCH, { stationId, snapshot: true });
  await watcher.receives(6);
  const driver = await before.newDriver();
  for (let round = 0; round < 4; round++) {
    const { id: reservationId } = await driver.book(slotIds);
    await driver.client.request(CancelReservation, { input: { reservationId } });
  }
  await watcher.receives(46);
  const all = eventsOf(watcher);
  const snapshot = slotIds.toSorted().map((slotId) => `SNAPSHOT ${slotId} 9`);
  await before.close();

  const after = await openScene({ database: { ...database, url: throughProxy.href } });
  try {
    const sockets = await Promise.all(Array.from({ length: CROWD }, () => RawSocket.acknowledged(after.url)));
    // Half of them begin with a snapshot, and half at a cursor from before the restart.
    const beginnings = sockets.map((_, index) => (index % 2 === 0 ? null : 5 + (index % 41)));
    for (const [index, raw] of sockets.entries()) {
      const last = beginnings[index];
      const begin = last == null ? { snapshot: true } : { after: all[last - 1]?.cursor };
      raw.subscribe("1", WATCH, { stationId, ...begin });
    }
    await eventually(() => expect(after.app.subscriberCount()).toBe(CROWD));
    for (const [index, raw] of sockets.entries()) {
      const last = beginnings[index];
      const expected = last == null ? snapshot : shown(all.slice(last));
      await eventually(() => expect(shown(eventsOf(raw))).toEqual(expected));
    }
    expect(reads.snapshots).toBeGreaterThan(0);
    expect(reads.snapshots).toBeLessThan(10);
    expect(reads.pages).toBeGreaterThan(0);
    expect(reads.pages).toBeLessThan(100);
    const again = await after.newDriver();
    await again.book(slotIds.slice(0, 1));
    for (const raw of sockets) {
      await eventually(() => expect(shown(eventsOf(raw)).at(-1)).toBe(`CHANGE ${slotIds[0]} 10`));
    }
  } finally {
    await after.close();
    await proxy.close();
    await database.drop();
  }
});
