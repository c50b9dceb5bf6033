import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Availability,
  type CalendarScene,
  openCalendar,
  Reschedule,
  SwitchMode,
} from "../support/calendar-scene.ts";
import { eventsOf, storyteller } from "../support/calendar-story.ts";
import { eventually } from "../support/eventually.ts";
import {
  ActivateSlot,
  CancelReservation,
  CreateReservation,
  DeactivateSlot,
  ReadReservation,
  StopSession,
} from "../support/operations.ts";
import { type Driver, everything, expectHealthy, readReservation, readSlot } from "../support/scene.ts";
import { createSlot } from "../support/site.ts";

let scene: CalendarScene;
let newStory: ReturnType<typeof storyteller>;
beforeAll(async () => {
  scene = await openCalendar();
  newStory = storyteller(scene);
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const statusOf = async (slotId: string) => (await readSlot(scene.anonymous, slotId)).status;

describe("rescheduling", () => {
  const reschedule = async (driver: Driver, reservationId: string, items: object[], extra = {}) =>
    (await driver.client.request(Reschedule, { input: { reservationId, items, ...extra } } as never))
      .rescheduleReservation.reservation;

  test("replaces the old windows with new ones and keeps code, status and history", async () => {
    const { slotIds, window, at } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
    const made = await scene.book(driver, window(60, 120, a));
    const changed = await reschedule(driver, made.id, scene.items(window(90, 150, b)));
    expect(changed).toMatchObject({
      id: made.id,
      code: made.code,
      status: "ACTIVE",
      reservedUntil: at(180),
      items: [{ slot: { id: b }, startAt: at(90), endAt: at(150), releasedAt: null }],
      history: [{ status: "ACTIVE", event: "CREATED" }],
    });
    expect(await eventsOf(scene, made.id)).toEqual(["CREATED", "RESCHEDULED"]);
    await scene.book(other, window(60, 120, a));
  });

  test("accepts a window overlapping the old one, and releases a slot whose new window is not due yet", async () => {
    const { slotId, window, sweepAt } = await newStory();
    const driver = await scene.newDriver();
    const { id } = await scene.book(driver, window(30, 90));
    await sweepAt(20);
    const { version } = await readSlot(scene.anonymous, slotId);
    // A longer window keeps the hold, and the slot does not change.
    await reschedule(driver, id, scene.items(window(30, 120)));
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({ status: "BOOKED", version });
    await reschedule(driver, id, scene.items(window(60, 120)));
    const slot = await readSlot(scene.anonymous, slotId);
    expect(slot).toMatchObject({ status: "AVAILABLE", version: version + 1 });
    expect(slot.history.edges[0]?.node.cause).toBe("RESERVATION_RESCHEDULED");
    await sweepAt(45);
    expect(await statusOf(slotId)).toBe("BOOKED");
  });

  test("is refused for the same reasons as a new reservation, and a refusal changes nothing", async () => {
    const { slotIds, window } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
    const { id } = await scene.book(driver, window(60, 120, a));
    await scene.book(other, window(60, 120, b));
    const before = await everything(scene.database);
    const refusal = async (items: object[]) =>
      (await driver.client.refusal(Reschedule, { input: { reservationId: id, items } } as never)).extensions;
    expect(await refusal(scene.items(window(0, 30, a), window(70, 90, b)))).toMatchObject({
      code: "WINDOW_TAKEN",
      takenWindows: [{ slotId: b }],
    });
    expect(await refusal([{ slotId: a }])).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(await refusal(scene.items(window(-10, -5, a)))).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(await refusal(scene.items(window(0, 9, "slot_01h455vb4pex5vsknk084sn02q")))).toMatchObject({
      code: "NOT_FOUND",
    });
    const input = { reservationId: id, items: scene.items(window(0, 30, a)) };
    expect((await other.client.refusal(Reschedule, { input })).extensions.code).toBe("NOT_FOUND");
    expect((await scene.anonymous.refusal(Reschedule, { input })).extensions.code).toBe("UNAUTHENTICATED");
    expect(await everything(scene.database)).toEqual(before);
  });

  test("is allowed for PENDING and ACTIVE reservations only", async () => {
    const { window } = await newStory();
    const driver = await scene.newDriver();
    const pending = await scene.book(driver, window(60, 120), { status: "PENDING" });
    expect(await reschedule(driver, pending.id, scene.items(window(70, 130)))).toMatchObject({
      status: "PENDING",
    });
    await driver.client.request(CancelReservation, { input: { reservationId: pending.id } });
    const input = { reservationId: pending.id, items: scene.items(window(80, 130)) };
    expect((await driver.client.refusal(Reschedule, { input })).extensions).toMatchObject({
      code: "INVALID_STATE",
      currentStatus: "CANCELLED",
      allowedStatuses: ["PENDING", "ACTIVE"],
    });
  });

  test("sends EXPIRING_SOON again only if reservedUntil changes", async () => {
    const { slotIds } = await scene.newSite(2);
    const [a = "", b = ""] = slotIds;
    const { at } = await newStory();
    const driver = await scene.newDriver();
    const { id } = await driver.book([a], { reservedUntil: at(10) });
    await scene.app.sweep();
    await reschedule(driver, id, [{ slotId: b }], { reservedUntil: at(10) });
    await scene.app.sweep();
    const toldOnce = ["CREATED", "EXPIRING_SOON", "RESCHEDULED"];
    expect(await eventsOf(scene, id)).toEqual(toldOnce);
    await reschedule(driver, id, [{ slotId: b }], { reservedUntil: at(11) });
    await scene.app.sweep();
    expect(await eventsOf(scene, id)).toEqual([...toldOnce, "RESCHEDULED", "EXPIRING_SOON"]);
  });

  test("sends SLOT_OVERRUN again only if the window changes", async () => {
    const { slotId, window, sweepAt, at } = await newStory();
    const [walker, driver] = [await scene.newDriver(), await scene.newDriver()];
    await walker.charge(slotId);
    const { id } = await scene.book(driver, window(30, 60));
    await sweepAt(20);
    const toldOnce = ["CREATED", "SLOT_OVERRUN", "RESCHEDULED"];
    await reschedule(driver, id, scene.items(window(30, 60)), { reservedUntil: at(100) });
    await scene.app.sweep();
    expect(await eventsOf(scene, id)).toEqual(toldOnce);
    await reschedule(driver, id, scene.items(window(32, 60)), { reservedUntil: at(100) });
    await scene.app.sweep();
    const toldAgain = (await eventsOf(scene, id)).slice(toldOnce.length);
    expect(toldAgain.toSorted()).toEqual(["RESCHEDULED", "SLOT_OVERRUN"]);
  });

  test("moves an IMMEDIATE hold to another slot and gives the old slot to the first in line", async () => {
    const { slotIds } = await scene.newSite(2);
    const [a = "", b = ""] = slotIds;
    const [holder, waiter] = [await scene.newDriver(), await scene.newDriver()];
    const { id } = await holder.book([a]);
    const waiting = await waiter.queue(a);
    await reschedule(holder, id, [{ slotId: b }]);
    expect(await statusOf(b)).toBe("BOOKED");
    expect(await readReservation(waiter.client, waiting.id)).toMatchObject({ status: "YOUR_TURN" });
    const input = { reservationId: id, items: [{ slotId: a }] };
    expect((await holder.client.refusal(Reschedule, { input })).extensions.code).toBe("SLOT_NOT_AVAILABLE");
  });
});

describe("the booking mode of a station", () => {
  const switchTo = (stationId: string, bookingMode: "CALENDAR" | "IMMEDIATE") =>
    scene.operator.send(SwitchMode, { stationId, bookingMode });

  test("cannot be switched while reservations are open, and the refusal says how many", async () => {
    const { stationId, window } = await newStory();
    const driver = await scene.newDriver();
    const first = await scene.book(driver, window(60, 120));
    const second = await scene.book(driver, window(160, 220));
    const { errors } = await switchTo(stationId, "IMMEDIATE");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_STATE", openReservations: 2 });
    for (const { id } of [first, second])
      await driver.client.request(CancelReservation, { input: { reservationId: id } });
    expect((await switchTo(stationId, "IMMEDIATE")).data?.updateStation.station.bookingMode).toBe(
      "IMMEDIATE",
    );
  });

  test("can become CALENDAR while expired reservations still hold slots, which frees these slots", async () => {
    const { goTo, sweepAt } = await newStory();
    const { stationId, slotIds } = await scene.newSite();
    const driver = await scene.newDriver();
    await driver.book(slotIds);
    expect((await switchTo(stationId, "CALENDAR")).errors?.[0]?.extensions).toMatchObject({
      openReservations: 1,
    });
    await sweepAt(31);
    expect(await statusOf(slotIds[0] ?? "")).toBe("BOOKED");
    expect((await switchTo(stationId, "CALENDAR")).errors).toBeUndefined();
    expect(await statusOf(slotIds[0] ?? "")).toBe("AVAILABLE");
    await goTo(32);
  });
});

describe("taking a slot out of service", () => {
  const deactivate = (slotId: string, extra = {}) =>
    scene.operator.send(DeactivateSlot, { input: { slotId, ...extra } });

  test("is refused while future windows are booked, unless cancelReservations is set", async () => {
    const { slotId, window } = await newStory();
    const driver = await scene.newDriver();
    const { id } = await scene.book(driver, window(600, 660));
    expect((await deactivate(slotId)).errors?.[0]?.extensions).toMatchObject({
      code: "SLOT_BOOKED",
      currentStatus: "AVAILABLE",
    });
    expect((await deactivate(slotId, { cancelReservations: true })).errors).toBeUndefined();
    expect(await readReservation(driver.client, id)).toMatchObject({ status: "CANCELLED" });
    expect(await statusOf(slotId)).toBe("INACTIVE");
    const input = { vehicleId: driver.vehicleId, items: scene.items(window(600, 660)) };
    expect((await driver.client.refusal(CreateReservation, { input })).extensions).toMatchObject({
      code: "SLOT_NOT_AVAILABLE",
      currentStatus: "inactive".toUpperCase(),
    });
    await scene.operator.request(ActivateSlot, { id: slotId });
    await scene.book(driver, window(600, 660));
  });

  test("with moveReservations moves each window, holding or future, to a free equivalent slot", async () => {
    const { slotIds, portId, window, sweepAt } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const c = await createSlot(scene.operator, portId, "C");
    const [first, second, third] = [
      await scene.newDriver(),
      await scene.newDriver(),
      await scene.newDriver(),
    ];
    const holding = await scene.book(first, window(20, 60, a));
    const coming = await scene.book(second, window(100, 160, a));
    await scene.book(third, window(110, 130, b));
    await sweepAt(10);
    expect((await deactivate(a, { moveReservations: true })).errors).toBeUndefined();
    const { reservation } = await first.client.request(ReadReservation, { id: holding.id });
    expect(reservation).toMatchObject({ status: "ACTIVE", items: [{ slot: { id: b }, releasedAt: null }] });
    const moved = await second.client.request(ReadReservation, { id: coming.id });
    expect(moved.reservation).toMatchObject({ status: "ACTIVE", items: [{ slot: { id: c } }] });
    expect(await eventsOf(scene, holding.id)).toEqual(["CREATED", "HOLD_STARTED", "MOVED"]);
    expect(await eventsOf(scene, coming.id)).toEqual(["CREATED", "MOVED"]);
    expect([await statusOf(a), await statusOf(b), await statusOf(c)]).toEqual([
      "INACTIVE",
      "BOOKED",
      "AVAILABLE",
    ]);
    const slot = await readSlot(scene.anonymous, b);
    expect(slot.history.edges[0]?.node.cause).toBe("RESERVATION_MOVED");
    await first.charge(b, { reservationId: holding.id });
    await sweepAt(85);
    expect(await statusOf(c)).toBe("BOOKED");
  });

  test("publishes the holder's hold with the moved slot, and each move with all its stations", async () => {
    const elsewhere = await newStory();
    const { slotIds, stationId, window, at, sweepAt } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const both = { items: scene.items(window(20, 60, a), elsewhere.window(20, 60)) };
    const holding = await scene.book(await scene.newDriver(), window(20, 60, a), both);
    const coming = await scene.book(await scene.newDriver(), window(100, 160, a));
    await sweepAt(10);
    expect((await deactivate(a, { moveReservations: true })).errors).toBeUndefined();
    const slotEvents = await scene.database.query(
      `select payload from outbox where kind = 'slot.status_changed' and payload->>'slotId' = '${b}' order by id`,
    );
    const hold = { kind: "BOOKING", until: at(90) };
    expect(slotEvents.map(({ payload }) => payload).slice(1)).toMatchObject([
      { status: "BOOKED", version: 2, cause: "RESERVATION_MOVED", hold },
    ]);
    const moves = await scene.database.query(
      "select payload->>'reservationId' as id, payload->'stationIds' as stations from outbox where payload->>'kind' = 'MOVED'",
    );
    const stations = [stationId, elsewhere.stationId].toSorted();
    expect(moves).toContainEqual({ id: holding.id, stations });
    expect(moves).toContainEqual({ id: coming.id, stations: [stationId] });
  });

  test("with moveReservations fails as a whole if one reservation cannot be moved, and names it", async () => {
    const { slotIds, window } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    await scene.book(first, window(60, 120, a));
    const stuck = await scene.book(first, window(200, 260, a));
    await scene.book(second, window(230, 300, b));
    const before = await everything(scene.database);
    expect((await deactivate(a, { moveReservations: true })).errors?.[0]?.extensions).toMatchObject({
      code: "SLOT_BOOKED",
      reservations: [stuck.code],
    });
    expect(await everything(scene.database)).toEqual(before);
    const both = await deactivate(a, { moveReservations: true, cancelReservations: true });
    expect(both.errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: "input.moveReservations" }],
    });
  });

  const updateOf = async ({ client }: Driver, id: string): Promise<number> => {
    const { data } = await client.sendText<{ reservation: { updatedAt: string } }>(
      `{ reservation(id: "${id}") { updatedAt } }`,
    );
    return Date.parse(data?.reservation.updatedAt ?? "");
  };

  test("with moveReservations moves an IMMEDIATE slot's holder and first waiter to one free slot each", async () => {
    const { slotIds } = await scene.newSite(3);
    const [a = "", b = "", c = ""] = slotIds;
    const [holder, waiter, late] = [
      await scene.newDriver(),
      await scene.newDriver(),
      await scene.newDriver(),
    ];
    const held = await holder.book([a]);
    const waiting = await waiter.queue(a);
    const last = await late.queue(a);
    expect((await deactivate(a, { moveReservations: true })).errors?.[0]?.extensions).toMatchObject({
      reservations: [last.code],
    });
    await late.client.request(CancelReservation, { input: { reservationId: last.id } });
    const before = await updateOf(holder, held.id);
    expect((await deactivate(a, { moveReservations: true })).errors).toBeUndefined();
    expect(await updateOf(holder, held.id)).toBeGreaterThan(before);
    expect(await readReservation(holder.client, held.id)).toMatchObject({
      status: "ACTIVE",
      items: [{ slot: { id: b, status: "BOOKED" } }],
    });
    expect(await readReservation(waiter.client, waiting.id)).toMatchObject({
      status: "YOUR_TURN",
      items: [{ slot: { id: c, status: "BOOKED" } }],
    });
    expect(await eventsOf(scene, waiting.id)).toEqual(["WAITLISTED", "MOVED", "YOUR_TURN"]);
  });

  test("expires a lapsed holder that was not swept, and promotes no waiter to the deactivated slot", async () => {
    const openLapsed = async () => {
      const { slotIds } = await scene.newSite(2, "RELEASE");
      const [a = "", b = ""] = slotIds;
      const { at, goTo } = await newStory();
      const [holder, waiter] = [await scene.newDriver(), await scene.newDriver()];
      const held = await holder.book([a], { reservedUntil: at(1) });
      const waiting = await waiter.queue(a);
      await goTo(2);
      return { a, b, held, waiting, waiter };
    };
    const moved = await openLapsed();
    expect((await deactivate(moved.a, { moveReservations: true })).errors).toBeUndefined();
    expect(await eventsOf(scene, moved.held.id)).toEqual(["CREATED", "EXPIRED"]);
    expect(await eventsOf(scene, moved.waiting.id)).toEqual(["WAITLISTED", "MOVED", "YOUR_TURN"]);
    const { hold } = await readSlot(scene.anonymous, moved.b);
    const [told] = await scene.database.query<{ hold: unknown }>(
      `select payload->'hold' as hold from outbox
        where kind = 'slot.status_changed' and payload->>'slotId' = '${moved.b}' order by id desc limit 1`,
    );
    expect(told?.hold).toEqual({ kind: "HOLD", until: hold?.until });

    const cancelled = await openLapsed();
    expect((await deactivate(cancelled.a, { cancelReservations: true })).errors).toBeUndefined();
    expect(await eventsOf(scene, cancelled.held.id)).toEqual(["CREATED", "EXPIRED"]);
    expect(await eventsOf(scene, cancelled.waiting.id)).toEqual(["WAITLISTED", "CANCELLED"]);
    expect(await statusOf(cancelled.a)).toBe("INACTIVE");
  });

  test("sends SLOT_OVERRUN to the owner of a moved window if the new slot is overrun, too", async () => {
    const { slotIds, portId, window, sweepAt } = await newStory(2);
    const [leaving = "", occupied = ""] = slotIds;
    const free = await createSlot(scene.operator, portId, "free");
    const [walker, other] = [await scene.newDriver(), await scene.newDriver()];
    const session = await walker.charge(leaving);
    await other.charge(occupied);
    const holding = await scene.book(await scene.newDriver(), window(20, 60, leaving));
    const behind = await scene.book(await scene.newDriver(), window(65, 120, leaving));
    await sweepAt(51);
    await walker.client.request(StopSession, { input: { sessionId: session.id } });
    expect((await deactivate(leaving, { moveReservations: true })).errors).toBeUndefined();
    expect(await statusOf(free)).toBe("BOOKED");
    expect(await eventsOf(scene, holding.id)).toEqual(["CREATED", "SLOT_OVERRUN", "HOLD_STARTED", "MOVED"]);
    expect(await eventsOf(scene, behind.id)).toEqual(["CREATED", "SLOT_OVERRUN", "MOVED", "SLOT_OVERRUN"]);
  });

  test("does not move a reservation to a weaker slot or to another connector type", async () => {
    const { slotId, portId, window } = await newStory();
    const driver = await scene.newDriver();
    await scene.book(driver, window(60, 120));
    const weaker = await createSlot(scene.operator, portId, "weaker");
    const other = await createSlot(scene.operator, portId, "other");
    await scene.database.query(`update slots set power_kw = 22 where id = '${weaker}'`);
    await scene.database.query(`update slots set connector_type = 'TYPE2' where id = '${other}'`);
    expect((await deactivate(slotId, { moveReservations: true })).errors?.[0]?.extensions.code).toBe(
      "SLOT_BOOKED",
    );
    await scene.database.query(`update slots set power_kw = 50 where id = '${weaker}'`);
    expect((await deactivate(slotId, { moveReservations: true })).errors).toBeUndefined();
  });

  test("does not move a reservation to a slot whose connector type changes at the same time", async () => {
    const { slotIds, window } = await newStory(2);
    const [slotId = "", changing = ""] = slotIds;
    const driver = await scene.newDriver();
    const { id } = await scene.book(driver, window(60, 120));
    let changed: Promise<unknown> | undefined;
    let moved: ReturnType<typeof deactivate> | undefined;
    const lock = "select from slots where id = $1 for update";
    await scene.database.whileLocked(lock, [changing], async () => {
      changed = scene.operator.sendText(
        `mutation { updateSlot(input: { slotId: "${changing}", connectorType: "TYPE2" }) { slot { id } } }`,
      );
      await eventually(async () => expect(await scene.database.countLockWaits()).toBe(1));
      moved = deactivate(slotId, { moveReservations: true });
      await eventually(async () => expect(await scene.database.countLockWaits()).toBe(2));
    });
    await changed;
    expect((await moved)?.errors?.[0]?.extensions.code).toBe("SLOT_BOOKED");
    const { items } = await readReservation(driver.client, id);
    expect(items.map(({ slot }) => slot.id)).toEqual([slotId]);
  });
});

describe("availability", () => {
  test("is the time between the booked windows, without their buffers", async () => {
    const { slotIds, stationId, window, at } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const driver = await scene.newDriver();
    await scene.book(driver, window(60, 120, a));
    await scene.book(driver, window(200, 240, a));
    const read = async (from: number, to: number, minMinutes?: number) => {
      const variables = { filter: { stationId }, from: at(from), to: at(to), minMinutes };
      const { availability } = await scene.anonymous.request(Availability, variables);
      return availability.map((free) => [free.slot.id, free.startAt, free.endAt]);
    };
    expect(await read(10, 300)).toEqual([
      [a, at(10), at(55)],
      [a, at(125), at(195)],
      [a, at(245), at(300)],
      [b, at(10), at(300)],
    ]);
    expect(await read(10, 300, 60)).toEqual([
      [a, at(125), at(195)],
      [b, at(10), at(300)],
    ]);
    // A booking up to the end of the range needs its buffer, too.
    expect((await read(10, 58))[0]).toEqual([a, at(10), at(55)]);
    const [free] = await read(125, 300);
    const input = {
      vehicleId: driver.vehicleId,
      items: [{ slotId: a, startAt: free?.[1], endAt: free?.[2] }],
    };
    await driver.client.request(CreateReservation, { input } as never);
  });

  test("offers no past time, no inactive slot and no slot of an IMMEDIATE station", async () => {
    const { slotIds, window, at, sweepAt } = await newStory(2);
    const [a = "", b = ""] = slotIds;
    const site = await scene.newSite();
    await scene.operator.request(DeactivateSlot, { input: { slotId: b } });
    await scene.book(await scene.newDriver(), window(30, 40, a));
    await sweepAt(5);
    const variables = { filter: { slotIds: [a, b, ...site.slotIds] }, from: at(-60), to: at(100) };
    const { availability } = await scene.anonymous.request(Availability, variables);
    expect(availability.map(({ slot }) => slot.id)).toEqual([a, a]);
    expect(availability[0]?.startAt.slice(0, 16)).toBe(at(5).slice(0, 16));
    const past = { ...variables, from: at(-60), to: at(-10) };
    expect((await scene.anonymous.request(Availability, past)).availability).toEqual([]);
  });

  test.each([
    [{ to: "2027-01-01T00:00:00Z" }, "to"],
    [{ to: "2027-02-01T00:00:01Z" }, "to"],
    [{ minMinutes: 0 }, "minMinutes"],
    [{ from: "9999-12-30T00:00:00Z", to: "9999-12-31T23:59:59-12:00" }, "to"],
    [{ from: "0001-01-01T00:00:00+12:00" }, "from"],
  ])("with %j is refused with the argument's path", async (wrong, path) => {
    const variables = { from: "2027-01-01T00:00:00Z", to: "2027-01-02T00:00:00Z", ...wrong };
    expect((await scene.anonymous.refusal(Availability, variables)).extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path }],
    });
  });
});
