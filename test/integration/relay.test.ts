import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import { statement } from "../../src/database/statement.ts";
import { InProcessBus } from "../../src/live/in-process-bus.ts";
import type { ChannelEvents } from "../../src/outbox/event-bus.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { ALL } from "../../src/outbox/outbox-events.ts";
import { Relay } from "../../src/outbox/relay.ts";
import { LEASE_MS, RelayLease } from "../../src/outbox/relay-lease.ts";
import { newId } from "../../src/shared/ids.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { eventually } from "../support/eventually.ts";
import { emptyFeed } from "../support/feed-events.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let db: Database;
const log = createLogger({ level: "silent", readable: false });
const [station, owner] = [newId("station"), newId("user")];

beforeAll(async () => {
  database = await createTestDatabase();
  db = new Database(await createDataSource({ url: database.url, log, poolSize: 6 }).initialize());
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
const relays: Relay[] = [];
beforeEach(() => emptyFeed(database));
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.close();
});

/** A bus that records what was published, and can be made to fail. */
class KeepingBus extends InProcessBus {
  readonly published: ChannelEvents[] = [];
  down = false;

  override async publish(batch: readonly ChannelEvents[]): Promise<void> {
    if (this.down) throw new Error("The bus is down");
    this.published.push(...batch);
  }

  positions(channel = ALL): number[] {
    return this.published.flatMap((each) =>
      each.channel === channel ? each.events.map((event) => event.position) : [],
    );
  }
}

function newRelay(bus: KeepingBus): Relay {
  const relay = new Relay({ db, bus, log, retentionSeconds: 86_400 });
  relays.push(relay);
  return relay;
}

async function commit(count = 1, payload: object = { stationId: station }): Promise<void> {
  await database.query(
    "insert into outbox (kind, payload, occurred_at) select 'slot.status_changed', $1, now() from generate_series(1, $2::int)",
    [JSON.stringify(payload), count],
  );
}

async function readFeed() {
  const [feed] = await database.query<Record<string, unknown>>(
    `select last_position::int as last, published_position::int as published, leader is not null as led,
      (select count(*)::int from outbox where position is null) as waiting,
      (select count(*)::int from (select position, row_number() over (order by position) as dense from outbox) o
        where position <> dense) as "notDense"
      from feed`,
  );
  return feed;
}

async function readLeader(): Promise<string | null> {
  const [feed] = await database.query<{ leader: string | null }>("select leader from feed");
  return feed?.leader ?? null;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("the relay", () => {
  test("publishes events committed before and after its start in order, and stores its position", async () => {
    const bus = new KeepingBus();
    await commit(2_500);
    const relay = newRelay(bus);
    relay.start();
    await eventually(() => expect(bus.positions()).toEqual(upTo(2_500)));
    await commit(2);
    relay.wake("WAITING");
    await eventually(() => expect(bus.positions()).toEqual(upTo(2_502)));
    await eventually(async () =>
      expect(await readFeed()).toEqual({ last: 2_502, published: 2_502, led: true, waiting: 0, notDense: 0 }),
    );
  });

  test("groups events by channel, with the previous position of each channel", async () => {
    const bus = new KeepingBus();
    const [other, third] = [newId("station"), newId("station")];
    await commit(1);
    await commit(1, { stationId: other, ownerId: owner });
    await commit(1, { stationIds: [station, third, station], ownerId: owner });
    const relay = newRelay(bus);
    relay.start();
    await eventually(() => expect(bus.positions()).toEqual([1, 2, 3]));
    await commit(1, { stationId: other });
    relay.wake("WAITING");
    await eventually(() => expect(bus.positions()).toEqual([1, 2, 3, 4]));
    const shape = bus.published.map(({ channel, previous, events }) => ({
      channel,
      previous,
      positions: events.map((event) => event.position),
    }));
    expect(shape.slice(0, 5)).toEqual(
      expect.arrayContaining([
        { channel: ALL, previous: 0, positions: [1, 2, 3] },
        { channel: station, previous: 0, positions: [1, 3] },
        { channel: other, previous: 0, positions: [2] },
        { channel: third, previous: 0, positions: [3] },
        { channel: owner, previous: 0, positions: [2, 3] },
      ]),
    );
    expect(shape.slice(5)).toEqual([
      { channel: ALL, previous: 3, positions: [4] },
      { channel: other, previous: 2, positions: [4] },
    ]);
  });

  test("assigns positions while the bus is down, and publishes all events once it is back", async () => {
    const bus = new KeepingBus();
    bus.down = true;
    const relay = newRelay(bus);
    relay.start();
    await commit(3);
    await eventually(async () =>
      expect(await readFeed()).toMatchObject({ last: 3, published: 0, waiting: 0, led: true }),
    );
    await eventually(() => expect(relay.stats.failures).toBeGreaterThan(1));
    bus.down = false;
    await eventually(() => expect(bus.positions()).toEqual([1, 2, 3]));
    expect(relay.stats).toMatchObject({ publishedEvents: 3, takeOvers: 1 });
  });

  test("keeps assigning positions while it removes a large number of old events", async () => {
    const last = 20_000_000;
    await database.query("update feed set last_position = $1, published_position = $1", [last]);
    await database.query("update webhook_feed set position = $1", [last]);
    const relay = newRelay(new KeepingBus());
    relay.start();
    const prunedUpTo = async () =>
      (await database.query<{ pruned: number }>("select pruned_position::int as pruned from feed"))[0]
        ?.pruned;
    await eventually(async () => expect(await prunedUpTo()).toBeGreaterThan(0));
    await commit(1);
    relay.wake("WAITING");
    await eventually(async () => expect(await readFeed()).toMatchObject({ last: last + 1, waiting: 0 }));
    expect(await prunedUpTo()).toBeLessThan(last);
    await database.query("update webhook_feed set position = 0");
  });

  test("runs on one server at a time, and another takes over when that one closes", async () => {
    const [bus, otherBus] = [new KeepingBus(), new KeepingBus()];
    const relay = newRelay(bus);
    relay.start();
    await eventually(() => expect(relay.isLeader).toBe(true));
    const other = newRelay(otherBus);
    other.start();
    await commit(3);
    relay.wake("WAITING");
    await eventually(() => expect(bus.positions()).toEqual([1, 2, 3]));
    expect(other.isLeader).toBe(false);
    const former = await readLeader();
    await relay.close();
    // A lead that is not released stays with the old server until another one takes it.
    expect(await readLeader()).not.toBe(former);
    await eventually(() => expect(other.isLeader).toBe(true));
    await commit();
    other.wake("WAITING");
    await eventually(() => expect(otherBus.positions()).toEqual([4]));
  });
});

/** Appends events of stations in a transaction that assigns their positions with its commit, or in a plain one. */
function append(outbox: Outbox, stationIds: readonly string[], way: "WITH_COMMIT" | "LATER"): Promise<void> {
  const events = stationIds.map((stationId) => ({
    kind: "reservation.changed" as const,
    occurredAt: new Date(),
    payload: {
      reservationId: newId("reservation"),
      ownerId: owner,
      organisation: null,
      stationIds: [stationId],
      kind: "CREATED" as const,
      occurredAt: new Date().toISOString(),
    },
  }));
  if (way === "LATER") return db.inTransaction((tx) => outbox.append(tx, events));
  return db.inTransactionOnce(async (tx) => {
    tx.announceCommit();
    outbox.append(tx, events).catch(() => {});
  });
}

async function readPositions(): Promise<(number | null)[]> {
  const rows = await database.query<{ position: number | null }>(
    "select position::int as position from outbox order by id",
  );
  return rows.map(({ position }) => position);
}

describe("a transaction that sends its last statements with its commit", () => {
  test("assigns its events' positions itself, and the leader reads and publishes them", async () => {
    const outbox = new Outbox(() => {});
    await append(outbox, [station, station], "WITH_COMMIT");
    await append(outbox, [station], "WITH_COMMIT");
    expect(await readPositions()).toEqual([1, 2, 3]);
    expect(await readFeed()).toMatchObject({ last: 3, published: 0, led: false });
    const bus = new KeepingBus();
    const relay = newRelay(bus);
    relay.start();
    await eventually(() => expect(bus.positions()).toEqual([1, 2, 3]));
    await append(outbox, [station], "WITH_COMMIT");
    relay.wake("PLACED");
    await eventually(() => expect(bus.positions()).toEqual([1, 2, 3, 4]));
  });

  test("leaves its events to the relay if others wait for positions or it could overtake them", async () => {
    const outbox = new Outbox(() => {});
    await append(outbox, [station], "WITH_COMMIT");
    await append(outbox, [station], "LATER");
    await append(outbox, [station, station], "WITH_COMMIT");
    expect(await readPositions()).toEqual([1, null, null, null]);
    const lease = await RelayLease.take(db.pool, null);
    expect(await lease?.assign(10, 0)).toBe(3);
    await append(outbox, [station], "WITH_COMMIT");
    expect(await readPositions()).toEqual([1, 2, 3, 4, 5]);
    await lease?.release(0);
  });

  test("gives back its positions if it fails", async () => {
    await database.query("create table once (number int unique deferrable initially deferred)");
    const outbox = new Outbox(() => {});
    const failing = db.inTransactionOnce(async (tx) => {
      tx.announceCommit();
      tx.query(statement("test.twice", "insert into once values (1), (1)")).catch(() => {});
      outbox
        .append(tx, [
          { kind: "access.changed", occurredAt: new Date(), payload: { userId: owner, occurredAt: "" } },
        ])
        .catch(() => {});
    });
    await expect(failing).rejects.toThrow("once_number_key");
    await append(outbox, [station], "WITH_COMMIT");
    expect(await readPositions()).toEqual([1]);
  });

  test("sends no statement after the last ones", async () => {
    const outbox = new Outbox(() => {});
    const late = db.inTransactionOnce(async (tx) => {
      tx.announceCommit();
      const appended = outbox.append(tx, [
        { kind: "access.changed", occurredAt: new Date(), payload: { userId: owner, occurredAt: "" } },
      ]);
      appended.catch(() => {});
      await tx.query(statement("test.late", "select 1"));
    });
    await expect(late).rejects.toThrow("The transaction is over");
    expect(await readPositions()).toEqual([]);
  });

  test("keeps each station's events in order among many concurrent transactions of both kinds", async () => {
    const bus = new KeepingBus();
    const relay = newRelay(bus);
    const outbox = new Outbox((result) => relay.wake(result));
    relay.start();
    const writers = Array.from({ length: 5 }, () => newId("station"));
    let rounds = 0;
    await Promise.all(
      writers.map(async (stationId, writer) => {
        for (let round = 0; round < 40; round++, rounds++) {
          // Plain transactions come in bursts, so that there are also periods without any.
          const isPlain = (round + writer) % 4 === 0 && round % 20 < 10;
          await append(outbox, [stationId, stationId], isPlain ? "LATER" : "WITH_COMMIT");
        }
      }),
    );
    const count = rounds * 2;
    await eventually(() => expect(bus.positions()).toEqual(upTo(count)));
    for (const stationId of writers) {
      const own = await database.query<{ position: number }>(
        "select position::int as position from outbox where $1 = any(channels) order by id",
        [stationId],
      );
      expect(own.map(({ position }) => position)).toEqual(bus.positions(stationId));
      expect(own).toHaveLength(80);
    }
    expect(await readFeed()).toMatchObject({ last: count, waiting: 0, notDense: 0 });
  });
});

describe("the relay's lease", () => {
  test("is taken by exactly one of several concurrent servers", async () => {
    const taken = await Promise.all(upTo(5).map(() => RelayLease.take(db.pool, null)));
    const leases = taken.filter((lease) => lease !== null);
    expect(leases).toHaveLength(1);
    await leases[0]?.release(0);
  });

  test("expires if it is not renewed, and then its former holder can change nothing", async () => {
    const former = await RelayLease.take(db.pool, null);
    if (!former) throw new Error("Nobody else has it");
    await commit(2);
    expect(await former.assign(1, 0)).toBe(1);
    expect(await RelayLease.take(db.pool, null)).toBeNull();
    // The lease lapses in real time.
    const lease = await eventually(async () => {
      const taken = await RelayLease.take(db.pool, null);
      if (!taken) throw new Error("The lead has not lapsed");
      return taken;
    });
    expect(await former.assign(10, 1)).toBeNull();
    expect(await former.prune(0)).toBe(false);
    await former.release(1);
    expect(await readFeed()).toMatchObject({ last: 1, published: 0, waiting: 1, led: true });
    expect(await lease.assign(10, 0)).toBe(1);
    await lease.release(2);
    expect(await readFeed()).toMatchObject({ last: 2, published: 2, waiting: 0, led: false, notDense: 0 });
  });

  test("is not taken during an assignment, so that positions have no gaps and no duplicates", async () => {
    const lease = await RelayLease.take(db.pool, null);
    if (!lease) throw new Error("Nobody else has it");
    await commit(3);
    let assigning: Promise<unknown> | undefined;
    let taking: Promise<RelayLease | null> | undefined;
    await database.whileLocked("select from outbox for update", [], async () => {
      // It has locked the feed, and waits for the rows.
      assigning = lease.assign(10, 0);
      await eventually(async () => expect(await database.countLockWaits()).toBe(1));
      // Meanwhile the lease lapses, and so does its renewal, which is not committed and hence invisible.
      await delay(LEASE_MS + 50);
      expect(await database.query("select from feed where leader_until < clock_timestamp()")).toHaveLength(1);
      taking = RelayLease.take(db.pool, null);
    });
    expect(await assigning).toBe(3);
    const next = await taking;
    expect(next).not.toBeNull();
    await commit(2);
    expect(await lease.assign(10, 0)).toBeNull();
    expect(await next?.assign(10, 0)).toBe(2);
    expect(await readFeed()).toMatchObject({ last: 5, waiting: 0, notDense: 0 });
    lease.abandon();
    await next?.release(0);
  });

  test("is taken over at once from a former lease of the same server", async () => {
    const former = await RelayLease.take(db.pool, null);
    const lease = await RelayLease.take(db.pool, former);
    expect(lease).not.toBeNull();
    expect(await former?.assign(1, 0)).toBeNull();
    former?.abandon();
    await lease?.release(0);
  });
});
