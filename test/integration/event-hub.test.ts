import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readClock } from "../../src/database/clock.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import type { Channel } from "../../src/live/channel.ts";
import { EventHub } from "../../src/live/event-hub.ts";
import { FeedReads } from "../../src/live/feed-reads.ts";
import { InProcessBus } from "../../src/live/in-process-bus.ts";
import { ALL } from "../../src/outbox/outbox-events.ts";
import { newId } from "../../src/shared/ids.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { eventually } from "../support/eventually.ts";
import { emptyFeed, slotEvent, storeEvents } from "../support/feed-events.ts";
import { MEASURED } from "../support/measured.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let db: Database;
let bus: InProcessBus;
let hub: EventHub;
const log = createLogger({ level: "silent", readable: false });
const [station, otherStation] = [newId("station"), newId("station")];

beforeAll(async () => {
  database = await createTestDatabase();
  db = new Database(await createDataSource({ url: database.url, log, poolSize: 1 }).initialize());
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await emptyFeed(database);
  bus = new InProcessBus();
  // Not started, so it looks only when it has a reason to.
  hub = new EventHub({ db, bus, reads: new FeedReads(db), log });
});
afterEach(() => hub.close());

/** Records what a channel receives. */
async function listen(name: string): Promise<{ seen: number[]; channel: Channel; lost: () => void }> {
  const seen: number[] = [];
  const lost = vi.fn();
  const channel = await hub.watch(name);
  channel.listen({ event: ({ position }) => seen.push(position), lost });
  // It looks once when it begins. That look is over when the only connection is free; later ones need a reason.
  await readClock(db);
  return { seen, channel, lost };
}

function publish(channel: string, previous: number, ...positions: number[]): Promise<void> {
  const events = positions.map((position) => slotEvent(position, station));
  return bus.publish([{ channel, previous, lead: null, events }]);
}

describe("a channel", () => {
  test("delivers each event once and in order, however often the bus repeats it", async () => {
    const { seen } = await listen(station);
    await publish(station, 0, 1);
    await publish(station, 0, 1, 4);
    await publish(station, 1, 4);
    await publish(station, 4, 9);
    expect(seen).toEqual([1, 4, 9]);
  });

  test("delivers only what is published on it", async () => {
    const { seen } = await listen(station);
    const all = await listen(ALL);
    await publish(otherStation, 0, 1);
    await publish(ALL, 0, 1, 2);
    await publish(station, 0, 2);
    expect(seen).toEqual([2]);
    expect(all.seen).toEqual([1, 2]);
  });

  test("fills a gap from the outbox as soon as the next event reveals it", async () => {
    const { seen } = await listen(station);
    await storeEvents(
      database,
      slotEvent(1, station),
      slotEvent(2, otherStation),
      slotEvent(3, station),
      slotEvent(4, station),
    );
    await publish(station, 0, 1);
    await publish(station, 3, 4);
    await eventually(() => expect(seen).toEqual([1, 3, 4]));
  });

  test("fills a gap that is wider than one page of the outbox", async () => {
    const { seen } = await listen(station);
    await database.query(
      `insert into outbox (id, kind, payload, occurred_at, position)
        select n, 'slot.status_changed', jsonb_build_object('stationId', case n % 2 when 0 then $1::text else $2 end,
            'occurredAt', '1970-01-01T00:00:00.000Z'), now(), n
          from generate_series(1, 5001) n`,
      [station, otherStation],
    );
    await database.query("update feed set last_position = 5001");
    await publish(station, 5_000, 5_001);
    const even = Array.from({ length: 2_500 }, (_, index) => 2 * index + 2);
    await eventually(() => expect(seen).toEqual(even));
  });

  test("finds events that the bus lost at the end within 1.5 seconds", MEASURED, async () => {
    hub.start();
    const { seen } = await listen(station);
    const all = await listen(ALL);
    await storeEvents(database, slotEvent(1, station), slotEvent(2, otherStation));
    await eventually(() => expect([seen, all.seen]).toEqual([[1], [1, 2]]), 1_500);
    // Events read from the outbox are not delivered again when they arrive over the bus.
    await publish(ALL, 0, 1, 2, 3);
    await publish(station, 0, 1, 3);
    expect([seen, all.seen]).toEqual([
      [1, 3],
      [1, 2, 3],
    ]);
  });

  test("reads events missed during an interruption of the bus as soon as it resumes", async () => {
    const { seen } = await listen(station);
    bus.unsubscribe(station);
    await storeEvents(database, slotEvent(1, station));
    await publish(station, 0, 1);
    expect(seen).toEqual([]);
    bus.subscribe(station);
    await eventually(() => expect(seen).toEqual([1]));
  });

  test("reports lost events if they were pruned unread, and continues after them", async () => {
    const { seen, lost } = await listen(station);
    await storeEvents(database, slotEvent(1, station), slotEvent(2, station), slotEvent(3, station));
    await database.query("delete from outbox where position < 3");
    await database.query("update feed set pruned_position = 2");
    await publish(station, 2, 3);
    await eventually(() => expect(seen).toEqual([3]));
    expect(lost).toHaveBeenCalledOnce();
  });

  test("ignores an unknown leader's events, and reads them from the outbox once it is confirmed", async () => {
    const { seen, lost } = await listen(station);
    const leader = "a lead";
    await bus.publish([{ channel: station, previous: 0, lead: leader, events: [slotEvent(1, station)] }]);
    await readClock(db);
    expect(seen).toEqual([]);
    await storeEvents(database, slotEvent(1, station), slotEvent(2, station));
    await database.query("update feed set leader = $1, leader_until = now()", [leader]);
    await bus.publish([{ channel: station, previous: 0, lead: leader, events: [slotEvent(1, station)] }]);
    await eventually(() => expect(seen).toEqual([1, 2]));
    await bus.publish([{ channel: station, previous: 2, lead: leader, events: [slotEvent(3, station)] }]);
    expect(seen).toEqual([1, 2, 3]);
    expect(lost).not.toHaveBeenCalled();
  });

  test.each([
    ["ends before the channel's last event", 2],
    ["continues after the channel's last event", 5],
  ])(
    "reports the loss if the feed's history changed and %s, and delivers no event of that history",
    async (_, last) => {
      const { seen, lost } = await listen(station);
      const other = await listen(otherStation);
      await storeEvents(database, slotEvent(1, station), slotEvent(2, station), slotEvent(3, station));
      await publish(station, 0, 1, 2, 3);
      await emptyFeed(database);
      const rest = Array.from({ length: last - 1 }, (_each, index) => ({
        ...slotEvent(index + 2, station),
        id: index + 4,
      }));
      await storeEvents(database, slotEvent(1, station), ...rest);
      bus.subscribe(station);
      await eventually(() => expect(lost).toHaveBeenCalledOnce());
      expect([seen, other.seen]).toEqual([[1, 2, 3], []]);
      expect(other.lost).toHaveBeenCalledOnce();
      await storeEvents(database, { ...slotEvent(last + 1, station), id: 10 });
      bus.subscribe(station);
      await eventually(() => expect(seen).toEqual([1, 2, 3, last + 1]));
      expect(lost).toHaveBeenCalledOnce();
    },
  );

  test("subscribes to the bus while it has watchers, and is dropped with the last one", async () => {
    const subscribed = vi.spyOn(bus, "subscribe");
    const unsubscribed = vi.spyOn(bus, "unsubscribe");
    const [first, second] = await Promise.all([hub.watch(station), hub.watch(station)]);
    expect(first).toBe(second);
    hub.leave(first);
    expect(unsubscribed).not.toHaveBeenCalled();
    hub.leave(second);
    expect([hub.channelCount, subscribed.mock.calls, unsubscribed.mock.calls]).toEqual([
      0,
      [[station]],
      [[station]],
    ]);
  });
});
