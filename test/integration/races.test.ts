import { afterAll, beforeAll, expect, test } from "vitest";
import { CancelReservation, CreateReservation, StartSession } from "../support/operations.ts";
import { type Driver, expectHealthy, openScene, readSlot, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

function newDrivers(count: number): Promise<Driver[]> {
  return Promise.all(Array.from({ length: count }, () => scene.newDriver()));
}

test("of 200 drivers who book one slot at once, one succeeds and 199 are refused, with one event", async () => {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  const drivers = await newDrivers(200);
  const answers = await Promise.all(
    drivers.map(({ client, vehicleId }) =>
      client.send(CreateReservation, { input: { vehicleId, items: [{ slotId }] } }),
    ),
  );
  const codes = answers.map((answer) => answer.errors?.[0]?.extensions.code ?? "won");
  expect(codes.filter((code) => code === "won")).toHaveLength(1);
  expect(codes.filter((code) => code === "SLOT_NOT_AVAILABLE")).toHaveLength(199);
  const slot = await readSlot(scene.anonymous, slotId);
  expect(slot).toMatchObject({ status: "BOOKED", version: 2, history: { totalCount: 2 } });
});

test("concurrent bookings of several slots each succeed as a whole or not at all, and never deadlock", async () => {
  const { slotIds } = await scene.newSite(8);
  const drivers = await newDrivers(16);
  for (let round = 0; round < 6; round++) {
    const answers = await Promise.all(
      drivers.map(async ({ client, vehicleId }, index) => {
        const items = shuffled(slotIds, round * 100 + index)
          .slice(0, 3)
          .map((slotId) => ({ slotId }));
        return client.send(CreateReservation, { input: { vehicleId, items } });
      }),
    );
    const taken = new Set<string>();
    const won: { client: Driver["client"]; id: string }[] = [];
    for (const [index, { data, errors }] of answers.entries()) {
      if (!data) {
        expect(errors?.[0]?.extensions.code).toBe("SLOT_NOT_AVAILABLE");
        continue;
      }
      const { id, items } = data.createReservation.reservation;
      expect(items).toHaveLength(3);
      for (const { slot } of items) {
        expect(taken.has(slot.id)).toBe(false);
        taken.add(slot.id);
      }
      won.push({ client: (drivers[index] as Driver).client, id });
    }
    expect(won.length).toBeGreaterThan(0);
    for (const slotId of slotIds) {
      expect((await readSlot(scene.anonymous, slotId)).status).toBe(
        taken.has(slotId) ? "BOOKED" : "AVAILABLE",
      );
    }
    await Promise.all(
      won.map(({ client, id }) => client.request(CancelReservation, { input: { reservationId: id } })),
    );
  }
});

test("a vehicle that starts sessions on 20 slots at once charges on only one of them", async () => {
  const { slotIds } = await scene.newSite(20);
  const driver = await scene.newDriver();
  const answers = await Promise.all(
    slotIds.map((slotId) =>
      driver.client.send(StartSession, {
        input: { slotId, vehicleId: driver.vehicleId, initialPercent: 0, targetPercent: 100 },
      }),
    ),
  );
  const codes = answers.map((answer) => answer.errors?.[0]?.extensions.code ?? "won");
  expect(codes.filter((code) => code === "won")).toHaveLength(1);
  expect(codes.filter((code) => code === "VEHICLE_ALREADY_CHARGING")).toHaveLength(19);
});

test("of a concurrent booking and session on one slot, exactly one succeeds", async () => {
  for (let round = 0; round < 10; round++) {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const [booker, charger] = (await newDrivers(2)) as [Driver, Driver];
    const [booking, session] = await Promise.all([
      booker.client.send(CreateReservation, { input: { vehicleId: booker.vehicleId, items: [{ slotId }] } }),
      charger.client.send(StartSession, {
        input: { slotId, vehicleId: charger.vehicleId, initialPercent: 0, targetPercent: 100 },
      }),
    ]);
    const outcome = [booking.errors?.[0]?.extensions.code, session.errors?.[0]?.extensions.code];
    expect([
      [undefined, "SLOT_BOOKED"],
      ["SLOT_NOT_AVAILABLE", undefined],
    ]).toContainEqual(outcome);
  }
});

test("of a concurrent cancellation and session start with one reservation, exactly one succeeds", async () => {
  for (let round = 0; round < 10; round++) {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const driver = await scene.newDriver();
    const { id: reservationId } = await driver.book([slotId]);
    const [cancelled, started] = await Promise.all([
      driver.client.send(CancelReservation, { input: { reservationId } }),
      driver.client.send(StartSession, {
        input: { slotId, vehicleId: driver.vehicleId, reservationId, initialPercent: 0, targetPercent: 100 },
      }),
    ]);
    expect([cancelled.errors?.[0]?.extensions.code, started.errors?.[0]?.extensions.code].toSorted()).toEqual(
      ["INVALID_STATE", undefined],
    );
  }
});

/** A seeded order, so that failures can be reproduced. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed * 2654435761 + 1;
  return items
    .map((item) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return { item, key: state };
    })
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
