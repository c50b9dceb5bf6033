import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import {
  AcceptTurn,
  CancelReservation,
  CompleteReservation,
  CreateReservation,
  DeactivateSlot,
  HideReservation,
  StartSession,
  StopSession,
  WatchReservations,
  WatchSlots,
} from "../support/operations.ts";
import {
  type Driver,
  expectHealthy,
  openScene,
  readReservation,
  readSlot,
  type Scene,
} from "../support/scene.ts";
import { type TestClock, takeClock } from "../support/test-clock.ts";

let scene: Scene;
let clock: TestClock;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
  clock = await takeClock(scene.database);
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const TURN_SECONDS = 900;

/** A slot that one driver holds, with two others on its waitlist. */
async function openLine(policy: "KEEP_BOOKED" | "RELEASE" = "KEEP_BOOKED") {
  const [slotId = ""] = (await scene.newSite(1, policy)).slotIds;
  const [holder, first, second] = [await scene.newDriver(), await scene.newDriver(), await scene.newDriver()];
  const held = await holder.book([slotId]);
  const firstInLine = await first.queue(slotId);
  const secondInLine = await second.queue(slotId);
  return { slotId, holder, first, second, held, firstInLine, secondInLine };
}

async function statusOf({ client }: Driver, { id }: { id: string }) {
  return (await readReservation(client, id)).status;
}

/** The causes of a slot's changes, oldest first. */
async function causes(slotId: string) {
  const { history } = await readSlot(scene.anonymous, slotId);
  return history.edges.map(({ node }) => node.cause).toReversed();
}

describe("the waitlist of a slot", () => {
  test("has positions in the order of joining, and moves up when a driver leaves", async () => {
    const { slotId, first, second, firstInLine, secondInLine } = await openLine();
    expect(firstInLine).toMatchObject({
      status: "WAITLISTED",
      history: [{ status: "WAITLISTED", event: "WAITLISTED" }],
    });
    expect(await readReservation(first.client, firstInLine.id)).toMatchObject({
      waitlistPosition: 1,
      turnUntil: null,
    });
    expect(await readReservation(second.client, secondInLine.id)).toMatchObject({ waitlistPosition: 2 });
    const { data } = await scene.anonymous.sendText(
      `{ slot(id: "${slotId}") { waitlistLength status version } }`,
    );
    expect(data).toEqual({ slot: { waitlistLength: 2, status: "BOOKED", version: 2 } });
    await first.client.request(CancelReservation, { input: { reservationId: firstInLine.id } });
    expect(await readReservation(second.client, secondInLine.id)).toMatchObject({ waitlistPosition: 1 });
  });

  test("gives the first answer to a repeated idempotency key, also after the turn has come", async () => {
    const { slotId, holder, first, second, held, firstInLine, secondInLine } = await openLine();
    const third = await scene.newDriver();
    const join = async () => {
      const { data } = await third.client.sendText<{ createReservation: { reservation: object } }>(
        `mutation { createReservation(input: { vehicleId: "${third.vehicleId}", items: [{ slotId: "${slotId}" }], joinWaitlist: true, idempotencyKey: "join" }) {
          reservation { id status waitlistPosition turnUntil }
        } }`,
      );
      return data?.createReservation.reservation;
    };
    const joined = await join();
    expect(joined).toMatchObject({ status: "WAITLISTED", waitlistPosition: 3, turnUntil: null });
    await first.client.request(CancelReservation, { input: { reservationId: firstInLine.id } });
    expect(await join()).toEqual(joined);
    await second.client.request(CancelReservation, { input: { reservationId: secondInLine.id } });
    await holder.client.request(CancelReservation, { input: { reservationId: held.id } });
    expect(await join()).toEqual(joined);
  });

  test("is joined only if the slot is taken: a free slot is booked, an inactive one is refused", async () => {
    const [free = "", out = ""] = (await scene.newSite(2)).slotIds;
    const driver = await scene.newDriver();
    expect((await driver.queue(free)).status).toBe("ACTIVE");
    await scene.operator.request(DeactivateSlot, { input: { slotId: out } });
    const input = { vehicleId: driver.vehicleId, items: [{ slotId: out }], joinWaitlist: true };
    expect((await driver.client.refusal(CreateReservation, { input })).extensions.code).toBe(
      "SLOT_NOT_AVAILABLE",
    );
    const two = { ...input, items: [{ slotId: free }, { slotId: out }] };
    expect((await driver.client.refusal(CreateReservation, { input: two })).extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: "input.joinWaitlist" }],
    });
  });

  test("accepts a driver only once, also for concurrent requests", async () => {
    const { slotId } = await openLine();
    const driver = await scene.newDriver();
    const input = { vehicleId: driver.vehicleId, items: [{ slotId }], joinWaitlist: true };
    const answers = await Promise.all([1, 2, 3].map(() => driver.client.send(CreateReservation, { input })));
    const codes = answers.map((answer) => answer.errors?.[0]?.extensions.code ?? "joined");
    expect(codes.toSorted()).toEqual(["INVALID_STATE", "INVALID_STATE", "joined"]);
  });
});

describe("a freed slot goes straight to the first in line without being AVAILABLE", () => {
  test.each([
    [
      "cancel",
      (d: Driver, id: string) => d.client.request(CancelReservation, { input: { reservationId: id } }),
    ],
    ["complete", (d: Driver, id: string) => d.client.request(CompleteReservation, { id })],
  ] as const)("after %s", async (_step, end) => {
    const { slotId, holder, first, second, held, firstInLine, secondInLine } = await openLine();
    await end(holder, held.id);
    const turn = await readReservation(first.client, firstInLine.id);
    expect(turn).toMatchObject({
      status: "YOUR_TURN",
      waitlistPosition: null,
      turnUntil: expect.any(String),
    });
    expect(await statusOf(second, secondInLine)).toBe("WAITLISTED");
    expect(await readSlot(scene.anonymous, slotId)).toMatchObject({
      status: "BOOKED",
      version: 2,
      hold: { until: turn.turnUntil },
    });
  });

  test("after a session stops", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    const [charging, waiting] = [await scene.newDriver(), await scene.newDriver()];
    const { id: sessionId } = await charging.charge(slotId);
    const inLine = await waiting.queue(slotId);
    await charging.client.request(StopSession, { input: { sessionId } });
    expect(await statusOf(waiting, inLine)).toBe("YOUR_TURN");
    expect(await causes(slotId)).toEqual(["SLOT_ADDED", "SESSION_STARTED", "WAITLIST_PROMOTED"]);
    expect((await readSlot(scene.anonymous, slotId)).status).toBe("BOOKED");
  });

  test("after expiry under RELEASE, and after hiding under KEEP_BOOKED", async () => {
    const released = await openLine("RELEASE");
    const kept = await openLine("KEEP_BOOKED");
    await clock.advance(1801);
    await scene.app.sweep();
    expect(await statusOf(released.first, released.firstInLine)).toBe("YOUR_TURN");
    expect(await statusOf(kept.first, kept.firstInLine)).toBe("WAITLISTED");
    await kept.holder.client.request(HideReservation, { id: kept.held.id });
    expect(await statusOf(kept.first, kept.firstInLine)).toBe("YOUR_TURN");
    for (const { slotId } of [released, kept])
      expect((await readSlot(scene.anonymous, slotId)).version).toBe(2);
  });

  test("after a hold has lapsed, even before the sweep", async () => {
    const { slotId, first, firstInLine } = await openLine("RELEASE");
    await clock.advance(1801);
    const latecomer = await scene.newDriver();
    const input = { vehicleId: latecomer.vehicleId, items: [{ slotId }] };
    expect((await latecomer.client.refusal(CreateReservation, { input })).extensions.code).toBe(
      "SLOT_NOT_AVAILABLE",
    );
    expect(await statusOf(first, firstInLine)).toBe("YOUR_TURN");
  });
});

describe("a turn", () => {
  async function openTurn() {
    const line = await openLine();
    await line.holder.client.request(CancelReservation, { input: { reservationId: line.held.id } });
    return line;
  }

  test("that is accepted becomes ACTIVE, and holds for at least the default time from then on", async () => {
    const { first, firstInLine } = await openTurn();
    await clock.advance(TURN_SECONDS - 60);
    const { acceptTurn } = await first.client.request(AcceptTurn, { id: firstInLine.id });
    expect(acceptTurn.reservation).toMatchObject({ status: "ACTIVE", turnUntil: null });
    const gained =
      new Date(acceptTurn.reservation.reservedUntil).getTime() -
      new Date(firstInLine.reservedUntil).getTime();
    expect(gained / 1000).toBeGreaterThan(TURN_SECONDS - 65);
    expect((await readReservation(first.client, firstInLine.id)).history.map((entry) => entry.event)).toEqual(
      ["WAITLISTED", "YOUR_TURN", "TURN_ACCEPTED"],
    );
  });

  test("that passes is MISSED and goes to the next in line; after the last one the slot is free", async () => {
    const { slotId, first, second, firstInLine, secondInLine } = await openTurn();
    await clock.advance(TURN_SECONDS + 1);
    const stale = await first.client.refusal(AcceptTurn, { id: firstInLine.id });
    expect(stale.extensions).toMatchObject({
      code: "INVALID_STATE",
      currentStatus: "MISSED",
      allowedStatuses: ["YOUR_TURN"],
    });
    await scene.app.sweep();
    expect([await statusOf(first, firstInLine), await statusOf(second, secondInLine)]).toEqual([
      "MISSED",
      "YOUR_TURN",
    ]);
    expect((await readSlot(scene.anonymous, slotId)).version).toBe(2);
    await clock.advance(TURN_SECONDS + 1);
    await scene.app.sweep();
    expect(await statusOf(second, secondInLine)).toBe("MISSED");
    expect(await causes(slotId)).toEqual(["SLOT_ADDED", "RESERVATION_CREATED", "TURN_MISSED"]);
  });

  test("that is cancelled goes to the next in line", async () => {
    const { first, second, firstInLine, secondInLine } = await openTurn();
    await first.client.request(CancelReservation, { input: { reservationId: firstInLine.id } });
    expect(await statusOf(second, secondInLine)).toBe("YOUR_TURN");
  });

  test("lets its driver charge without accepting first", async () => {
    const { slotId, first, firstInLine } = await openTurn();
    const input = {
      slotId,
      vehicleId: first.vehicleId,
      reservationId: firstInLine.id,
      initialPercent: 1,
      targetPercent: 9,
    };
    await first.client.request(StartSession, { input });
    expect(await statusOf(first, firstInLine)).toBe("COMPLETED");
  });

  test("that is accepted while the server sweeps is either ACTIVE or MISSED, as its driver is told", async () => {
    const outcomes = new Set<string>();
    // From a turn that has time left to one that has passed, with some that pass meanwhile.
    for (const secondsLeft of [60, 0.04, 0.03, 0.02, 0.01, 0, -1]) {
      const { first, second, firstInLine, secondInLine } = await openTurn();
      await clock.advance(TURN_SECONDS - secondsLeft);
      const [answer] = await Promise.all([
        first.client.send(AcceptTurn, { id: firstInLine.id }),
        ...Array.from({ length: 5 }, () => scene.app.sweep()),
      ]);
      await scene.app.sweep();
      const outcome = answer.errors?.[0]?.extensions.code ?? "accepted";
      const { status, history } = await readReservation(first.client, firstInLine.id);
      expect([outcome, status, history.at(-1)?.event, await statusOf(second, secondInLine)]).toEqual(
        outcome === "accepted"
          ? ["accepted", "ACTIVE", "TURN_ACCEPTED", "WAITLISTED"]
          : ["INVALID_STATE", "MISSED", "MISSED", "YOUR_TURN"],
      );
      outcomes.add(outcome);
    }
    expect([...outcomes].toSorted()).toEqual(["INVALID_STATE", "accepted"]);
  });
});

test("deactivating a slot with cancelReservations cancels its holder and its waitlist", async () => {
  const { slotId, holder, first, second, held, firstInLine, secondInLine } = await openLine();
  expect((await scene.operator.refusal(DeactivateSlot, { input: { slotId } })).extensions.code).toBe(
    "SLOT_BOOKED",
  );
  await scene.operator.request(DeactivateSlot, { input: { slotId, cancelReservations: true } });
  expect([
    await statusOf(holder, held),
    await statusOf(first, firstInLine),
    await statusOf(second, secondInLine),
  ]).toEqual(["CANCELLED", "CANCELLED", "CANCELLED"]);
  expect(await causes(slotId)).toEqual(["SLOT_ADDED", "RESERVATION_CREATED", "SLOT_DEACTIVATED"]);
});

test("many concurrent drivers on one slot never make it AVAILABLE while one waits, and all get a turn", async () => {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  const watching = scene.anonymous.subscribe(WatchSlots, { filter: { slotIds: [slotId] }, snapshot: true });
  await eventually(() => expect(watching.results).toHaveLength(1));
  const drivers = await Promise.all(Array.from({ length: 12 }, () => scene.newDriver()));
  const made = await Promise.all(drivers.map((driver) => driver.queue(slotId)));
  const served: string[] = [];
  while (served.length < drivers.length) {
    const statuses = await Promise.all(
      made.map(({ id }, index) => statusOf(drivers[index] as Driver, { id })),
    );
    const turn = statuses.findIndex((status) => status === "ACTIVE" || status === "YOUR_TURN");
    expect(statuses.filter((status) => status === "ACTIVE" || status === "YOUR_TURN")).toHaveLength(1);
    const { client } = drivers[turn] as Driver;
    const { id } = made[turn] as { id: string };
    await Promise.all([
      client.send(AcceptTurn, { id }),
      client.send(CancelReservation, { input: { reservationId: id } }),
      client.send(CompleteReservation, { id }),
      (drivers[(turn + 1) % drivers.length] as Driver).client.send(AcceptTurn, { id }),
    ]);
    const after = await statusOf(drivers[turn] as Driver, { id });
    if (after === "CANCELLED" || after === "COMPLETED") served.push(id);
  }
  expect((await readSlot(scene.anonymous, slotId)).status).toBe("AVAILABLE");
  await eventually(() => expect(watching.results).toHaveLength(3));
  expect(watching.results.map((result) => result.slotStatusChanged.status)).toEqual([
    "AVAILABLE",
    "BOOKED",
    "AVAILABLE",
  ]);
  watching.close();
});

describe("a reservation subscription", () => {
  test("sends a driver all events of their own reservations and no others", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const [slotId = ""] = slotIds;
    const [holder, waiting] = [await scene.newDriver(), await scene.newDriver()];
    const before = scene.app.subscriberCount();
    const own = waiting.client.subscribe(WatchReservations, {});
    const station = scene.operator.subscribe(WatchReservations, { stationId });
    await eventually(() => expect(scene.app.subscriberCount()).toBe(before + 2));
    const held = await holder.book([slotId]);
    const inLine = await waiting.queue(slotId);
    await holder.client.request(CancelReservation, { input: { reservationId: held.id } });
    await waiting.client.request(AcceptTurn, { id: inLine.id });
    await waiting.client.request(CancelReservation, { input: { reservationId: inLine.id } });
    await waiting.client.request(HideReservation, { id: inLine.id });
    const kinds = ["WAITLISTED", "YOUR_TURN", "TURN_ACCEPTED", "CANCELLED", "HIDDEN"];
    await eventually(() =>
      expect(own.results.map((result) => result.reservationChanged.kind)).toEqual(kinds),
    );
    expect(own.results.every((result) => result.reservationChanged.reservation.id === inLine.id)).toBe(true);
    await eventually(() => expect(station.results).toHaveLength(7));
    own.close();
    station.close();
  });

  test("to another driver's reservation is NOT_FOUND, and needs a role", async () => {
    const owner = await scene.newDriver();
    const { id: reservationId } = await owner.book((await scene.newSite()).slotIds);
    const stranger = await scene.newDriver();
    for (const [client, code] of [
      [stranger.client, "NOT_FOUND"],
      [scene.anonymous, "UNAUTHENTICATED"],
      [await scene.as("charger", "CHARGER"), "FORBIDDEN"],
    ] as const) {
      const subscription = client.subscribe(WatchReservations, { reservationId });
      await eventually(() => expect(subscription.errors[0]?.extensions.code).toBe(code));
      subscription.close();
    }
  });
});
