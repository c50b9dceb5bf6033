import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CalendarScene, openCalendar, ReadSession, Reschedule } from "../support/calendar-scene.ts";
import { eventsOf, storyteller } from "../support/calendar-story.ts";
import { CancelReservation, CreateReservation, StartSession, StopSession } from "../support/operations.ts";
import { expectHealthy, readReservation, readSlot } from "../support/scene.ts";

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

const slotOf = (slotId: string) => readSlot(scene.anonymous, slotId);
const events = (reservationId: string) => eventsOf(scene, reservationId);

// A window that holds its slot during its lead time leaves room for a short window before its start.
describe("a window that holds its slot during its lead time", () => {
  test("gives way to a window booked before it, and holds the slot again afterwards", async () => {
    const { slotId, window, sweepAt } = await newStory();
    const [late, soon] = [await scene.newDriver(), await scene.newDriver()];
    const later = await scene.book(late, window(14, 60));
    const sooner = await scene.book(soon, window(2, 8));
    expect(await events(sooner.id)).toEqual(["CREATED", "HOLD_STARTED"]);
    expect(await slotOf(slotId)).toMatchObject({ status: "BOOKED", version: 2 });
    const input = { slotId, vehicleId: late.vehicleId, initialPercent: 20, targetPercent: 80 };
    const refused = await late.client.refusal(StartSession, { input: { ...input, reservationId: later.id } });
    expect(refused.extensions).toMatchObject({ code: "SLOT_BOOKED", slotId });
    await sweepAt(3);
    const session = await soon.charge(slotId, { reservationId: sooner.id });
    await sweepAt(7);
    await soon.client.request(StopSession, { input: { sessionId: session.id } });
    expect((await slotOf(slotId)).status).toBe("BOOKED");
    expect((await late.charge(slotId, { reservationId: later.id })).status).toBe("ACTIVE");
    expect((await readReservation(late.client, later.id)).status).toBe("COMPLETED");
  });

  test("gives way to a window moved before it, and takes over if that one is not used", async () => {
    const { slotId, window, sweepAt } = await newStory();
    const [late, soon] = [await scene.newDriver(), await scene.newDriver()];
    const later = await scene.book(late, window(14, 60));
    const moved = await scene.book(soon, window(100, 110));
    const items = scene.items(window(2, 8));
    await soon.client.request(Reschedule, { input: { reservationId: moved.id, items } });
    expect(await events(moved.id)).toEqual(["CREATED", "RESCHEDULED", "HOLD_STARTED"]);
    await sweepAt(8);
    expect((await readReservation(soon.client, moved.id)).status).toBe("EXPIRED");
    expect(await slotOf(slotId)).toMatchObject({ status: "BOOKED", version: 2 });
    expect((await late.charge(slotId, { reservationId: later.id })).status).toBe("ACTIVE");
  });

  test("gives way to a window that waits for the slot, after it was itself moved behind that one", async () => {
    const { slotId, window, sweepAt } = await newStory();
    const [first, second] = [await scene.newDriver(), await scene.newDriver()];
    const early = await scene.book(first, window(0, 2));
    const next = await scene.book(second, window(7, 8));
    await sweepAt(1);
    const items = scene.items(window(13, 60));
    await first.client.request(Reschedule, { input: { reservationId: early.id, items } });
    expect(await events(next.id)).toEqual(["CREATED", "HOLD_STARTED"]);
    expect((await second.charge(slotId, { reservationId: next.id })).status).toBe("ACTIVE");
  });

  test("overruns a window booked before it if its own session has already started", async () => {
    const { slotId, window, at } = await newStory();
    const [late, soon] = [await scene.newDriver(), await scene.newDriver()];
    const later = await scene.book(late, window(14, 60));
    const session = await late.charge(slotId, { reservationId: later.id });
    const sooner = await scene.book(soon, window(2, 8));
    expect(await events(sooner.id)).toEqual(["CREATED", "SLOT_OVERRUN"]);
    const { chargingSession } = await late.client.request(ReadSession, { id: session.id });
    expect(chargingSession?.mustEndBy).toBe(at(-13));
    await late.client.request(StopSession, { input: { sessionId: session.id } });
    expect((await soon.charge(slotId, { reservationId: sooner.id })).status).toBe("ACTIVE");
  });
});

test("a window whose reservation has lapsed gives way to the next one, even before the sweep", async () => {
  const { slotId, window, at, goTo, sweepAt } = await newStory();
  const [first, second] = [await scene.newDriver(), await scene.newDriver()];
  const short = await scene.book(first, window(20, 60), { reservedUntil: at(55) });
  const next = await scene.book(second, window(65, 120));
  await sweepAt(10);
  await sweepAt(51);
  await goTo(55);
  expect((await second.charge(slotId, { reservationId: next.id })).status).toBe("ACTIVE");
  expect((await readReservation(first.client, short.id)).status).toBe("EXPIRED");
  expect(await events(next.id)).toEqual(["CREATED", "HOLD_STARTED", "COMPLETED"]);
});

test("a window that gave way cannot be charged in any more, but its reservation's other window can", async () => {
  const { slotIds, window, sweepAt } = await newStory(2);
  const [given = "", kept = ""] = slotIds;
  const [owner, next] = [await scene.newDriver(), await scene.newDriver()];
  const { client, vehicleId } = owner;
  const items = scene.items(window(20, 40, given), window(50, 160, kept));
  const made = await client.request(CreateReservation, { input: { vehicleId, items } });
  const { id: reservationId } = made.createReservation.reservation;
  const behind = await scene.book(next, window(45, 60, given));
  await sweepAt(10);
  await sweepAt(41);
  await next.client.request(CancelReservation, { input: { reservationId: behind.id } });
  const input = { slotId: given, vehicleId, initialPercent: 20, targetPercent: 80, reservationId };
  const refused = await client.refusal(StartSession, { input });
  expect(refused.message).toContain("no longer holds slot");
  expect(refused.extensions).toMatchObject({ code: "INVALID_STATE", reservationId, slotId: given });
  expect((await owner.charge(kept, { reservationId })).status).toBe("ACTIVE");
});

test("after a session overran two windows to their ends, the first gets its grace time, then the second", async () => {
  const { slotId, window, sweepAt } = await newStory();
  const [walker, first, second] = [await scene.newDriver(), await scene.newDriver(), await scene.newDriver()];
  const session = await walker.charge(slotId);
  const one = await scene.book(first, window(20, 25));
  const two = await scene.book(second, window(30, 35));
  await sweepAt(36);
  await walker.client.request(StopSession, { input: { sessionId: session.id } });
  await sweepAt(37);
  await sweepAt(54);
  expect((await readReservation(first.client, one.id)).status).toBe("ACTIVE");
  expect(await events(two.id)).not.toContain("HOLD_STARTED");
  await sweepAt(55);
  expect((await readReservation(first.client, one.id)).status).toBe("EXPIRED");
  expect((await events(two.id)).at(-1)).toBe("HOLD_STARTED");
  // A window that is not over yet takes precedence over both.
  const three = await scene.book(walker, window(57, 90));
  expect(await events(three.id)).toEqual(["CREATED", "HOLD_STARTED"]);
  expect((await readReservation(second.client, two.id)).status).toBe("EXPIRED");
  expect((await walker.charge(slotId, { reservationId: three.id })).status).toBe("ACTIVE");
});
