// @module-tag browser

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessibleByDayAndNight } from "../support/accessibility.ts";
import type { ApiClient } from "../support/api-client.ts";
import { type DashboardScene, openDashboardScene, openPageAt } from "../support/dashboard-scene.ts";
import { eventually } from "../support/eventually.ts";
import { loseAnswers, refuseAnswers } from "../support/lost-answers.ts";
import { CancelReservation, CreateReservation, HideReservation } from "../support/operations.ts";
import {
  expectAt,
  expectCount,
  expectHidden,
  expectNoSideways,
  expectText,
  expectValue,
  expectVisible,
} from "../support/page-expectations.ts";
import { startRestartableServer, UNREACHABLE } from "../support/restartable-server.ts";
import { expectHealthy, readReservation, readSlot } from "../support/scene.ts";
import { registerVehicle } from "../support/site.ts";
import { type TestClock, takeClock } from "../support/test-clock.ts";
import { phone } from "../support/viewports.ts";

let scene: DashboardScene;
let clock: TestClock;
beforeAll(async () => {
  scene = await openDashboardScene({ manualDeadlines: true });
  clock = await takeClock(scene.database);
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const HOLD_SECONDS = 1_800;
const TURN_SECONDS = 900;

async function passTime(seconds: number): Promise<void> {
  await clock.advance(seconds);
  await scene.app.sweep();
}

async function cancel(client: ApiClient, id: string, reason?: string): Promise<void> {
  await client.request(CancelReservation, { input: { reservationId: id, reason } });
}

/** The list with a heading. */
const list = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
/** A notification. */
const notice = (page: Page, text: string) => page.getByText(text, { exact: true });

/** Waits until a page notifies of new events, which begins asynchronously and stores its cursor. */
async function expectToTell(page: Page): Promise<void> {
  const place = "sessionStorage.getItem('slotwire:reservation-notices')";
  await eventually(async () => expect(await page.evaluate(place)).toEqual(expect.any(String)));
}

async function chooseStation(page: Page, name: string): Promise<void> {
  await page.getByRole("combobox", { name: "Station" }).fill(name);
  await page.getByRole("option", { name }).first().click();
}

describe("hiding a reservation", () => {
  test("removes an expired one from the lists, Undo brings it back, and the history still has it", async () => {
    const { slots } = await scene.newStation();
    const slotId = slots[0]?.id ?? "";
    const driver = await scene.newDriver();
    const { id, code } = await driver.book([slotId], { notes: "by the door" });
    const { page } = await scene.openPage("/reservations", { as: driver.client });

    await expectText(list(page, "Urgent"), /Reserved/);
    const timer = list(page, "Urgent").getByRole("timer");
    const before = await timer.textContent();
    await eventually(async () => expect(await timer.textContent()).not.toBe(before));
    await expectToTell(page);

    await passTime(HOLD_SECONDS + 1);
    await expectText(list(page, "Ended"), /Expired/);
    await expectHidden(list(page, "Urgent"));
    await expectVisible(notice(page, `${code} has expired`));
    expect((await readSlot(driver.client, slotId)).status).toBe("BOOKED");

    const trash = button(page, `Hide ${code}`);
    await trash.click();
    const dialog = page.getByRole("dialog", { name: `Hide ${code}?` });
    await expectText(dialog, "stay in the history");
    await expectText(dialog, "released right away");
    await expectAccessibleByDayAndNight(page);
    await page.keyboard.press("Escape");
    await expectHidden(dialog);
    await expectVisible(page.locator(`:focus[aria-label="Hide ${code}"]`));

    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Hide", exact: true }).click();
    await expectHidden(list(page, "Ended"));
    await expectVisible(page.getByText("No reservations right now", { exact: false }));
    expect((await readSlot(driver.client, slotId)).status).toBe("AVAILABLE");

    await button(page, "Undo").click();
    await expectVisible(trash);
    await expectVisible(page.getByText("Slots that were released are not reserved again", { exact: false }));
    expect((await readSlot(driver.client, slotId)).status).toBe("AVAILABLE");

    await trash.click();
    await dialog.getByRole("button", { name: "Hide", exact: true }).click();
    await expectHidden(trash);
    expect((await readReservation(driver.client, id)).hiddenAt).not.toBeNull();

    await page.getByRole("link", { name: "History", exact: true }).click();
    await page.getByLabel("Hidden reservations").selectOption("hidden");
    await expectVisible(page.getByRole("row", { name: new RegExp(`${code}.*Expired.*Hidden`) }));
    await expectAt(page, /hidden=hidden/);
    await expectAccessibleByDayAndNight(page);
    await button(page, `Restore ${code}`).click();
    await expectHidden(page.getByRole("row", { name: new RegExp(code) }));
    await button(page, "Clear filters").click();
    await expectVisible(button(page, `Hide ${code}`));

    await page.getByLabel("Reservation code").fill(code.toLowerCase());
    await page.keyboard.press("Enter");
    await expectVisible(page.getByRole("heading", { level: 1, name: `Reservation ${code}` }));
    await expectVisible(page.getByText("by the door", { exact: true }));
    await expectText(page.getByRole("list", { name: "History" }), /Reserved.*Expired.*The reserved time/);
    await expectAccessibleByDayAndNight(page);
  });

  test("in bulk works by keyboard, and shows which ones could not be hidden and why", async () => {
    const { slots } = await scene.newStation();
    const driver = await scene.newDriver();
    const [slot] = slots;
    const made: { id: string; code: string }[] = [];
    for (let count = 0; count < 3; count++) {
      const reservation = await driver.book([slot?.id ?? ""]);
      await cancel(driver.client, reservation.id);
      made.push(reservation);
    }
    const { page } = await scene.openPage("/reservations", { as: driver.client });
    const trash = list(page, "Ended");
    await expectCount(trash.getByRole("checkbox", { name: /^Select RS/ }), 3);
    await trash.getByRole("checkbox", { name: "Select all" }).focus();
    await page.keyboard.press("Space");
    await expectVisible(trash.getByText("3 selected"));
    await trash.getByRole("checkbox", { name: `Select ${made[0]?.code}` }).focus();
    await page.keyboard.press("Space");
    await expectVisible(trash.getByText("2 selected"));
    await button(page, "Hide selected").focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expectText(dialog, "Hide 2 reservations?");
    // The driver hides one of them elsewhere, and nothing moves behind the dialog.
    await driver.client.request(HideReservation, { id: made[1]?.id ?? "" });
    await dialog.getByRole("button", { name: "Hide", exact: true }).click();
    await expectText(dialog, "1 hidden, 1 could not be hidden");
    await expectText(dialog.getByRole("listitem"), new RegExp(`^${made[1]?.code}: `));
    await dialog.getByText("Close", { exact: true }).click();
    await expectCount(trash.getByRole("listitem").filter({ hasText: "RS" }), 1);
    await button(page, "Undo").click();
    await expectVisible(trash.getByRole("link", { name: made[2]?.code ?? "" }));
  });
});

test("a list of more than 100 reservations says that it is incomplete", async () => {
  const { slots } = await scene.newStation();
  const driver = await scene.newDriver();
  for (let count = 0; count < 100; count++) {
    const { id } = await driver.book([slots[0]?.id ?? ""]);
    await cancel(driver.client, id);
  }
  const { page } = await scene.openPage("/reservations", { as: driver.client });
  await expectVisible(page.getByRole("heading", { name: "Ended (100+)", exact: true }));
  await expectText(list(page, "Ended"), "Showing the first 100 only.");
});

describe("a waitlisted reservation", () => {
  test("gets a turn, which the driver accepts or misses", async () => {
    const { slots } = await scene.newStation();
    const slotId = slots[0]?.id ?? "";
    const [holder, first, second] = [
      await scene.newDriver(),
      await scene.newDriver(),
      await scene.newDriver(),
    ];
    const held = await holder.book([slotId]);
    const { code, id } = await first.queue(slotId);
    const behind = await second.queue(slotId);
    const { page } = await scene.openPage("/reservations", { as: first.client });
    const { page: other } = await scene.openPage("/reservations", { as: second.client, viewport: phone });
    await expectText(list(page, "Waiting"), "Next in line");
    await expectText(list(other, "Waiting"), "Number 2 in line");
    await expectHidden(other.getByText(code));
    for (const each of [page, other]) await expectToTell(each);

    await cancel(holder.client, held.id);
    await expectVisible(list(page, "Your turn").getByRole("timer"));
    await expectVisible(notice(page, `Your turn: accept ${code}`));
    await expectText(list(other, "Waiting"), "Next in line");
    await button(page, `Accept ${code}`).click();
    await expectVisible(notice(page, `Turn accepted: ${code}`));
    await expectText(list(page, "Urgent"), "Reserved");
    await expectHidden(list(page, "Your turn"));

    await button(page, `Cancel reservation ${code}`).click();
    const dialog = page.getByRole("dialog", { name: `Cancel ${code}?` });
    await dialog.getByLabel("Reason (optional)").fill("Took the train");
    await dialog.getByRole("button", { name: "Cancel reservation" }).click();
    await expectText(list(page, "Ended"), "Cancelled");
    await expectVisible(button(other, `Accept ${behind.code}`));
    await expectNoSideways(other);

    await passTime(TURN_SECONDS + 1);
    await expectText(list(other, "Ended"), "Missed");
    await expectVisible(notice(other, `You missed your turn: ${behind.code}`));
    await expectHidden(notice(other, `Your turn: accept ${behind.code}`));
    // The user's own cancellation causes no notification.
    await expectHidden(notice(page, `${code} was cancelled`));

    await page.getByRole("link", { name: code }).click();
    await expectText(
      page.getByRole("list", { name: "History" }),
      /Joined the waitlist.*your turn.*Turn accepted.*Cancelled.*Took the train/,
    );
    await other.goto(`${scene.url}/reservations/${id}`);
    await expectVisible(other.getByText("Reservation not found, or you do not have access to it."));
    await other.goto(`${scene.url}/reservations/nothing`);
    await expectVisible(other.getByText("Reservation not found, or you do not have access to it."));
  });
});

describe("a booked window", () => {
  test("can get another time, and keeps its time if the other one is taken", async () => {
    const { slots } = await scene.newStation({ bookingMode: "CALENDAR" });
    const slotId = slots[0]?.id ?? "";
    const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
    const window = (from: string, to: string) => ({
      items: [{ slotId, startAt: `2040-05-02T${from}:00Z`, endAt: `2040-05-02T${to}:00Z` }],
    });
    const { code, id } = await driver.book([slotId], window("10:00", "11:00"));
    await other.book([slotId], window("14:00", "15:00"));
    const { page } = await scene.openPage("/reservations", { as: driver.client });
    await expectText(list(page, "Current"), "Booked");
    await button(page, `Reschedule ${code}`).click();
    const dialog = page.getByRole("dialog", { name: `Reschedule ${code}` });
    await dialog.getByLabel("Start").fill("2040-05-02T14:30");
    await dialog.getByRole("button", { name: "Reschedule" }).click();
    await expectText(dialog, "The end must be after the start.");
    await dialog.getByLabel("End").fill("2040-05-02T15:30");
    await dialog.getByRole("button", { name: "Reschedule" }).click();
    await expectText(
      dialog.getByRole("alert"),
      /^This time is already taken .*14:00–15:00.*Nothing has changed/,
    );
    await expectValue(dialog.getByLabel("Start"), "2040-05-02T14:30");
    await expectAccessibleByDayAndNight(page);
    await dialog.getByLabel("Start").fill("2040-05-02T12:00");
    await dialog.getByLabel("End").fill("2040-05-02T13:00");
    await dialog.getByRole("button", { name: "Reschedule" }).click();
    await expectHidden(dialog);
    await expectVisible(notice(page, `${code} was rescheduled`));
    await expectText(list(page, "Current"), /12:00–13:00/);
    expect((await readReservation(driver.client, id)).status).toBe("ACTIVE");
  });

  test("can be used for charging once its slot is held, and until then says from when", async () => {
    const { slots } = await scene.newStation({ bookingMode: "CALENDAR" });
    const slotId = slots[0]?.id ?? "";
    const driver = await scene.newDriver();
    const [{ now }] = (await scene.database.query("select slotwire_now() as now")) as [{ now: Date }];
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
    const items = [{ slotId, startAt: at(30), endAt: at(90) }];
    const { code } = await driver.book([slotId], { items });
    const { page } = await scene.openPage("/reservations", { as: driver.client });
    await expectText(
      list(page, "Urgent"),
      new RegExp(`You can charge from .*${at(15).slice(11, 16)}, when your hold starts`),
    );
    const charge = page.getByRole("link", { name: `Charge ${code}` });
    await expectHidden(charge);
    const { page: slot } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    const mine = slot.getByRole("region", { name: "Your reservations for this slot" });
    await expectText(mine, "when your hold starts");
    await passTime(16 * 60);
    await charge.click();
    await expectHidden(page.getByText("when your hold starts"));
    await expectVisible(button(page, `Start charging ${code}`));
    await expectHidden(slot.getByText("when your hold starts"));
  });
});

describe("a broken connection", () => {
  test("hides no event: what happened meanwhile is shown and announced when the server is back, and only once", async () => {
    const server = await startRestartableServer(scene.database);
    const { slots } = await scene.newStation();
    const subject = `away-${Date.now()}`;
    const here = await scene.as(subject, "DRIVER");
    const holder = await scene.newDriver();
    const held = await holder.book([slots[0]?.id ?? ""]);
    const { page, faults } = await openPageAt(scene.browser, server.url, "/reservations", {
      as: await server.process.as(subject, "DRIVER"),
    });
    faults.allow(UNREACHABLE);
    await expectVisible(page.getByText("No reservations right now", { exact: false }));
    const input = {
      ...{ vehicleId: await registerVehicle(here), joinWaitlist: true },
      items: [{ slotId: slots[0]?.id ?? "" }],
    };
    const { createReservation } = await here.request(CreateReservation, { input });
    const { code } = createReservation.reservation;
    await expectText(list(page, "Waiting"), code);
    await expectToTell(page);
    await server.kill();
    await cancel(holder.client, held.id);
    await server.startAgain();
    await expectVisible(button(page, `Accept ${code}`));
    const told = notice(page, `Your turn: accept ${code}`);
    await expectVisible(told);
    await page.reload();
    await expectVisible(button(page, `Accept ${code}`));
    // Events are announced in order, so a later one shows that nothing is announced again.
    const second = { vehicleId: input.vehicleId, items: [{ slotId: slots[1]?.id ?? "" }] };
    const { reservation } = (await here.request(CreateReservation, { input: second })).createReservation;
    await cancel(scene.operator, reservation.id);
    await expectVisible(notice(page, `${reservation.code} was cancelled`));
    await expectCount(told, 0);
  });
});

describe("a read that fails", () => {
  const noAnswer = (page: Page) => page.getByText("The server did not respond.");
  const tryAgain = (page: Page) => button(page, "Try again");

  test("leaves the lists as they are", async () => {
    const { slots } = await scene.newStation();
    const driver = await scene.newDriver();
    const first = await driver.book([slots[0]?.id ?? ""]);
    const opened = await scene.openPage("/reservations", { as: driver.client });
    const { page } = opened;
    await expectText(list(page, "Urgent"), first.code);
    const answerAgain = await loseAnswers(opened, "ReservationLists");
    const second = await driver.book([slots[1]?.id ?? ""]);
    await expectVisible(noAnswer(page));
    await expectText(list(page, "Urgent"), first.code);
    await answerAgain();
    await tryAgain(page).click();
    await expectText(list(page, "Urgent"), second.code);
    await expectHidden(noAnswer(page));
  });

  test("leaves a reservation's page and the dialog on it as they are", async () => {
    const { slots } = await scene.newStation();
    const driver = await scene.newDriver();
    const { id, code } = await driver.book([slots[0]?.id ?? ""]);
    const opened = await scene.openPage(`/reservations/${id}`, { as: driver.client });
    const { page } = opened;
    await button(page, `Cancel reservation ${code}`).click();
    await page.getByLabel("Reason").fill("Found another one");
    const answerAgain = await loseAnswers(opened, "ReservationDetails");
    await cancel(scene.operator, id, "The cable is torn");
    await expectVisible(noAnswer(page));
    await expectValue(page.getByLabel("Reason"), "Found another one");
    await answerAgain();
    await button(page, "Back").click();
    await tryAgain(page).click();
    await expectText(page.getByRole("region", { name: "Reason" }), "The cable is torn");
    await expectHidden(noAnswer(page));
  });

  test("does not make a reservation look as if it did not exist", async () => {
    const { slots } = await scene.newStation();
    const driver = await scene.newDriver();
    const { id, code } = await driver.book([slots[0]?.id ?? ""]);
    const { page } = await scene.openPage(`/reservations/${id}`, { as: driver.client });
    await button(page, `Cancel reservation ${code}`).click();
    await page.getByLabel("Reason").fill("Found another one");
    const answerAgain = await refuseAnswers(page, "ReservationDetails", { reservation: null });
    await cancel(scene.operator, id, "The cable is torn");
    await expectVisible(page.getByText("Not now"));
    await expectValue(page.getByLabel("Reason"), "Found another one");
    await answerAgain();
    await button(page, "Back").click();
    await tryAgain(page).click();
    await expectText(page.getByRole("region", { name: "Reason" }), "The cable is torn");
    await expectHidden(page.getByText("Not now"));
  });

  test("does not make the history look empty", async () => {
    const { slots } = await scene.newStation();
    const driver = await scene.newDriver();
    const { code } = await driver.book([slots[0]?.id ?? ""]);
    const opened = await scene.openPage("/reservations/history", { as: driver.client });
    const { page } = opened;
    await expectVisible(page.getByRole("link", { name: code }));
    const answerAgain = await loseAnswers(opened, "ReservationHistory");
    await page.getByLabel("Hidden reservations").selectOption("Excluded");
    await expectVisible(noAnswer(page));
    await expectHidden(page.getByText("No reservations match."));
    await answerAgain();
    await tryAgain(page).click();
    await expectVisible(page.getByRole("link", { name: code }));
    await expectHidden(noAnswer(page));
  });
});

describe("an operator", () => {
  test("who cancels a driver's reservation gives the driver the reason, at once and in the list", async () => {
    const { slots } = await scene.newStation();
    const driver = await scene.newDriver();
    const { id, code } = await driver.book([slots[0]?.id ?? ""]);
    const { page } = await scene.openPage("/reservations", { as: driver.client });
    await expectToTell(page);
    await cancel(scene.operator, id, "The cable is torn");
    const told = page.getByRole("status").filter({ has: notice(page, `${code} was cancelled`) });
    await expectText(told, "Reason: The cable is torn");
    await expectText(list(page, "Ended"), "Reason: The cable is torn");
    await expectAccessibleByDayAndNight(page);
    // The notification stays until the reservation is hidden.
    await button(page, `Hide ${code}`).click();
    await page.getByRole("dialog").getByRole("button", { name: "Hide", exact: true }).click();
    await expectHidden(told);
  });

  test("sees the reservations of all drivers at the chosen station live", async () => {
    const [here, there] = [await scene.newStation(), await scene.newStation()];
    const driver = await scene.newDriver();
    const elsewhere = await driver.book([there.slots[0]?.id ?? ""]);
    const { page } = await scene.openPage("/reservations", { as: scene.operator });
    await chooseStation(page, here.name);
    await expectVisible(page.getByText("No reservations here right now."));
    await expectAt(page, new RegExp(`station=${here.id}`));
    const { code } = await driver.book([here.slots[0]?.id ?? ""], { status: "PENDING" });
    await expectText(list(page, "Current"), new RegExp(`${code}.*To confirm.*Driver driver-`));
    await expectHidden(page.getByText(elsewhere.code));
    await button(page, `Confirm ${code}`).click();
    await expectText(list(page, "Urgent"), code);
    await button(page, `Complete ${code}`).click();
    await page.getByRole("dialog").getByRole("button", { name: "Complete" }).click();
    await expectVisible(page.getByText("No reservations here right now."));
  });
});

describe("the reservation history", () => {
  test("has pages, and filters that survive a reload", async () => {
    const { slots, id: stationId, name: station } = await scene.newStation();
    const driver = await scene.newDriver();
    for (let count = 0; count < 26; count++) {
      const { id } = await driver.book([slots[0]?.id ?? ""]);
      await cancel(driver.client, id);
    }
    const open = await driver.book([slots[1]?.id ?? ""]);
    const { page } = await scene.openPage("/reservations/history", { as: driver.client });
    await expectVisible(page.getByText("25 of 27 shown"));
    await expectText(page.getByRole("row").nth(1), open.code);
    await button(page, "Show more").click();
    await expectVisible(page.getByText("27 of 27 shown"));
    await expectCount(page.getByRole("row"), 28);
    await page.getByRole("checkbox", { name: "Reserved" }).press("Space");
    await expectVisible(page.getByText("1 of 1 shown"));
    await chooseStation(page, station);
    const filtered = `/reservations/history?status=ACTIVE&station=${stationId}`;
    await expectAt(page, filtered);
    await page.reload();
    await expectVisible(page.getByText("1 of 1 shown"));
    await expectAt(page, filtered);
    await page.getByLabel("Reservation code").fill("nothing");
    await button(page, "Find").click();
    await expectVisible(page.getByText("Enter a code such as RS000001."));
  });
});

describe("the reservation pages", () => {
  test("ask anonymous users to sign in, and tell chargers that the pages are for others", async () => {
    const { page } = await scene.openPage("/reservations");
    await expectVisible(page.getByText("Sign in to see this page."));
    await expectVisible(page.getByRole("main").getByRole("link", { name: "Sign in" }));
    await page.goto(`${scene.url}/reservations/history`);
    await expectVisible(page.getByText("Sign in to see this page."));
    await expectAccessibleByDayAndNight(page);
    const charger = await scene.as("charger", "CHARGER");
    const { page: metering } = await scene.openPage("/reservations", { as: charger });
    await expectVisible(metering.getByText("This page is for drivers and operators"));
  });

  test("are in Vietnamese, fit on a phone and are accessible in both colour schemes", async () => {
    const { slots } = await scene.newStation();
    const [a = "", b = "", c = ""] = slots.map(({ id }) => id);
    const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
    await driver.book([a, b]);
    await other.book([c]);
    await driver.queue(c);
    const { id, code } = await driver.book([slots[3]?.id ?? ""]);
    await cancel(driver.client, id);
    const { page } = await scene.openPage("/reservations", {
      ...{ as: driver.client, viewport: phone, language: "vi-VN" },
    });
    await expectVisible(page.getByRole("heading", { level: 1, name: "Lượt đặt của tôi" }));
    await expectText(list(page, "Sắp hết hạn"), "Đã giữ chỗ");
    await expectText(list(page, "Đang chờ"), "Kế tiếp trong hàng chờ");
    await expectNoSideways(page);
    await expectAccessibleByDayAndNight(page);
    await button(page, `Ẩn ${code}`).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ẩn", exact: true }).click();
    await expectVisible(notice(page, `Đã ẩn ${code}`));
    await page.getByRole("link", { name: "Lịch sử" }).click();
    await expectText(page.getByRole("listitem").filter({ hasText: code }), "Đã ẩn");
    await expectNoSideways(page);
    await expectAccessibleByDayAndNight(page);
    await page.getByRole("link", { name: code }).click();
    await expectText(page.getByRole("list", { name: "Diễn biến" }), "Đã hủy");
    await expectNoSideways(page);
    await expectAccessibleByDayAndNight(page);
  });
});
