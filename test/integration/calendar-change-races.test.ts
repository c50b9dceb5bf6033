import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CalendarRace,
  collide,
  collisionsIn,
  errorOf,
  openRace,
  randomFrom,
  runConcurrently,
  shuffle,
  type TakenWindow,
  whenServed,
} from "../support/calendar-race.ts";
import { Availability, type Minutes, Reschedule } from "../support/calendar-scene.ts";
import { CancelReservation, CreateReservation, DeactivateSlot } from "../support/operations.ts";
import { type Driver, expectHealthy, readReservation, readSlot } from "../support/scene.ts";

let race: CalendarRace;
beforeAll(async () => {
  race = await openRace();
});
afterAll(async () => {
  await expectHealthy(race.database);
  await race.close();
});

interface Stored {
  readonly id: string;
  readonly status: string;
  readonly startsAt: Date;
  readonly windows: readonly TakenWindow[];
  readonly claimed: number;
}

/** The reservations at one moment: a single statement sees a single snapshot. */
function readStored(slotIds: readonly string[]): Promise<Stored[]> {
  return race.database.query<Stored>(
    `select r.id, r.status, r.starts_at as "startsAt", count(i.claimed)::int as claimed,
        json_agg(json_build_object('slotId', i.slot_id, 'startAt', i.start_at, 'endAt', i.end_at) order by i.position) as windows
      from reservations r join reservation_items i on i.reservation_id = r.id
      where exists (select from reservation_items any_of where any_of.reservation_id = r.id and any_of.slot_id = any($1))
      group by r.id`,
    [slotIds],
  );
}

const inUtc = ({ slotId, startAt, endAt }: TakenWindow): TakenWindow => ({
  slotId,
  startAt: new Date(startAt).toISOString(),
  endAt: new Date(endAt).toISOString(),
});
const sightOf = (windows: readonly TakenWindow[]) => JSON.stringify(windows.map(inUtc));

const minuteOf = (instant: string) =>
  Math.round((new Date(instant).getTime() - new Date(race.at(0)).getTime()) / 60_000);
const inMinutes = ({ slotId, startAt, endAt }: TakenWindow): Minutes => ({
  slotId,
  from: minuteOf(startAt),
  to: minuteOf(endAt),
});
const driverOf = (index: number) => race.drivers[index % race.drivers.length] as Driver;
const book = ({ client, vehicleId }: Driver, windows: readonly Minutes[]) => {
  const input = { vehicleId, items: race.items(...windows), idempotencyKey: randomUUID() };
  return whenServed(() => client.send(CreateReservation, { input }));
};

describe("reservations that are rescheduled, cancelled and booked concurrently on two servers", () => {
  test.each([11, 12, 13])(
    "have all their old windows or all their new ones at any time (seed %i)",
    async (seed) => {
      const random = randomFrom(seed);
      const { slotIds, stationId } = await race.newCalendar(5);
      const someWindows = (count: number): Minutes[] =>
        shuffle(slotIds, random)
          .slice(0, count)
          .map((slotId) => {
            const from = 60 + random(700);
            return { slotId, from, to: from + 10 + random(30) };
          });
      /** All sets of windows that were requested for a reservation. */
      const versions = new Map<string, Set<string>>();
      const accepted = new Map<string, Set<string>>();
      const owners = new Map<string, Driver>();
      for (let index = 0; owners.size < 24; index++) {
        const windows = someWindows(2);
        const { data } = await book(driverOf(index), windows);
        if (!data) continue;
        const { id } = data.createReservation.reservation;
        owners.set(id, driverOf(index));
        versions.set(id, new Set([sightOf(race.items(...windows))]));
        accepted.set(id, new Set());
      }
      const ids = [...owners.keys()];
      const clients = (id: string, index: number) =>
        index % 2 ? (owners.get(id) as Driver).client : race.other.operator;
      const changes = Array.from({ length: 120 }, (_, index) => async () => {
        const id = ids[random(ids.length)] as string;
        const items = race.items(...someWindows(1 + random(3)));
        versions.get(id)?.add(sightOf(items));
        const error = errorOf(
          await whenServed(() =>
            clients(id, index).send(Reschedule, { input: { reservationId: id, items } }),
          ),
        );
        if (!error) accepted.get(id)?.add(sightOf(items));
        else expect(["WINDOW_TAKEN", "INVALID_STATE"]).toContain(error.extensions.code);
      });
      const cancels = ids.slice(0, 6).map((id) => async () => {
        expect(
          errorOf(
            await whenServed(() =>
              (owners.get(id) as Driver).client.send(CancelReservation, { input: { reservationId: id } }),
            ),
          ),
        ).toBeNull();
      });
      const bookings = Array.from({ length: 80 }, (_, index) => async () => {
        const error = errorOf(await book(driverOf(index), someWindows(1 + random(2))));
        if (error) expect(error.extensions.code).toBe("WINDOW_TAKEN");
      });

      let racing = true;
      let looks = 0;
      const seen = new Set<string>();
      const look = async () => {
        const stored = await readStored(slotIds);
        const wrong = stored.filter(({ id, status, windows, startsAt, claimed }) => {
          const sight = sightOf(windows);
          seen.add(`${id} ${sight}`);
          const starts = windows.map(({ startAt }) => new Date(startAt).getTime());
          return (
            versions.get(id)?.has(sight) === false ||
            startsAt.getTime() !== Math.min(...starts) ||
            claimed !== (status === "CANCELLED" ? 0 : windows.length)
          );
        });
        expect(wrong).toEqual([]);
        const active = stored.filter(({ status }) => status !== "CANCELLED");
        expect(collisionsIn(active.flatMap(({ windows }) => windows.map(inMinutes)))).toEqual([]);
        looks++;
        return stored;
      };
      const reader = (async () => {
        while (racing) await look();
      })();
      await runConcurrently(shuffle([...changes, ...cancels, ...bookings], random));
      racing = false;
      await reader;
      expect(looks).toBeGreaterThan(3);
      // Intermediate states were seen, not only those before and after.
      expect(seen.size).toBeGreaterThan(ids.length + 10);

      for (const { id, windows } of await look()) {
        const [old = ""] = versions.get(id) ?? [];
        const done = accepted.get(id);
        if (done) expect(done.size > 0 ? [...done] : [old]).toContain(sightOf(windows));
      }
      expect([...accepted.values()].filter((done) => done.size > 0).length).toBeGreaterThan(3);
      // No claim is left over: after cancelling everything, all is free.
      for (const { id, status } of await readStored(slotIds))
        if (status === "ACTIVE")
          await race.operator.request(CancelReservation, { input: { reservationId: id } });
      const range = { from: race.at(60), to: race.at(900) };
      const { availability } = await race.anonymous.request(Availability, {
        filter: { stationId },
        ...range,
      });
      expect(availability).toEqual(
        slotIds.toSorted().map((id) => ({ slot: { id }, startAt: range.from, endAt: range.to })),
      );
    },
  );
});

describe("moving the windows of a slot that is deactivated while other windows are booked", () => {
  test("moves them all to equivalent slots or none of them", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const random = randomFrom(100 + round);
      const { slotIds } = await race.newCalendar(3);
      const [leaving = "", ...others] = slotIds;
      const before = Array.from({ length: 5 }, (_, index) => ({
        slotId: leaving,
        from: 60 + index * 100,
        to: 90 + index * 100,
      }));
      for (const [index, window] of before.entries())
        expect(errorOf(await book(driverOf(index), [window]))).toBeNull();
      const bookings = Array.from({ length: round * 5 }, () => {
        const from = 60 + random(500);
        return [{ slotId: slotIds[random(3)] as string, from, to: from + 5 + random(60) }];
      });
      const deactivate = async () => {
        const input = { slotId: leaving, moveReservations: true };
        return (
          errorOf(await whenServed(() => race.other.operator.send(DeactivateSlot, { input })))?.extensions
            .code ?? "ok"
        );
      };
      const acts = bookings.map((windows, index) => async () => {
        const error = errorOf(await book(driverOf(index), windows));
        if (error) expect(["WINDOW_TAKEN", "SLOT_NOT_AVAILABLE"]).toContain(error.extensions.code);
        return { windows, error };
      });
      // Roughly in the middle of the other requests.
      const half = acts.length >> 1;
      const first = acts.slice(0, half).map((act) => act());
      const moving = deactivate();
      const second = acts.slice(half).map((act) => act());
      const results = await Promise.all([...first, ...second]);
      const outcome = await moving;
      outcomes.add(outcome);
      expect(["ok", "SLOT_BOOKED"]).toContain(outcome);

      const windows = (await readStored(slotIds)).flatMap((stored) => stored.windows.map(inMinutes));
      expect(collisionsIn(windows)).toEqual([]);
      const won = results.filter(({ error }) => !error).flatMap((result) => result.windows);
      const times = ({ from, to }: Minutes) => `${from}-${to}`;
      expect(windows.map(times).toSorted()).toEqual([...before, ...won].map(times).toSorted());
      if (outcome === "ok") expect(windows.filter(({ slotId }) => slotId === leaving)).toEqual([]);
      else for (const window of before) expect(windows).toContainEqual(window);
      for (const { windows: wanted, error } of results)
        if (error?.extensions.code === "WINDOW_TAKEN" && others.includes(wanted[0]?.slotId ?? ""))
          expect(windows.some((window) => wanted.some((each) => collide(each, window)))).toBe(true);
      await expectHealthy(race.database);
    }
    expect([...outcomes].toSorted()).toEqual(["SLOT_BOOKED", "ok"]);
  });
});

test("a window that is cut short gives way to the next window at its new end", async () => {
  const { slotIds } = await race.newCalendar();
  const [slotId = ""] = slotIds;
  const [first, second] = race.drivers as [Driver, Driver];
  await race.goTo(2_000);
  const early = await race.book(first, { slotId, from: 2_000, to: 2_060 });
  await race.book(second, { slotId, from: 2_065, to: 2_120 });
  // The hold of the second reservation is due, and waits.
  await race.sweepAt(2_051);
  const items = race.items({ slotId, from: 2_000, to: 2_053 });
  await first.client.request(Reschedule, { input: { reservationId: early.id, items } });
  await race.sweepAt(2_052);
  expect((await readReservation(first.client, early.id)).status).toBe("ACTIVE");
  await race.sweepAt(2_053);
  expect((await readReservation(first.client, early.id)).status).toBe("EXPIRED");
  expect((await readSlot(race.anonymous, slotId)).status).toBe("BOOKED");
});
