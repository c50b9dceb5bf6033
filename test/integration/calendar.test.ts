import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CalendarScene, openCalendar, ReadSession } from "../support/calendar-scene.ts";
import { eventsOf, storyteller } from "../support/calendar-story.ts";
import {
  CancelReservation,
  CompleteReservation,
  CreateReservation,
  ReadReservation,
  StartSession,
  StopSession,
} from "../support/operations.ts";
import { type Driver, expectHealthy, openDoctor, readReservation, readSlot } from "../support/scene.ts";

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

const causes = (slot: Awaited<ReturnType<typeof readSlot>>) =>
  slot.history.edges.map(({ node }) => [node.cause, node.status]).reverse();
const statusOf = async (slotId: string) => (await readSlot(scene.anonymous, slotId)).status;
const events = (reservationId: string) => eventsOf(scene, reservationId);
const charge = (driver: Driver, slotId: string, extra = {}) => {
  const input = { slotId, vehicleId: driver.vehicleId, initialPercent: 20, targetPercent: 80, ...extra };
  return driver.client.refusal(StartSession, { input });
};
const stop = (driver: Driver, sessionId: string) =>
  driver.client.request(StopSession, { input: { sessionId } });

describe("a window", () => {
  test("does not change its slot when booked, and holds the slot from 15 minutes before its start", async () => {
    const { slotId, sweepAt, window, at } = await newStory();
    const driver = await scene.newDriver();
    const made = await driver.book([], { items: scene.items(window(60, 120)) });
    expect(made).toMatchObject({ kind: "BOOKING", status: "ACTIVE", reservedUntil: at(150) });
    const itemsOf = async () => (await readReservation(driver.client, made.id)).items;
    await sweepAt(44);
    expect(await itemsOf()).toMatchObject([{ holdFrom: at(45), heldAt: null, releasedAt: null }]);
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({ status: "AVAILABLE", version: 1 });
    await sweepAt(45);
    const slot = await readSlot(scene.anonymous, slotId);
    expect(slot).toMatchObject({
      status: "BOOKED",
      version: 2,
      hold: { kind: "BOOKING", until: at(150), lapsed: false },
    });
    expect(causes(slot).at(-1)).toEqual(["RESERVATION_HOLD_STARTED", "BOOKED"]);
    expect(await itemsOf()).toMatchObject([
      { holdFrom: at(45), heldAt: expect.any(String), releasedAt: null },
    ]);
    expect(await events(made.id)).toEqual(["CREATED", "HOLD_STARTED"]);
  });

  test("that begins within the lead time holds its slot at once", async () => {
    const { slotId, window } = await newStory();
    const made = await scene.book(await scene.newDriver(), window(10, 60));
    expect(await statusOf(slotId)).toBe("BOOKED");
    expect(await events(made.id)).toEqual(["CREATED", "HOLD_STARTED"]);
  });

  test("cannot come nearer to its neighbour than the buffer", async () => {
    const { slotId, window, at } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    await scene.book(first, window(60, 120));
    for (const [from, to] of [
      [30, 61],
      [119, 180],
      [124, 180],
      [70, 80],
      [0, 400],
      [30, 56],
    ] as const) {
      const input = { vehicleId: second.vehicleId, items: scene.items(window(from, to)) };
      const refused = await second.client.refusal(CreateReservation, { input });
      expect(refused.extensions).toMatchObject({
        code: "WINDOW_TAKEN",
        status: 409,
        error: "Conflict",
        takenWindows: [{ slotId, startAt: at(60), endAt: at(120) }],
      });
      expect(JSON.stringify(refused)).not.toContain(first.vehicleId);
    }
    await scene.book(second, window(30, 55));
    await scene.book(second, window(125, 180));
  });

  test("of several slots is booked whole or not at all; the refusal lists taken windows in request order", async () => {
    const { slotIds, window, at } = await newStory(3);
    const [a = "", b = "", c = ""] = slotIds;
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    await scene.book(first, window(60, 90, a));
    await scene.book(first, window(100, 130, a));
    await scene.book(first, window(60, 90, c));
    const items = scene.items(window(50, 80, c), window(50, 80, b), window(50, 120, a));
    const input = { vehicleId: second.vehicleId, items };
    const { extensions } = await second.client.refusal(CreateReservation, { input });
    expect(extensions["takenWindows"]).toEqual([
      { slotId: c, startAt: at(60), endAt: at(90) },
      { slotId: a, startAt: at(60), endAt: at(90) },
      { slotId: a, startAt: at(100), endAt: at(130) },
    ]);
    await scene.book(second, window(50, 80, b));
  });

  test("that was cancelled can be booked by another driver", async () => {
    const { window } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const { id } = await scene.book(first, window(60, 120));
    await first.client.request(CancelReservation, { input: { reservationId: id } });
    await scene.book(second, window(60, 120));
  });
});

describe("an unused window", () => {
  test("expires at the end of its grace time and frees its slot, even under KEEP_BOOKED", async () => {
    const { slotId, sweepAt, window } = await newStory();
    const driver = await scene.newDriver();
    const { id } = await scene.book(driver, window(60, 120));
    await sweepAt(149);
    expect(await statusOf(slotId)).toBe("BOOKED");
    await sweepAt(150);
    expect(await readReservation(driver.client, id)).toMatchObject({
      status: "EXPIRED",
      cancellationReason: "The reserved time has passed",
    });
    expect(await statusOf(slotId)).toBe("AVAILABLE");
  });

  test("with an early reservedUntil leaves the rest of its time to others, also before the sweep", async () => {
    const { slotId, sweepAt, goTo, window, at } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const { id } = await scene.book(first, window(30, 180), { reservedUntil: at(45) });
    await sweepAt(20);
    await goTo(46);
    await scene.book(second, window(60, 120));
    expect(await readReservation(first.client, id)).toMatchObject({ status: "EXPIRED" });
    expect(await statusOf(slotId)).toBe("BOOKED");
  });

  test("gives way at its end to the next window, whose hold was already due", async () => {
    const { slotId, sweepAt, window } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const early = await scene.book(first, window(60, 120));
    const late = await scene.book(second, window(125, 180));
    await sweepAt(119);
    expect(await events(late.id)).toEqual(["CREATED"]);
    const before = await readSlot(scene.anonymous, slotId);
    await sweepAt(120);
    expect(await readReservation(first.client, early.id)).toMatchObject({ status: "EXPIRED" });
    expect(await events(late.id)).toEqual(["CREATED", "HOLD_STARTED"]);
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({
      status: "BOOKED",
      version: before.version,
    });
    expect(await charge(first, slotId, { reservationId: early.id })).toMatchObject({
      extensions: { code: "INVALID_STATE" },
    });
    await second.charge(slotId, { reservationId: late.id });
  });

  test("hands its slot straight to the next due window when its reservation is completed", async () => {
    const { slotId, sweepAt, window } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const early = await scene.book(first, window(60, 120));
    const late = await scene.book(second, window(125, 180));
    await sweepAt(115);
    await first.client.request(CompleteReservation, { id: early.id });
    expect(await events(late.id)).toEqual(["CREATED", "HOLD_STARTED"]);
    const slot = await readSlot(scene.anonymous, slotId);
    expect(causes(slot)).toEqual([
      ["SLOT_ADDED", "AVAILABLE"],
      ["RESERVATION_HOLD_STARTED", "BOOKED"],
    ]);
  });
});

describe("charging in a reserved window", () => {
  test("is possible once the window's hold is due, and completes the reservation", async () => {
    const { slotId, sweepAt, goTo, window } = await newStory();
    const driver = await scene.newDriver();
    const { id } = await scene.book(driver, window(60, 120));
    await sweepAt(30);
    const refused = await charge(driver, slotId, { reservationId: id });
    expect(refused.extensions).toMatchObject({ code: "INVALID_STATE", reservationId: id });
    // The hold is due, but no sweep has run yet.
    await goTo(46);
    await driver.charge(slotId, { reservationId: id });
    expect(await readReservation(driver.client, id)).toMatchObject({ status: "COMPLETED" });
    expect(causes(await readSlot(scene.anonymous, slotId))).toEqual([
      ["SLOT_ADDED", "AVAILABLE"],
      ["RESERVATION_HOLD_STARTED", "BOOKED"],
      ["SESSION_STARTED", "IN_USE"],
    ]);
  });

  test("keeps the rest of the window taken until the session stops", async () => {
    const { slotId, sweepAt, window } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const { id } = await scene.book(first, window(20, 120));
    await sweepAt(20);
    const session = await first.charge(slotId, { reservationId: id });
    const input = { vehicleId: second.vehicleId, items: scene.items(window(60, 100)) };
    expect((await second.client.refusal(CreateReservation, { input })).extensions.code).toBe("WINDOW_TAKEN");
    await stop(first, session.id);
    await scene.book(second, window(60, 100));
  });

  test("may continue until the end of the window, although the next hold is due", async () => {
    const { slotId, sweepAt, window, at } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const early = await scene.book(first, window(60, 120));
    const late = await scene.book(second, window(125, 180));
    await sweepAt(60);
    const session = await first.charge(slotId, { reservationId: early.id });
    const { chargingSession } = await first.client.request(ReadSession, { id: session.id });
    expect(chargingSession?.mustEndBy).toBe(at(120));
    await sweepAt(119);
    expect(await events(late.id)).toEqual(["CREATED"]);
    await sweepAt(120);
    expect(await events(late.id)).toEqual(["CREATED", "SLOT_OVERRUN"]);
    await sweepAt(123);
    await stop(first, session.id);
    expect(await events(late.id)).toEqual(["CREATED", "SLOT_OVERRUN", "HOLD_STARTED"]);
    expect(causes(await readSlot(scene.anonymous, slotId)).slice(-2)).toEqual([
      ["SESSION_STARTED", "IN_USE"],
      ["RESERVATION_HOLD_STARTED", "BOOKED"],
    ]);
  });
});

describe("a walk-in session", () => {
  test("has the start of the next hold as mustEndBy, updated by later bookings and cancellations", async () => {
    const { slotId, window, at } = await newStory();
    const [walker, owner] = [await scene.newDriver(), await scene.newDriver()];
    const session = await walker.charge(slotId);
    const mustEndBy = async () =>
      (await walker.client.request(ReadSession, { id: session.id })).chargingSession?.mustEndBy;
    expect(await mustEndBy()).toBeNull();
    const later = await scene.book(owner, window(120, 180));
    expect(await mustEndBy()).toBe(at(105));
    const sooner = await scene.book(owner, window(60, 100));
    expect(await mustEndBy()).toBe(at(45));
    await owner.client.request(CancelReservation, { input: { reservationId: sooner.id } });
    expect(await mustEndBy()).toBe(at(105));
    await owner.client.request(CancelReservation, { input: { reservationId: later.id } });
    expect(await mustEndBy()).toBeNull();
    const [told] = await scene.database.query<{ count: string }>(
      `select count(*) from outbox where kind = 'session.changed' and payload->>'sessionId' = '${session.id}'`,
    );
    expect(Number(told?.count)).toBe(5);
    await stop(walker, session.id);
  });

  test("is refused if the next hold begins too soon, and otherwise gets the hold's start as mustEndBy", async () => {
    const { slotId, window, at, sweepAt } = await newStory();
    const [walker, owner] = [await scene.newDriver(), await scene.newDriver()];
    await scene.book(owner, window(60, 120));
    await sweepAt(36);
    expect(await charge(walker, slotId)).toMatchObject({
      message: `Slot is booked and not available for charging: a reservation holds it from ${at(45)}, and a walk-in needs at least 600 seconds before that. Choose another slot.`,
      extensions: { code: "SLOT_BOOKED", status: 409, slotId, mustEndBy: at(45), minWalkInSeconds: 600 },
    });
    const other = await newStory();
    await scene.book(owner, other.window(60, 120));
    await other.sweepAt(34);
    const session = await walker.charge(other.slotId);
    const { chargingSession } = await walker.client.request(ReadSession, { id: session.id });
    expect(chargingSession?.mustEndBy).toBe(other.at(45));
    await stop(walker, session.id);
  });

  test("that overruns keeps the slot; the owner gets one SLOT_OVERRUN and holds the slot when it stops", async () => {
    const { slotId, window, sweepAt } = await newStory();
    const [walker, owner, next] = [await scene.newDriver(), await scene.newDriver(), await scene.newDriver()];
    const session = await walker.charge(slotId);
    const { id } = await scene.book(owner, window(60, 120));
    const behind = await scene.book(next, window(125, 180));
    for (const minute of [45, 46, 80]) await sweepAt(minute);
    expect(await statusOf(slotId)).toBe("IN_USE");
    expect(await events(id)).toEqual(["CREATED", "SLOT_OVERRUN"]);
    expect(await charge(owner, slotId, { reservationId: id })).toMatchObject({
      extensions: { code: "SLOT_IN_USE" },
    });
    await sweepAt(112);
    expect(await events(behind.id)).toEqual(["CREATED", "SLOT_OVERRUN"]);
    await stop(walker, session.id);
    expect(await events(id)).toEqual(["CREATED", "SLOT_OVERRUN", "HOLD_STARTED"]);
    expect(causes(await readSlot(scene.anonymous, slotId)).at(-1)).toEqual([
      "RESERVATION_HOLD_STARTED",
      "BOOKED",
    ]);
    // The next reservation gets the slot when this window is over.
    await sweepAt(120);
    expect(await readReservation(owner.client, id)).toMatchObject({ status: "EXPIRED" });
    expect(await events(behind.id)).toEqual(["CREATED", "SLOT_OVERRUN", "HOLD_STARTED"]);
  });
});

test("a CALENDAR station refuses an item without a window, and joinWaitlist", async () => {
  const { slotId, window } = await newStory();
  const { client, vehicleId } = await scene.newDriver();
  const refusal = (input: object) =>
    client.refusal(CreateReservation, { input: { vehicleId, items: [{ slotId }], ...input } });
  expect((await refusal({})).extensions).toMatchObject({
    code: "BAD_USER_INPUT",
    fields: [{ path: "input.items.0.startAt" }],
  });
  expect(
    (await refusal({ items: scene.items(window(10, 20)), joinWaitlist: true })).extensions,
  ).toMatchObject({
    code: "BAD_USER_INPUT",
    fields: [{ path: "input.joinWaitlist" }],
  });
  expect(
    (await client.request(ReadReservation, { id: "reservation_01h455vb4pex5vsknk084sn02q" })).reservation,
  ).toBeNull();
});

test("the doctor reports a window that is kept from others although its reservation has expired", async () => {
  const { slotId, window } = await newStory();
  const { id } = await scene.book(await scene.newDriver(), window(10, 20));
  const setStatus = (status: string) =>
    scene.database.query(
      `update reservations set status = $2, dismissible_since = case when $2 = 'EXPIRED' then updated_at end where id = $1`,
      [id, status],
    );
  await setStatus("EXPIRED");
  const doctor = await openDoctor(scene.database);
  const detail = `window of slot ${slotId} is kept from others, although the reservation is EXPIRED`;
  expect(await doctor.examine()).toContainEqual(expect.objectContaining({ subject: id, detail }));
  await setStatus("ACTIVE");
  await doctor.expectHealthy();
  await doctor.close();
});
