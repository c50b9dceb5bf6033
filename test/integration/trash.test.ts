import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import {
  CancelReservation,
  CompleteReservation,
  HideReservation,
  HideReservations,
  ListReservations,
  RestoreReservation,
  WatchReservations,
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
  scene = await openScene({ manualDeadlines: true, config: { autoHideDays: 30 } });
  clock = await takeClock(scene.database);
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const DISMISSIBLE = ["MISSED", "EXPIRED", "CANCELLED"];

async function cancelled(driver: Driver, notes?: string): Promise<string> {
  const { id } = await driver.book((await scene.newSite()).slotIds, { notes });
  await driver.client.request(CancelReservation, { input: { reservationId: id } });
  return id;
}

describe("hiding a reservation", () => {
  test("again, or restoring what is visible, names the status and the statuses that allow it", async () => {
    const driver = await scene.newDriver();
    const id = await cancelled(driver);
    const facts = { code: "INVALID_STATE", currentStatus: "CANCELLED", allowedStatuses: DISMISSIBLE };
    expect((await driver.client.refusal(RestoreReservation, { id })).extensions).toMatchObject({
      ...facts,
      step: "restore",
    });
    await driver.client.request(HideReservation, { id });
    expect((await driver.client.refusal(HideReservation, { id })).extensions).toMatchObject({
      ...facts,
      step: "hide",
    });
  });

  test("keeps the status and marks the notes, and restoring undoes it", async () => {
    const driver = await scene.newDriver();
    const id = await cancelled(driver, "by the door");
    const { hideReservation } = await driver.client.request(HideReservation, { id });
    expect(hideReservation).toMatchObject({
      success: true,
      message: expect.stringMatching(/^Reservation RS\d{6} is hidden from the dashboard\.$/),
      reservation: {
        status: "CANCELLED",
        hiddenAt: expect.any(String),
        notes: "by the door [HIDDEN_FROM_DASHBOARD]",
      },
    });
    const { restoreReservation } = await driver.client.request(RestoreReservation, { id });
    expect(restoreReservation.reservation).toMatchObject({
      status: "CANCELLED",
      hiddenAt: null,
      notes: "by the door",
    });
    const bare = await cancelled(driver);
    await driver.client.request(HideReservation, { id: bare });
    expect((await readReservation(driver.client, bare)).notes).toBe("[HIDDEN_FROM_DASHBOARD]");
  });

  test("removes a marker that a client put at the end of the notes", async () => {
    const driver = await scene.newDriver();
    const copied = await cancelled(driver, "by the door [HIDDEN_FROM_DASHBOARD]");
    const bare = await cancelled(driver, "[HIDDEN_FROM_DASHBOARD]");
    const within = await cancelled(driver, "[HIDDEN_FROM_DASHBOARD] is a marker ");
    const read = () =>
      Promise.all([copied, bare, within].map(async (id) => (await readReservation(driver.client, id)).notes));
    expect(await read()).toEqual(["by the door", null, "[HIDDEN_FROM_DASHBOARD] is a marker "]);
    await driver.client.request(HideReservation, { id: copied });
    expect((await read())[0]).toBe("by the door [HIDDEN_FROM_DASHBOARD]");
  });

  test("releases the slots of an EXPIRED one, and restoring does not take them again", async () => {
    const { slotIds } = await scene.newSite(2);
    const driver = await scene.newDriver();
    const { id } = await driver.book(slotIds);
    await clock.advance(1801);
    await scene.app.sweep();
    await driver.client.request(HideReservation, { id });
    for (const slotId of slotIds) {
      const slot = await readSlot(scene.anonymous, slotId);
      expect(slot).toMatchObject({ status: "AVAILABLE", version: 3 });
      expect(slot.history.edges[0]?.node.cause).toBe("RESERVATION_HIDDEN");
    }
    const { restoreReservation } = await driver.client.request(RestoreReservation, { id });
    expect(restoreReservation.reservation.items.every((item) => item.releasedAt !== null)).toBe(true);
    expect((await readSlot(scene.anonymous, slotIds[0] ?? "")).status).toBe("AVAILABLE");
  });

  test("is refused if it is open, completed or hidden, and restoring is refused if it is not hidden", async () => {
    const driver = await scene.newDriver();
    const open = await driver.book((await scene.newSite()).slotIds);
    const done = await driver.book((await scene.newSite()).slotIds);
    await driver.client.request(CompleteReservation, { id: done.id });
    for (const { id } of [open, done]) {
      expect((await driver.client.refusal(HideReservation, { id })).extensions).toMatchObject({
        code: "INVALID_STATE",
        allowedStatuses: ["MISSED", "EXPIRED", "CANCELLED"],
      });
    }
    const id = await cancelled(driver);
    expect((await driver.client.refusal(RestoreReservation, { id })).extensions.code).toBe("INVALID_STATE");
    await driver.client.request(HideReservation, { id });
    expect((await driver.client.refusal(HideReservation, { id })).extensions.code).toBe("INVALID_STATE");
  });

  test("in bulk continues after failures and reports them", async () => {
    const driver = await scene.newDriver();
    const foreign = await cancelled(await scene.newDriver());
    const [first, second] = [await cancelled(driver), await cancelled(driver)];
    const missing = "reservation_01h455vb4pex5vsknk084sn02q";
    const ids = [first, "nonsense", missing, foreign, first, second];
    const { hideReservations } = await driver.client.request(HideReservations, { ids });
    expect(hideReservations.hidden.map(({ id }) => id)).toEqual([first, second]);
    expect(hideReservations.failed.map(({ reservationId, code }) => [reservationId, code])).toEqual([
      ["nonsense", "BAD_USER_INPUT"],
      [missing, "NOT_FOUND"],
      [foreign, "NOT_FOUND"],
      [first, "INVALID_STATE"],
    ]);
    const tooMany = Array.from({ length: 201 }, () => first);
    expect((await driver.client.refusal(HideReservations, { ids: tooMany })).extensions.code).toBe(
      "BAD_USER_INPUT",
    );
  });

  test("concurrently with restoring ends in the state of the last accepted request, and is told in order", async () => {
    const driver = await scene.newDriver();
    const events = driver.client.subscribe(WatchReservations, {});
    await eventually(() => expect(scene.app.subscriberCount()).toBe(1));
    const id = await cancelled(driver);
    await driver.client.request(HideReservation, { id });
    const answers = await Promise.all([
      driver.client.send(RestoreReservation, { id }),
      driver.client.send(HideReservation, { id }),
      driver.client.send(RestoreReservation, { id }),
    ]);
    const worked = answers.filter((answer) => !answer.errors).length;
    const { hiddenAt } = await readReservation(driver.client, id);
    expect(hiddenAt !== null).toBe(worked % 2 === 0);
    const expected = ["CREATED", "CANCELLED", "HIDDEN", "RESTORED", "HIDDEN", "RESTORED"].slice(
      0,
      3 + worked,
    );
    await eventually(() =>
      expect(events.results.map((result) => result.reservationChanged.kind)).toEqual(expected),
    );
    events.close();
  });
});

test("a dismissible reservation is hidden after 30 days, counted anew after a restore", async () => {
  const driver = await scene.newDriver();
  const id = await cancelled(driver);
  await clock.advance(29 * 24 * 3600);
  await scene.app.sweep();
  expect((await readReservation(driver.client, id)).hiddenAt).toBeNull();
  await clock.advance(24 * 3600 + 1);
  await scene.app.sweep();
  expect((await readReservation(driver.client, id)).hiddenAt).not.toBeNull();
  await driver.client.request(RestoreReservation, { id });
  await clock.advance(29 * 24 * 3600);
  await scene.app.sweep();
  expect((await readReservation(driver.client, id)).hiddenAt).toBeNull();
  await clock.advance(24 * 3600 + 1);
  await scene.app.sweep();
  expect((await readReservation(driver.client, id)).hiddenAt).not.toBeNull();
});

test("the list of reservations includes hidden ones unless filtered out, and new codes follow theirs", async () => {
  const driver = await scene.newDriver();
  const hidden = await cancelled(driver);
  const shown = await cancelled(driver);
  await driver.client.request(HideReservation, { id: hidden });
  const list = async (filter: object) =>
    (await driver.client.request(ListReservations, { filter })).reservations.edges.map(
      (edge) => edge.node.id,
    );
  expect(await list({})).toEqual([shown, hidden]);
  expect(await list({ hidden: true })).toEqual([hidden]);
  expect(await list({ hidden: false })).toEqual([shown]);
  const numbers: number[] = [];
  for (const id of [hidden, shown, await cancelled(driver)])
    numbers.push(Number((await readReservation(driver.client, id)).code.slice(2)));
  const [first = 0] = numbers;
  expect(numbers).toEqual([first, first + 1, first + 2]);
});
