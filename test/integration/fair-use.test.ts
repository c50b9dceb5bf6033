import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CalendarScene, openCalendar, Reschedule } from "../support/calendar-scene.ts";
import { CancelReservation, CreateReservation, HideReservation } from "../support/operations.ts";
import { expectHealthy, openScene, type Scene } from "../support/scene.ts";
import { createSite, registerVehicle } from "../support/site.ts";

const MAX_OPEN = 2;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ config: { maxOpenReservations: MAX_OPEN, maxHoldSeconds: 3600 } });
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

describe("a driver with the maximum number of open reservations", () => {
  test("is refused another one, with advice, until one of them has ended", async () => {
    const { slotIds } = await scene.newSite(MAX_OPEN + 1);
    const driver = await scene.newDriver();
    const [first = "", second = "", third = ""] = slotIds;
    const { id } = await driver.book([first]);
    await driver.book([second]);
    const input = { vehicleId: driver.vehicleId, items: [{ slotId: third }] };
    const refused = await driver.client.send(CreateReservation, { input });
    expect(refused.errors?.[0]).toMatchObject({
      message:
        "You have reached the limit of 2 reservations that are open or still hold a slot: cancel, complete or hide one first.",
      extensions: { code: "INVALID_STATE", step: "createReservation", maxOpenReservations: MAX_OPEN },
    });
    await driver.client.request(CancelReservation, { input: { reservationId: id } });
    await driver.book([third]);
  });

  test("does not limit other drivers, and an operator may book one more for the driver", async () => {
    const { slotIds } = await scene.newSite(MAX_OPEN + 2);
    const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
    for (const slotId of slotIds.slice(0, MAX_OPEN)) await driver.book([slotId]);
    const [, , third = "", fourth = ""] = slotIds;
    await other.book([third]);
    const input = {
      vehicleId: driver.vehicleId,
      items: [{ slotId: fourth }],
      reservedUntil: inSeconds(7200),
    };
    await scene.operator.request(CreateReservation, { input });
  });

  test("cannot join a waitlist either", async () => {
    const { slotIds } = await scene.newSite(MAX_OPEN + 1);
    const [driver, holder] = [await scene.newDriver(), await scene.newDriver()];
    for (const slotId of slotIds.slice(0, MAX_OPEN)) await driver.book([slotId]);
    const taken = slotIds.at(-1) ?? "";
    await holder.book([taken]);
    await expect(driver.queue(taken)).rejects.toThrow("You have reached the limit");
  });
});

test.each([
  ["one slot each, decided in one batch", 1],
  ["several slots each, decided one by one", 2],
])("if a driver sends many bookings at once (%s), only the allowed number succeeds", async (_, each) => {
  const asked = 12;
  const { slotIds } = await scene.newSite(asked * each);
  const driver = await scene.newDriver();
  const results = await Promise.allSettled(
    Array.from({ length: asked }, (_unused, n) => driver.book(slotIds.slice(n * each, (n + 1) * each))),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(MAX_OPEN);
  const rows = await scene.database.query(
    "select count(*)::int as open from reservations where vehicle_id = $1",
    [driver.vehicleId],
  );
  expect(rows).toEqual([{ open: MAX_OPEN }]);
});

test("a driver cannot hold a slot longer than allowed, but an operator can for the driver", async () => {
  const [slotId = ""] = (await scene.newSite(1)).slotIds;
  const driver = await scene.newDriver();
  const input = { vehicleId: driver.vehicleId, items: [{ slotId }], reservedUntil: inSeconds(3660) };
  const refused = await driver.client.send(CreateReservation, { input });
  expect(refused.errors?.[0]?.extensions).toMatchObject({
    code: "BAD_USER_INPUT",
    fields: [{ path: "input.reservedUntil" }],
  });
  await scene.operator.request(CreateReservation, { input });
});

test("the limits bind an operator of an organisation who drives at other stations, but not at its own", async () => {
  const both = await scene.asMember("acme", "operator-who-drives", "OPERATOR", "DRIVER");
  const vehicleId = await registerVehicle(both);
  const book = (slotId: string, extra = {}) =>
    both.send(CreateReservation, { input: { vehicleId, items: [{ slotId }], ...extra } });
  const { slotIds } = await scene.newSite(MAX_OPEN + 1);
  const [first = "", ...others] = slotIds;
  const tooLate = { reservedUntil: inSeconds(7200) };
  expect((await book(first, tooLate)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  const { data } = await book(first);
  const reservationId = data?.createReservation.reservation.id ?? "";
  const input = { reservationId, items: [{ slotId: first }], ...tooLate };
  expect((await both.refusal(Reschedule, { input })).extensions.code).toBe("BAD_USER_INPUT");
  const codes = [];
  for (const slotId of others) codes.push((await book(slotId)).errors?.[0]?.extensions.code);
  expect(codes).toEqual([undefined, "INVALID_STATE"]);
  const own = await createSite(
    await scene.asMember("acme", "operator-of-acme", "OPERATOR"),
    1,
    "KEEP_BOOKED",
  );
  expect((await book(own.slotIds[0] ?? "", tooLate)).errors).toBeUndefined();
});

describe("reservations whose time has passed", () => {
  let calendar: CalendarScene;
  beforeAll(async () => {
    calendar = await openCalendar({ config: { maxOpenReservations: MAX_OPEN } });
  });
  afterAll(async () => {
    await expectHealthy(calendar.database);
    await calendar.close();
  });

  test("count towards the limit while they keep their slots", async () => {
    const [first = "", second = "", third = "", fourth = ""] = (await calendar.newSite(4)).slotIds;
    const driver = await calendar.newDriver();
    const { id } = await driver.book([first], { reservedUntil: calendar.at(5) });
    await driver.book([second], { reservedUntil: calendar.at(5) });
    await calendar.sweepAt(6);
    await expect(driver.book([third])).rejects.toThrow("You have reached the limit");
    // A request for several slots is decided outside the batches.
    await expect(driver.book([third, fourth])).rejects.toThrow("You have reached the limit");
    await driver.client.request(HideReservation, { id });
    await driver.book([third]);
  });

  test("count towards the limit before the sweep, too, if they will keep their slots", async () => {
    const { slotIds } = await calendar.newSite(MAX_OPEN + 1);
    const driver = await calendar.newDriver();
    for (const slotId of slotIds.slice(0, MAX_OPEN))
      await driver.book([slotId], { reservedUntil: calendar.at(8) });
    await calendar.goTo(9);
    await expect(driver.book(slotIds.slice(MAX_OPEN))).rejects.toThrow("You have reached the limit");
    await calendar.sweepAt(9.1);
  });

  test("do not count towards the limit once their slots are free", async () => {
    const { slotIds } = await calendar.newSite(MAX_OPEN + 1, "RELEASE");
    const driver = await calendar.newDriver();
    for (const slotId of slotIds.slice(0, MAX_OPEN))
      await driver.book([slotId], { reservedUntil: calendar.at(10) });
    await calendar.sweepAt(11);
    await driver.book(slotIds.slice(MAX_OPEN));
  });
});

describe("a driver's longest hold", () => {
  let calendar: CalendarScene;
  beforeAll(async () => {
    calendar = await openCalendar({ config: { maxHoldSeconds: 3600 } });
  });
  afterAll(async () => {
    await expectHealthy(calendar.database);
    await calendar.close();
  });

  const tooLate = { extensions: { code: "BAD_USER_INPUT", fields: [{ path: "input.reservedUntil" }] } };

  test("cannot be extended by a later window at another station", async () => {
    const [slotId = ""] = (await calendar.newSite(1)).slotIds;
    const [later = ""] = (await calendar.newCalendar(1)).slotIds;
    const driver = await calendar.newDriver();
    const items = [{ slotId }, ...calendar.items({ slotId: later, from: 600, to: 660 })];
    const input = { vehicleId: driver.vehicleId, items };
    expect(await driver.client.refusal(CreateReservation, { input })).toMatchObject(tooLate);
    await calendar.operator.request(CreateReservation, { input });
  });

  test("cannot be extended by rescheduling: it counts from when the slot was first held", async () => {
    const [slotId = "", other = ""] = (await calendar.newSite(2)).slotIds;
    const driver = await calendar.newDriver();
    await calendar.goTo(10);
    const { id: reservationId } = await driver.book([slotId], { reservedUntil: calendar.at(50) });
    await calendar.goTo(40);
    const until = (minute: number, ...slotIds: string[]) => ({
      input: {
        reservationId,
        items: slotIds.map((each) => ({ slotId: each })),
        reservedUntil: calendar.at(minute),
      },
    });
    expect(await driver.client.refusal(Reschedule, until(75, slotId))).toMatchObject(tooLate);
    expect(await driver.client.refusal(Reschedule, until(75, other, slotId))).toMatchObject(tooLate);
    await driver.client.request(Reschedule, until(70, slotId));
    // A driver who gives up the slot may hold another one for as long.
    await driver.client.request(Reschedule, until(99, other));
    await calendar.operator.request(Reschedule, until(120, other));
  });
});
