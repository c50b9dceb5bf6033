// @module-tag browser

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../src/shared/ids.ts";
import { expectAccessible, expectAccessibleByDayAndNight } from "../support/accessibility.ts";
import { Reschedule } from "../support/calendar-scene.ts";
import type { DashboardPageOptions } from "../support/dashboard-scene.ts";
import { type DashboardScene, openDashboardScene } from "../support/dashboard-scene.ts";
import type { ShownStation } from "../support/dashboard-site.ts";
import { openStation } from "../support/dashboard-site.ts";
import { eventually } from "../support/eventually.ts";
import { refuseAnswers } from "../support/lost-answers.ts";
import { CancelReservation, DeactivateSlot } from "../support/operations.ts";
import {
  expectCount,
  expectHidden,
  expectNoSideways,
  expectText,
  expectValue,
  expectVisible,
} from "../support/page-expectations.ts";
import { readReservation, readSlot } from "../support/scene.ts";
import { phone } from "../support/viewports.ts";

let scene: DashboardScene;
beforeAll(async () => {
  scene = await openDashboardScene({ manualDeadlines: true });
});
afterAll(() => scene.close());

const openSite = (station: ShownStation, options: DashboardPageOptions = { as: scene.operator }) =>
  scene.openPage(`/operator/stations/${station.id}`, options);
const rowOf = (page: Page, slotId: string) => page.locator(`[data-slot="${slotId}"]`);
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

const expectFocus = (page: Page, name: string) =>
  expectVisible(button(page, name).and(page.locator(":focus")));

async function beginToTakeOut(page: Page, slotId: string) {
  await rowOf(page, slotId)
    .getByRole("button", { name: /Take out of service/ })
    .click();
  const dialog = page.getByRole("dialog");
  await expectVisible(dialog);
  return dialog;
}

test("an operator creates a station with ports and slots, and another user's board shows it at once", async () => {
  const name = scene.newName("Quay");
  const { page } = await scene.openPage("/operator/stations", { as: scene.operator });
  const { page: board } = await scene.openPage("/");
  await button(page, "Create station").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Latitude").fill("95");
  await dialog.getByRole("button", { name: "Create station" }).click();
  await expectVisible(dialog.getByText("Enter a name."));
  await expectVisible(dialog.getByText("Enter a number from -90 to 90."));
  await expectVisible(dialog.getByText("Enter both latitude and longitude, or neither."));
  await expectAccessibleByDayAndNight(page);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill("Havnegata 9");
  await dialog.getByLabel("Latitude").fill("63.43");
  await dialog.getByLabel("Longitude").fill("10.4");
  await dialog.getByRole("button", { name: "Create station" }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name }));
  await expectVisible(page.getByText("63.43, 10.4"));

  await button(page, "Add port").click();
  await dialog.getByLabel("Label").fill("North");
  await dialog.getByRole("button", { name: "Add port" }).click();
  await button(page, "Add slot port North").click();
  await dialog.getByLabel("Label").fill("N1");
  await dialog.getByLabel("Connector").fill("CCS2");
  await dialog.getByLabel("Power").fill("150");
  await dialog.getByRole("button", { name: "Add slot" }).click();
  await expectText(page.locator("[data-slot]"), /N1 CCS2 · 150 kW Available/);
  await expectVisible(board.getByText(name, { exact: true }));

  await button(page, "Edit slot N1, North").click();
  await dialog.getByLabel("Power").fill("50");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectText(page.locator("[data-slot]"), /N1 CCS2 · 50 kW/);
  await expectFocus(page, "Edit slot N1, North");
  await button(page, "Rename port North").click();
  await dialog.getByLabel("Label").fill("South");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByRole("heading", { level: 2, name: "Port South" }));

  // A slot with the same label at another port is named with its port.
  await button(page, "Add port").click();
  await dialog.getByLabel("Label").fill("Level 2");
  await dialog.getByRole("button", { name: "Add port" }).click();
  await button(page, "Add slot port Level 2").click();
  await dialog.getByLabel("Label").fill("N1");
  await dialog.getByRole("button", { name: "Add slot" }).click();
  await expectVisible(button(page, "Take out of service slot N1, South"));
  await button(page, "Take out of service slot N1, Level 2").click();
  const takeOut = page.getByRole("dialog", { name: "Take slot N1, Level 2, out of service" });
  await takeOut.getByRole("button", { name: "Take out of service" }).click();
  await expectVisible(page.getByText("Slot N1, Level 2, is out of service"));
  await page.getByRole("link", { name: "N1" }).last().click();
  await expectVisible(page.getByRole("heading", { level: 1, name: `Slot N1, Level 2, ${name}` }));
  await expectText(page.getByRole("navigation", { name: "Where you are" }), /Level 2.*N1/);
});

test("an operator who deactivates a booked slot sees whom this cancels, and can activate it again", async () => {
  const station = await scene.newStation({ ports: 1, slotsPerPort: 2 });
  const [{ id: slotId }] = station.slots as [ShownStation["slots"][number]];
  const driver = await scene.newDriver();
  const { id, code } = await driver.book([slotId]);
  const { page } = await openSite(station);
  await expectText(rowOf(page, slotId), "Booked");
  const dialog = await beginToTakeOut(page, slotId);
  await expectVisible(dialog.getByText("1 reservation uses this slot:"));
  const claims = dialog.getByRole("list", { name: "Reservations for this slot" });
  await expectText(claims, new RegExp(`${code} Reserved driver-.*, EL 1, until `));
  await expectHidden(dialog.getByRole("button", { name: /and take out of service/ }));

  // A reservation made in the meantime is shown before the slot is taken out of service.
  const other = await scene.newDriver();
  const waiting = await other.queue(slotId);
  await expectText(claims, new RegExp(`${waiting.code} Waiting .*number 1 in line`));
  const told = dialog.getByText("Shown to drivers whose reservation is cancelled.");
  await dialog.getByRole("radio", { name: "Move them to other slots" }).check();
  await expectHidden(told);
  await dialog.getByRole("radio", { name: "Cancel them" }).check();
  await expectVisible(told);
  await dialog.getByLabel("Reason").fill("The cable is torn");
  await expectAccessibleByDayAndNight(page);
  await dialog.getByRole("button", { name: "Cancel 2 reservations and take out of service" }).click();
  await expectText(rowOf(page, slotId), "Out of service");
  for (const reservation of [id, waiting.id]) {
    const { status, history } = await readReservation(scene.operator, reservation);
    expect([status, history.at(-1)?.reason]).toEqual(["CANCELLED", "The cable is torn"]);
  }
  await expectFocus(page, "Put back into service slot A1, P1");
  await page.keyboard.press("Enter");
  await expectText(rowOf(page, slotId), "Available");
});

test("an operator removes a slot, its port and its station, and the boards drop them", async () => {
  const station = await scene.newStation({ ports: 1, slotsPerPort: 1 });
  const [{ id: slotId }] = station.slots as [ShownStation["slots"][number]];
  const { page } = await openSite(station);
  const { page: board } = await scene.openPage("/");
  const { page: slotPage } = await scene.openPage(`/slots/${slotId}`, { as: scene.operator });
  await expectVisible(board.getByText(station.name, { exact: true }));
  await expectHidden(button(page, /^Remove/));
  await scene.operator.request(DeactivateSlot, { input: { slotId } });
  const removeSlot = button(page, "Remove slot A1, P1");
  await removeSlot.click();
  const dialog = page.getByRole("dialog");
  await expectAccessibleByDayAndNight(page);
  await dialog.getByRole("button", { name: "Remove slot" }).click();
  await expectHidden(rowOf(page, slotId));
  await expectHidden(board.getByText(station.name, { exact: true }));
  await expectVisible(slotPage.getByText(/^This slot was removed on/));
  await expectHidden(button(slotPage, "Book"));
  await button(page, "Remove port P1").click();
  await dialog.getByRole("button", { name: "Remove port" }).click();
  await expectVisible(page.getByText("This station has no ports yet."));
  await button(page, "Remove station").click();
  await dialog.getByRole("button", { name: "Remove station" }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name: "Stations" }));
  await expectVisible(page.getByText(`Removed: ${station.name}`));
  await expectHidden(page.getByRole("link", { name: station.name }));
});

test("an operator moves reservations to another slot, and is told who is charging on a slot in use", async () => {
  const station = await scene.newStation({ ports: 1, slotsPerPort: 3 });
  const [a1, a2, a3] = station.slots.map(({ id }) => id) as [string, string, string];
  const [driver, other] = [await scene.newDriver(), await scene.newDriver()];
  const { id } = await driver.book([a1]);
  const { page } = await openSite(station);
  const dialog = await beginToTakeOut(page, a1);
  await dialog.getByRole("radio", { name: "Move it to another slot" }).check();
  await dialog.getByRole("button", { name: /^Move 1 reservation/ }).click();
  await expectText(rowOf(page, a1), "Out of service");
  await expectText(rowOf(page, a2), "Booked");
  expect(await readReservation(scene.operator, id)).toMatchObject({ status: "ACTIVE" });

  await other.charge(a3);
  await expectText(rowOf(page, a3), "In use");
  await beginToTakeOut(page, a3);
  await expectVisible(dialog.getByText(/driver-.* is charging EL 1 here\./));
  await expectVisible(dialog.getByText("At 20% of 80%", { exact: false }));
  await expectHidden(dialog.getByRole("button", { name: /take out/i }));
  await page.keyboard.press("Escape");

  // There is no third slot to move to.
  await beginToTakeOut(page, a2);
  await dialog.getByRole("radio", { name: "Move it to another slot" }).check();
  await dialog.getByRole("button", { name: /^Move 1 reservation/ }).click();
  await expectText(dialog.getByRole("alert"), "No free slot for: RS");
  expect(await readSlot(scene.operator, a2)).toMatchObject({ status: "BOOKED" });
});

test("the booking mode cannot change while reservations are open, and the operator can expire due ones", async () => {
  const station = await scene.newStation({ ports: 1, slotsPerPort: 1 });
  const [{ id: slotId }] = station.slots as [ShownStation["slots"][number]];
  const driver = await scene.newDriver();
  const { id, code } = await driver.book([slotId]);
  // Otherwise it would become due in a retry of the test.
  onTestFinished(async () => {
    await driver.client.send(CancelReservation, { input: { reservationId: id } });
  });
  const name = scene.newName("Renamed");
  const { page } = await openSite(station);
  await button(page, "Edit station").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("radio", { name: "Calendar" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectText(dialog.getByRole("alert"), "once this station’s open reservation has ended");
  await expectVisible(dialog.locator(`input[value="${name}"]`));
  await dialog.getByRole("radio", { name: "Immediate" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name }));

  await page.getByRole("link", { name: "All stations" }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name: "Stations" }));
  // As soon as possible, but not before the request arrives.
  const reservedUntil = new Date(Date.now() + 3_000).toISOString();
  await driver.client.request(Reschedule, {
    input: { reservationId: id, items: [{ slotId }], reservedUntil },
  });
  await eventually(async () => {
    await button(page, "Expire overdue").click();
    const due = dialog.getByText(code);
    await expectVisible(dialog.getByText(/No reservations are overdue|Overdue:/));
    if ((await due.count()) === 1) return;
    await dialog.getByRole("button", { name: "Back" }).click();
    await expectHidden(dialog);
    throw new Error("It is not due yet");
  });
  await dialog.getByRole("button", { name: "Expire now" }).click();
  await expectVisible(page.getByText(`1 reservation has expired: ${code}`));
  expect(await readReservation(scene.operator, id)).toMatchObject({ status: "EXPIRED" });

  // It holds the slot until it is dismissed, but does not prevent taking the slot out of service.
  await page.getByRole("link", { name }).click();
  await beginToTakeOut(page, slotId);
  await expectVisible(dialog.getByText("It stays expired, and the slot is released.", { exact: false }));
  await dialog.getByRole("button", { name: "Take out of service" }).click();
  await expectText(rowOf(page, slotId), "Out of service");
  expect(await readReservation(scene.operator, id)).toMatchObject({ status: "EXPIRED" });
});

test("an operator finds stations by name, page by page", async () => {
  const name = scene.newName("Depot");
  for (let number = 1; number <= 21; number++)
    await openStation(scene.operator, { name: `${name} ${number}`, ports: 0 });
  const { page } = await scene.openPage("/operator/stations", { as: scene.operator });
  await page.getByLabel("Search by name").fill(name.toLowerCase());
  await expectVisible(page.getByText("1 to 20 of 21"));
  await expectAccessibleByDayAndNight(page);
  await button(page, "Next").click();
  await expectVisible(page.getByText("21 to 21 of 21"));
  await expectCount(page.getByRole("row"), 2);
  await page.getByLabel("Search by name").fill(`${name} 7`.toLowerCase());
  await expectVisible(page.getByText("1 to 1 of 1"));
  // The search returns with the page.
  await page.getByRole("link", { name: `${name} 7` }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name: `${name} 7` }));
  await page.goBack();
  await expectValue(page.getByLabel("Search by name"), `${name} 7`.toLowerCase());
  await expectVisible(page.getByText("1 to 1 of 1"));
  await page.getByLabel("Search by name").fill("nowhere");
  await expectVisible(page.getByText("No station name contains “nowhere”."));
  await page.goto(`${scene.url}/operator/stations/mistyped`);
  await expectVisible(page.getByText("Station not found. It may have been removed."));
  await page.getByRole("link", { name: "All stations" }).click();
  await expectValue(page.getByLabel("Search by name"), "");
});

test.each([
  ["station", "stations", "Site("],
  ["webhook", "webhooks", "OneWebhook("],
] as const)("a %s that cannot be read is not said to be missing", async (thing, things, query) => {
  const { page } = await scene.openPage("/", { as: scene.operator });
  const answerAgain = await refuseAnswers(page, query, { [thing]: null });
  await page.goto(`${scene.url}/operator/${things}/${newId(thing)}`);
  await expectVisible(page.getByText("Not now"));
  await expectHidden(page.getByText("not found"));
  await answerAgain();
  await button(page, "Try again").click();
  await expectVisible(page.getByText("not found"));
});

test("operators of an organisation can change only its stations; others cannot open the pages", async () => {
  const member = await scene.asMember(`acme-${Date.now()}`, "operator-of-acme", "OPERATOR");
  const own = await openStation(member, { name: "Acme 1" });
  const foreign = await scene.newStation();
  const { page } = await scene.openPage("/operator/stations", { as: member });
  await expectVisible(page.getByText("1 to 1 of 1"));
  await page.getByRole("link", { name: "Acme 1" }).click();
  await expectCount(button(page, /^Take out of service/), own.slots.length);
  await page.goto(`${scene.url}/operator/stations/${foreign.id}`);
  await expectVisible(page.getByText("You can view it but not change it", { exact: false }));
  await expectHidden(button(page, /Take out|Edit|Add|Rename/));
  await expectAccessible(page);

  const driver = await scene.newDriver();
  for (const [as, words] of [
    [driver.client, "This page is for operators"],
    [undefined, "Sign in to see this page"],
  ] as const) {
    const { page: theirs } = await scene.openPage("/operator/stations", { as });
    await expectVisible(theirs.getByText(words));
    await theirs.goto(`${scene.url}/operator/stations/${foreign.id}`);
    await expectVisible(theirs.getByText(words));
    await expectHidden(theirs.getByText(foreign.name));
  }
});

test("the station pages are in Vietnamese and fit on a phone", async () => {
  const station = await scene.newStation();
  const [{ id: slotId }] = station.slots as [ShownStation["slots"][number]];
  await (await scene.newDriver()).book([slotId]);
  const options = { as: scene.operator, language: "vi-VN", viewport: phone };
  const { page } = await openSite(station, options);
  await expectText(rowOf(page, slotId), "Đã đặt");
  await button(page, "Ngừng phục vụ chỗ A1, P1").click();
  await expectVisible(page.getByText("1 lượt đặt cần chỗ này:"));
  await page.getByRole("radio", { name: "Hủy" }).check();
  await expectVisible(button(page, "Hủy 1 lượt đặt và ngừng phục vụ"));
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Tất cả các trạm" }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name: "Trạm sạc" }));
  await expectVisible(page.getByLabel("Tìm theo tên"));
  await expectNoSideways(page);
});
