import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import { EventHub } from "../../src/live/event-hub.ts";
import { InProcessBus } from "../../src/live/in-process-bus.ts";
import { SlotFeed } from "../../src/live/slot-feed.ts";
import type { FeedEvent } from "../../src/outbox/outbox-events.ts";
import { newId } from "../../src/shared/ids.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { eventually } from "../support/eventually.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let db: Database;
let bus: InProcessBus;
let hub: EventHub;
const log = createLogger({ level: "silent", readable: false });
const slotId = newId("slot");

beforeAll(async () => {
  database = await createTestDatabase();
  db = new Database(await createDataSource({ url: database.url, log, poolSize: 2 }).initialize());
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await database.query("truncate outbox");
  await database.query("update feed set last_position = 0, published_position = 0");
  bus = new InProcessBus();
  hub = new EventHub({ db, bus, log });
  await hub.start();
});
afterEach(() => hub.close());

function event(position: number): FeedEvent {
  return {
    id: position,
    kind: "slot.status_changed",
    position,
    payload: {
      slotId,
      portId: newId("port"),
      stationId: newId("station"),
      label: "A",
      connectorType: null,
      powerKw: null,
      status: "BOOKED",
      previousStatus: "AVAILABLE",
      version: position + 1,
      cause: "RESERVATION_CREATED",
      occurredAt: new Date(0).toISOString(),
      hold: null,
    },
  };
}

/** Writes events as the relay does before it publishes them. */
async function store(...events: FeedEvent[]): Promise<void> {
  for (const { id, kind, payload, position } of events) {
    await database.query(
      "insert into outbox (id, kind, payload, occurred_at, position) values ($1, $2, $3, now(), $4)",
      [id, kind, JSON.stringify(payload), position],
    );
  }
  await database.query("update feed set last_position = $1, published_position = $1", [
    events.at(-1)?.position,
  ]);
}

describe("the hub", () => {
  function listen(): number[] {
    const seen: number[] = [];
    hub.listen(({ position }) => seen.push(position));
    return seen;
  }

  test("delivers each event once, in order, however often the bus brings it", async () => {
    const seen = listen();
    const [one, two, three] = [event(1), event(2), event(3)] as const;
    await store(one, two, three);
    await bus.publish([one]);
    await bus.publish([one, two]);
    await bus.publish([two]);
    await bus.publish([three]);
    expect(seen).toEqual([1, 2, 3]);
  });

  test("reads from the outbox what the bus has lost in between", async () => {
    const seen = listen();
    await store(event(1), event(2), event(3));
    await bus.publish([event(3)]);
    await eventually(() => expect(seen).toEqual([1, 2, 3]));
  });

  test("reads from the outbox what the bus has lost at the end", async () => {
    const seen = listen();
    await store(event(1), event(2));
    await eventually(() => expect(seen).toEqual([1, 2]));
  });

  test("does without the bus for as long as it is down", async () => {
    const seen = listen();
    await store(event(1), event(2));
    await database.query("update feed set published_position = 0");
    await eventually(() => expect(seen).toEqual([1, 2]));
    await bus.publish([event(1), event(2), event(3)]);
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe("a subscriber that stops reading", () => {
  test("is closed with 1013, holds a bounded number of events, and does not slow the others", async () => {
    const feed = new SlotFeed({ db, hub });
    const closeSocket = vi.fn();
    const slow = await feed.subscribe({ filter: {}, snapshot: false }, closeSocket);
    const fast = await feed.subscribe({ filter: {}, snapshot: false });
    for (let position = 1; position <= 1_000; position++) {
      await bus.publish([event(position)]);
      expect((await fast.next()).value).toMatchObject({ version: position + 1 });
    }
    expect(closeSocket).not.toHaveBeenCalled();
    expect(hub.listenerCount).toBe(2);
    await bus.publish([event(1_001)]);
    expect(closeSocket).toHaveBeenCalledExactlyOnceWith(1013, {
      template: "Reading too slowly: subscribe again with a snapshot",
      values: [],
    });
    expect(hub.listenerCount).toBe(1);
    expect(await slow.next()).toEqual({ value: undefined, done: true });
    expect((await fast.next()).value).toMatchObject({ version: 1_002 });
    await fast.return?.();
    expect(hub.listenerCount).toBe(0);
  });
});
