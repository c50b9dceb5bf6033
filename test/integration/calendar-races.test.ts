import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  allAtOnce,
  type CalendarRace,
  collide,
  collisionsIn,
  errorOf,
  openRace,
  randomFrom,
  shuffle,
  type TakenWindow,
  whenServed,
} from "../support/calendar-race.ts";
import type { Minutes } from "../support/calendar-scene.ts";
import { eventually } from "../support/eventually.ts";
import { CreateReservation } from "../support/operations.ts";
import { type Driver, expectHealthy, readReservation, readSlot } from "../support/scene.ts";

let race: CalendarRace;
beforeAll(async () => {
  race = await openRace();
});
afterAll(async () => {
  await expectHealthy(race.database);
  await race.close();
});

/** Sends all bookings at once, half of them to each server. Returns the accepted and the refused ones. */
async function bookAll(requests: readonly Minutes[][]) {
  const answers = await allAtOnce(race.drivers, requests, ({ client, vehicleId }, windows) => {
    const input = { vehicleId, items: race.items(...windows), idempotencyKey: randomUUID() };
    return whenServed(() => client.send(CreateReservation, { input }));
  });
  const made: Minutes[][] = [];
  const refused: { windows: Minutes[]; taken: TakenWindow[] }[] = [];
  for (const [index, answer] of answers.entries()) {
    const windows = requests[index] as Minutes[];
    const error = errorOf(answer);
    if (!error) made.push(windows);
    else {
      expect(error.extensions).toMatchObject({ code: "WINDOW_TAKEN", status: 409 });
      refused.push({ windows, taken: error.extensions["takenWindows"] as TakenWindow[] });
    }
  }
  return { made, refused };
}

/** Checks that accepted windows do not overlap, and that refusals name accepted ones, in the order of the request. */
function expectFairAndFull({ made, refused }: Awaited<ReturnType<typeof bookAll>>): void {
  const won = made.flat();
  expect(collisionsIn(won)).toEqual([]);
  const bySight = new Map(won.map((window) => [JSON.stringify(race.items(window)[0]), window]));
  for (const { windows, taken } of refused) {
    const places = taken.map((each) => {
      const inTheWay = bySight.get(JSON.stringify(each)) as Minutes;
      expect([each, inTheWay]).toEqual([each, expect.anything()]);
      const place = windows.findIndex((window) => collide(window, inTheWay));
      return { place, from: inTheWay.from };
    });
    expect(places.length).toBeGreaterThan(0);
    expect(places.every(({ place }) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a.place - b.place || a.from - b.from));
  }
}

describe("hundreds of concurrent bookings on two servers", () => {
  test.each([1, 2, 3])(
    "get windows without overlap, and each refused booking overlaps an accepted one (seed %i)",
    async (seed) => {
      const random = randomFrom(seed);
      const { slotIds } = await race.newCalendar(3);
      const requests = Array.from({ length: 300 }, () => {
        const from = 60 + random(600);
        return [{ slotId: slotIds[random(3)] as string, from, to: from + 5 + random(60) }];
      });
      const outcome = await bookAll(requests);
      expectFairAndFull(outcome);
      expect(outcome.made.length).toBeGreaterThan(3);
      expect(outcome.refused.length).toBeGreaterThan(100);
    },
  );

  test.each([4, 5, 6])(
    "of several slots each are accepted as a whole or refused as a whole (seed %i)",
    async (seed) => {
      const random = randomFrom(seed);
      const { slotIds } = await race.newCalendar(6);
      const requests = Array.from({ length: 200 }, () =>
        // In random order, which differs from the order of the locks.
        shuffle(slotIds, random)
          .slice(0, 1 + random(4))
          .map((slotId) => {
            const from = 60 + random(400);
            return { slotId, from, to: from + 5 + random(60) };
          }),
      );
      const outcome = await bookAll(requests);
      expectFairAndFull(outcome);
      expect(outcome.made.some((windows) => windows.length > 1)).toBe(true);
      expect(outcome.refused.some(({ taken }) => taken.length > 1)).toBe(true);
      const stored = await race.database.query<{ slot_id: string; start_at: Date; end_at: Date }>(
        "select slot_id, start_at, end_at from reservation_items where slot_id = any($1) and claimed is not null",
        [slotIds],
      );
      const seen = stored.map(({ slot_id, start_at, end_at }) =>
        JSON.stringify({ slotId: slot_id, startAt: start_at.toISOString(), endAt: end_at.toISOString() }),
      );
      const expected = race.items(...outcome.made.flat()).map((item) => JSON.stringify(item));
      expect(seen.toSorted()).toEqual(expected.toSorted());
    },
  );
});

describe("holds that become due on two servers", () => {
  const COUNT = 300;
  /** How often a hold was announced to have begun, on each slot and to each reservation. */
  async function begun(slotIds: readonly string[]) {
    const slots = await race.database.query<{ count: number }>(
      `select count(*)::int as count from slot_events where slot_id = any($1) and cause = 'RESERVATION_HOLD_STARTED' group by slot_id`,
      [slotIds],
    );
    const reservations = await race.database.query<{ items: number; told: number }>(
      `select count(*)::int as items, (select count(*)::int from outbox
            where payload->>'reservationId' = i.reservation_id::text and payload->>'kind' = 'HOLD_STARTED') as told
          from reservation_items i where slot_id = any($1) group by reservation_id`,
      [slotIds],
    );
    return { slots: slots.map(({ count }) => count), reservations };
  }

  test("begin exactly once each, also on a slot that another transaction has locked", async () => {
    const { slotIds } = await race.newCalendar(COUNT);
    const [locked = ""] = slotIds;
    // Reservations of two slots each.
    const pairs = slotIds.flatMap((slotId, index) =>
      index % 2 ? [] : [[slotId, slotIds[index + 1] as string]],
    );
    const { made } = await bookAll(
      pairs.map((pair) => pair.map((slotId) => ({ slotId, from: 1_000, to: 1_060 }))),
    );
    expect(made).toHaveLength(COUNT / 2);
    await race.goTo(986);
    let sweeps: Promise<void> | undefined;
    await race.database.whileLocked("select from slots where id = $1 for update", [locked], async () => {
      sweeps = race.sweepAll();
      await eventually(async () => expect((await begun(slotIds)).slots).toHaveLength(COUNT - 1));
      expect((await readSlot(race.anonymous, locked)).status).toBe("AVAILABLE");
    });
    await sweeps;
    await race.sweepAll();
    const { slots, reservations } = await begun(slotIds);
    expect(slots).toEqual(Array(COUNT).fill(1));
    expect(reservations).toEqual(Array(COUNT / 2).fill({ items: 2, told: 2 }));
    for (const slotId of slotIds.slice(0, 5))
      expect(await readSlot(race.anonymous, slotId)).toMatchObject({ status: "BOOKED", version: 2 });
  });
});

test("a reservation whose two windows give way at the same time on two servers becomes EXPIRED", async () => {
  const { slotIds } = await race.newCalendar(2);
  const [a = "", b = ""] = slotIds;
  const both = (from: number, to: number) => slotIds.map((slotId) => ({ slotId, from, to }));
  const [owner, next] = race.drivers as [Driver, Driver];
  const book = async ({ client, vehicleId }: Driver, windows: Minutes[]) => {
    const input = { vehicleId, items: race.items(...windows) };
    return (await client.request(CreateReservation, { input })).createReservation.reservation.id;
  };
  const unused = await book(owner, both(2_000, 2_030));
  await book(next, [{ slotId: a, from: 2_035, to: 2_060 }]);
  await book(next, [{ slotId: b, from: 2_035, to: 2_060 }]);
  await race.sweepAt(1_985);
  await race.sweepAt(2_025);
  await race.goTo(2_031);
  const { whileLocked, countLockWaits } = race.database;
  const waiting = async (count: number) => expect(await countLockWaits()).toBe(count);
  let sweeps: Promise<unknown> | undefined;
  // The first server is processing slot a when the second one takes slot b.
  const nextOnA = "select from reservation_items where slot_id = $1 and held_at is null for update";
  await whileLocked(nextOnA, [a], async () => {
    let first: Promise<void> | undefined;
    await whileLocked("select from slots where id = $1 for update", [b], async () => {
      first = race.app.sweep();
      await eventually(() => waiting(1));
    });
    sweeps = Promise.all([first, race.other.app.sweep()]);
    await eventually(() => waiting(2));
  });
  await sweeps;
  expect((await readReservation(owner.client, unused)).status).toBe("EXPIRED");
  await expectHealthy(race.database);
});
