// @module-tag browser

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible } from "../support/accessibility.ts";
import { type DashboardScene, openDashboardScene } from "../support/dashboard-scene.ts";
import { delayAnswers } from "../support/lost-answers.ts";
import { CancelReservation, DeactivateSlot, ReportProgress } from "../support/operations.ts";
import {
  expectAttribute,
  expectCount,
  expectHidden,
  expectLive,
  expectNoSideways,
  expectText,
  expectValue,
  expectVisible,
} from "../support/page-expectations.ts";
import { readReservation, readSlot } from "../support/scene.ts";
import { registerVehicle } from "../support/site.ts";
import { phone } from "../support/viewports.ts";

let scene: DashboardScene;
beforeAll(async () => {
  scene = await openDashboardScene();
});
afterAll(() => scene.close());

async function newSlot(bookingMode: "IMMEDIATE" | "CALENDAR" = "IMMEDIATE"): Promise<string> {
  const { slots } = await scene.newStation({ bookingMode, ports: 1, slotsPerPort: 1 });
  return slots[0]?.id ?? "";
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const facts = (page: Page) => page.getByRole("region", { name: "This slot", exact: true });
const dialog = (page: Page) => page.getByRole("dialog");

/** Records everything that live regions announce. */
async function hearAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    globalThis.announced = [];
    new MutationObserver(() => {
      for (const region of document.querySelectorAll("[role=status], [role=alert]"))
        if (region.textContent !== "") globalThis.announced.push(region.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  `);
  return () => page.evaluate("globalThis.announced");
}

/** The first Sunday of November next year, when clocks are set back in New York. */
function clocksSetBackInNewYork(): string {
  const november = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 10, 1));
  november.setUTCDate(1 + ((7 - november.getUTCDay()) % 7));
  return november.toISOString().slice(0, 10);
}

/** An hour of the next day in UTC, the page's time zone. */
function tomorrowAt(hour: string): string {
  return `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T${hour}`;
}

describe("a driver at a slot of an IMMEDIATE station", () => {
  test("books it, sees until when it is held, and cancels", async () => {
    const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    await button(page, "Book now").click();
    await dialog(page).getByLabel("Notes").fill("Near the exit, please");
    await dialog(page).getByRole("button", { name: "Book now" }).click();
    await expectText(facts(page), /Booked.*Reserved until .* left/);
    await expectHidden(dialog(page));
    const mine = page.getByRole("region", { name: "Your reservations for this slot" });
    await expectText(mine, /RS\d+ Reserved For EL 1 Held until/);
    await expectText(
      page.getByRole("region", { name: "History" }),
      /The slot was booked.*The slot was added/,
    );
    const [reservation] = await scene.database.query<{ id: string; notes: string }>(
      `select r.id, notes from reservations r join reservation_items i on i.reservation_id = r.id where slot_id = '${slotId}'`,
    );
    expect(reservation?.notes).toBe("Near the exit, please");
    await mine.getByRole("button", { name: /^Cancel RS/ }).click();
    await dialog(page).getByRole("button", { name: "Cancel reservation" }).click();
    await expectText(facts(page), "Available");
    expect((await readReservation(driver.client, reservation?.id ?? "")).status).toBe("CANCELLED");
  });

  test("is told when another driver is faster, joins the waitlist, and charges when the turn comes", async () => {
    const [slotId, driver, faster] = await Promise.all([newSlot(), scene.newDriver(), scene.newDriver()]);
    const { page, faults } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    await expectLive(page);
    await button(page, "Book now").click();
    await dialog(page).getByLabel("Notes").fill("I was here first");
    const session = await faster.charge(slotId);
    await expectText(dialog(page), "Someone else has just taken this slot");
    faults.allow(/409/);
    await dialog(page).getByRole("button", { name: "Book now" }).click();
    await expectText(
      dialog(page).getByRole("alert").filter({ hasText: "not available" }),
      "Someone else got it first. Choose another slot, or join the waitlist for this one.",
    );
    await expectValue(dialog(page).getByLabel("Notes"), "I was here first");
    await dialog(page).getByRole("button", { name: "Join the waitlist" }).click();
    await expectText(facts(page), /In use.*Waitlist 1 reservation/);
    const mine = page.getByRole("region", { name: "Your reservations for this slot" });
    await expectText(mine, "You are next in line");
    await expectHidden(button(page, "Join the waitlist"));
    await faster.client.sendText(
      `mutation { stopChargingSession(input: { sessionId: "${session.id}" }) { session { id } } }`,
    );
    await expectText(mine, /Your turn.*Accept by/);
    await expectVisible(mine.getByRole("button", { name: /^Start charging RS/ }));
    await mine.getByRole("button", { name: /^Accept RS/ }).click();
    await expectText(mine, /Reserved.*Held until/);
    await mine.getByRole("button", { name: /^Start charging RS/ }).click();
    await dialog(page).getByLabel("Charge to (%)").fill("10");
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    await expectText(dialog(page), "Enter a number above the current battery level, up to 100.");
    await dialog(page).getByLabel("Charge to (%)").fill("90");
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    await expectText(page.getByRole("region", { name: "EL 1 is charging" }), "20% of 90%");
  });

  test("is told when the slot is taken out of service, and not that someone else took it", async () => {
    const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
    const { page, faults } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    await expectLive(page);
    const said = await hearAnnouncements(page);
    await button(page, "Book now").click();
    await expectVisible(dialog(page));
    await scene.operator.request(DeactivateSlot, { input: { slotId } });
    await expectText(dialog(page).getByRole("status"), "This slot has just been taken out of service.");
    faults.allow(/409/);
    await dialog(page).getByRole("button", { name: "Book now" }).click();
    await expectText(
      dialog(page).getByRole("alert").filter({ hasText: "not available" }),
      "Choose another slot: this one is out of service.",
    );
    expect((await said()).filter((text) => /[Ss]omeone else/.test(text))).toEqual([]);
  });

  test("is not told that another driver was faster if the answer to their own booking is late or lost", async () => {
    const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
    const { page, faults } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    faults.allow(/ERR_FAILED/);
    const said = await hearAnnouncements(page);
    await page.route("**/graphql", async (route) => {
      if (!route.request().postData()?.includes("BookSlot")) return route.fallback();
      await route.fetch();
      await expectText(facts(page), "Booked");
      await route.abort();
    });
    await button(page, "Book now").click();
    await dialog(page).getByRole("button", { name: "Book now" }).click();
    await expectText(dialog(page), /This vehicle already has the slot: RS\d+/);
    await page.unrouteAll();
    await dialog(page).getByLabel("Notes").fill("Once is enough");
    faults.allow(/409/);
    await dialog(page).getByRole("button", { name: "Book now" }).click();
    await expectText(dialog(page), /This vehicle already has the slot: RS\d+/);
    await dialog(page).getByRole("button", { name: "Back" }).click();
    await expectHidden(dialog(page));
    const mine = page.getByRole("region", { name: "Your reservations for this slot" });
    await expectCount(mine.getByRole("heading", { level: 3 }), 1);

    // The dialog's fade-out does not suppress announcements.
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await mine.getByRole("button", { name: /^Start charging RS/ }).click();
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    await expectHidden(dialog(page));
    await expectVisible(page.getByRole("heading", { name: "EL 1 is charging" }));
    await button(page, "Stop charging").click();
    await dialog(page).getByRole("button", { name: "Stop charging" }).click();
    await expectHidden(dialog(page));
    await expectVisible(page.getByRole("heading", { name: "What you can do" }));
    await button(page, "Start charging").click();
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    await expectVisible(page.getByRole("heading", { name: "EL 1 is charging" }));
    expect((await said()).filter((text) => /[Ss]omeone else/.test(text))).toEqual([]);
  });

  test("sees at once that the reserved time has passed, and hides the reservation to release the slot", async () => {
    const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    await expectText(facts(page), "Available");
    const { code } = await driver.book([slotId], {
      reservedUntil: new Date(Date.now() + 3_000).toISOString(),
    });
    await expectText(facts(page), /Booked.*stays booked/, 15_000);
    await button(page, `Hide ${code}`).click();
    await expectText(dialog(page), "released right away");
    await dialog(page).getByRole("button", { name: "Hide", exact: true }).click();
    await expectText(facts(page), "Available");
    await expectHidden(page.getByRole("region", { name: "Your reservations for this slot" }));
    await expectVisible(page.getByRole("heading", { name: "What you can do" }).and(page.locator(":focus")));
  });

  test("sees a session's readings live until it completes, and can stop another one", async () => {
    const [slotId, driver, charger] = await Promise.all([
      newSlot(),
      scene.newDriver(),
      scene.as("charger", "CHARGER"),
    ]);
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    await button(page, "Start charging").click();
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    const running = page.getByRole("region", { name: "EL 1 is charging" });
    await expectText(running, /20% of 80%.*Not measured yet/);
    const [session] = await scene.database.query<{ id: string }>(
      `select id from charging_sessions where slot_id = '${slotId}'`,
    );
    const report = (percent: number) =>
      charger.request(ReportProgress, {
        input: { sessionId: session?.id ?? "", percent, powerKw: 48.5, energyKwh: percent / 2 },
      });
    await report(45);
    await expectText(running, /45% of 80%.*48.5 kW.*22.5 kWh/);
    await expectAttribute(running.getByRole("progressbar"), "aria-valuenow", "45");
    await expectAccessible(page);
    await report(80);
    await expectVisible(page.getByText("EL 1 is at 80%, with 40 kWh charged."));
    await expectText(facts(page), "Available");
    await button(page, "Start charging").click();
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    await running.getByRole("button", { name: "Stop charging" }).click();
    await dialog(page)
      .getByRole("radio", { name: /^Cancelled/ })
      .check();
    await dialog(page).getByRole("button", { name: "Stop charging" }).click();
    await expectVisible(page.getByText("Charging was cancelled"));
    await expectText(facts(page), "Available");
    await expectCount(page.getByRole("region", { name: "History" }).getByRole("listitem"), 5);
  });

  test("sees at once that the turn has come", async () => {
    const [slotId, driver, before] = await Promise.all([newSlot(), scene.newDriver(), scene.newDriver()]);
    const { id } = await before.book([slotId]);
    await driver.book([slotId], { joinWaitlist: true });
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    const mine = page.getByRole("region", { name: "Your reservations for this slot" });
    await expectText(mine, "You are next in line");
    await expectText(facts(page), "Waitlist 1 reservation");
    await before.client.request(CancelReservation, { input: { reservationId: id } });
    await expectVisible(mine.getByRole("button", { name: /^Start charging RS/ }), 10_000);
    await expectText(facts(page), "Waitlist No one");
  });

  test("is told how old the page's data is while the connection is lost", async () => {
    const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
    await driver.book([slotId]);
    const { page, context, faults } = await scene.openPage("/reservations", { as: driver.client });
    faults.allow(/ERR_INTERNET_DISCONNECTED/);
    await expectVisible(page.getByRole("heading", { name: /^Urgent/ }));
    await expectLive(page);
    await context.setOffline(true);
    const note = page.getByRole("main").getByText(/^Connection lost\. You see the status at \d/);
    await expectVisible(note);
    await expectAccessible(page);
    await context.setOffline(false);
    await expectHidden(note);
  });

  test("can book by keyboard only, and finds the focus at the next step", async () => {
    const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
    await button(page, "Book now").focus();
    await page.keyboard.press("Enter");
    await expectVisible(dialog(page));
    await page.keyboard.press("Escape");
    await expectHidden(dialog(page));
    await expectVisible(button(page, "Book now").and(page.locator(":focus")));
    await page.keyboard.press("Enter");
    await expectVisible(dialog(page).getByLabel("Vehicle"));
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press("Tab");
      const book = dialog(page).getByRole("button", { name: "Book now" });
      if (await book.and(page.locator(":focus")).count()) break;
    }
    await page.keyboard.press("Enter");
    await expectText(facts(page), "Booked");
    await expectHidden(dialog(page));
    const mine = page.getByRole("heading", { name: "Your reservations for this slot" });
    await expectVisible(mine.and(page.locator(":focus")));
  });
});

describe("a driver at a slot of a CALENDAR station", () => {
  test("books the right one of the two hours with the same name when clocks are set back", async () => {
    const [slotId, driver, other] = await Promise.all([
      newSlot("CALENDAR"),
      scene.newDriver(),
      scene.newDriver(),
    ]);
    const day = clocksSetBackInNewYork();
    // Until 1:30 in winter time, an hour after 1:30 in summer time.
    await other.book([slotId], {
      items: [{ slotId, startAt: `${day}T04:00:00Z`, endAt: `${day}T06:30:00Z` }],
    });
    const timeZone = "America/New_York";
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client, timeZone });
    await button(page, "Book a window").click();
    await dialog(page).getByLabel("Day").fill(day);
    await dialog(page)
      .getByRole("list", { name: /^Free on/ })
      .getByRole("button")
      .first()
      .click();
    await expectValue(dialog(page).getByLabel("Start"), `${day}T01:35`);
    await dialog(page).getByRole("button", { name: "Book this window" }).click();
    await expectHidden(dialog(page));
    const [item] = await scene.database.query<{ start_at: Date }>(
      `select start_at from reservation_items where slot_id = '${slotId}' order by start_at desc limit 1`,
    );
    expect(item?.start_at.toISOString()).toBe(`${day}T06:35:00.000Z`);
  });

  test("books a free window, and is told which windows are taken", async () => {
    const [slotId, driver, other] = await Promise.all([
      newSlot("CALENDAR"),
      scene.newDriver(),
      scene.newDriver(),
    ]);
    const { page, faults } = await scene.openPage(`/slots/${slotId}`, {
      as: driver.client,
      viewport: phone,
    });
    await button(page, "Book a window").click();
    const day = tomorrowAt("").slice(0, 10);
    await dialog(page).getByLabel("Day").fill(day);
    const free = dialog(page).getByRole("list", { name: /^Free on/ });
    await expectText(free.getByRole("button"), "All day");
    // While another day is read, the windows of this one are gone.
    const readAgain = await delayAnswers(page, "FreeWindows");
    await dialog(page).getByLabel("Day").fill("2099-01-01");
    await expectText(dialog(page), /Free on 1 Jan 2099 ?Looking for free times…/);
    await expectHidden(free);
    await readAgain();
    await expectText(free.getByRole("button"), "All day");
    await dialog(page).getByLabel("Day").fill(day);
    await expectText(free.getByRole("button"), "All day");
    await other.client.sendText(
      `mutation { createReservation(input: { vehicleId: "${other.vehicleId}", items: [{
        slotId: "${slotId}", startAt: "${tomorrowAt("10:00:00Z")}", endAt: "${tomorrowAt("11:00:00Z")}" }] }) { reservation { id } } }`,
    );
    await dialog(page).getByRole("button", { name: "Book this window" }).click();
    await expectText(dialog(page), "Choose a start time.");
    await dialog(page).getByLabel("Start").fill(tomorrowAt("10:30"));
    await dialog(page).getByLabel("End").fill(tomorrowAt("11:30"));
    faults.allow(/409/);
    await dialog(page).getByRole("button", { name: "Book this window" }).click();
    await expectText(dialog(page).getByRole("alert"), /This time is already taken.*10:00.*11:0/);
    await expectCount(free.getByRole("button"), 2);
    await expectText(free.getByRole("button").last(), /^11:05–midnight$/);
    await expectAccessible(page);
    await free.getByRole("button").last().click();
    await dialog(page).getByRole("button", { name: "Book this window" }).click();
    await expectHidden(dialog(page));
    await expectText(
      page.getByRole("region", { name: "Your reservations for this slot" }),
      /Booked For EL 1/,
    );
    await expectText(facts(page), "Available");
    await expectNoSideways(page);
    await button(page, "Start charging").click();
    await dialog(page).getByRole("button", { name: "Start charging" }).click();
    await expectText(page.getByRole("region", { name: "EL 1 is charging" }), /Must end by .* left/);
  });
});

describe("the slot page", () => {
  test("shows an anonymous user the slot and a sign-in link, and says if there is no such slot", async () => {
    const slotId = await newSlot();
    const { page } = await scene.openPage(`/slots/${slotId}`);
    await expectText(facts(page), /Available.*CCS2.*50 kW/);
    const signIn = page.getByRole("main").getByRole("link", { name: "Sign in" });
    await expectAttribute(signIn, "href", `/sign-in?return=${encodeURIComponent(`/slots/${slotId}`)}`);
    await expectHidden(button(page, "Book now"));
    await page.goto(`${scene.url}/slots/slot_01h455vb4pex5vsknk084sn02q`);
    await expectVisible(page.getByRole("heading", { name: "Slot not found" }));
    await page.goto(`${scene.url}/slots/nonsense`);
    await expectVisible(page.getByRole("heading", { name: "Slot not found" }));
  });

  test("offers a charger neither booking nor charging", async () => {
    const [slotId, charger] = await Promise.all([newSlot(), scene.as("charger", "CHARGER")]);
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: charger });
    await expectVisible(page.getByText("Your role can view this slot, but not book it or charge here."));
    await expectHidden(button(page, "Book now"));
    await page.goto(`${scene.url}/vehicles`);
    await expectVisible(page.getByText("This page is for drivers and operators"));
  });

  test("lets an operator book for a vehicle found by its plate, and stop any driver's session", async () => {
    const [slotId, otherId, driver] = await Promise.all([newSlot(), newSlot(), scene.newDriver()]);
    // Differs from plates that an earlier try registered.
    const digits = String(Date.now()).slice(-5);
    await registerVehicle(driver.client, `51F-${digits.slice(0, 3)}.${digits.slice(3)}`);
    const session = await driver.charge(otherId);
    const { page } = await scene.openPage(`/slots/${slotId}`, { as: scene.operator });
    await button(page, "Book now").click();
    await dialog(page).getByRole("combobox", { name: "Vehicle of any driver" }).fill(`51f ${digits}`);
    await page.getByRole("option", { name: /^51F-/ }).click();
    await dialog(page).getByRole("button", { name: "Book now" }).click();
    await expectText(
      page.getByRole("region", { name: "Reservations for this slot" }),
      `For 51F-${digits.slice(0, 3)}.${digits.slice(3)} (`,
    );
    expect((await readSlot(scene.operator, slotId)).status).toBe("BOOKED");
    await page.goto(`${scene.url}/slots/${otherId}`);
    await page.getByRole("button", { name: "Stop charging" }).click();
    await dialog(page).getByRole("button", { name: "Stop charging" }).click();
    await expectText(facts(page), "Available");
    const [row] = await scene.database.query<{ status: string }>(
      `select status from charging_sessions where id = '${session.id}'`,
    );
    expect(row?.status).toBe("COMPLETED");
  });
});

test("a driver registers a vehicle while booking, edits it, and cannot remove it while it is booked", async () => {
  const [slotId, client] = await Promise.all([newSlot(), scene.as(`newcomer-${Date.now()}`, "DRIVER")]);
  const { page, faults } = await scene.openPage("/vehicles", { as: client, colourScheme: "dark" });
  await expectVisible(page.getByText("You have no vehicles yet."));
  await expectAccessible(page);
  await page.goto(`${scene.url}/slots/${slotId}`);
  await button(page, "Book now").click();
  await button(page, "Register a vehicle").click();
  const form = page.getByRole("dialog", { name: "Register vehicle" });
  await form.getByRole("button", { name: "Register vehicle" }).click();
  await expectText(form, "Enter the number plate.");
  await form.getByLabel("Number plate").fill("NEW 1");
  await form.getByLabel("Battery").fill("77");
  await form.getByRole("button", { name: "Register vehicle" }).click();
  const booking = page.getByRole("dialog", { name: "Book now" });
  await expectText(booking.getByLabel("Vehicle"), "NEW 1");
  await expectHidden(form);
  await expectAccessible(page);
  await booking.getByRole("button", { name: "Book now" }).click();
  await expectText(facts(page), "Booked");
  await expectHidden(booking);
  await expectAccessible(page);

  await page.getByRole("link", { name: "My vehicles" }).click();
  await button(page, "Edit NEW 1").click();
  await dialog(page).getByLabel("Make and model").fill("Nissan Leaf");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  const table = page.getByRole("table", { name: "Your vehicles" });
  await expectText(table, /NEW 1 Nissan Leaf 77 kWh/);
  await expectHidden(dialog(page));
  faults.allow(/409/);
  await button(page, "Remove NEW 1").click();
  await dialog(page).getByRole("button", { name: "Remove vehicle" }).click();
  await expectText(dialog(page).getByRole("alert"), "still open");
  await button(page, "Back").click();
  await expectHidden(dialog(page));
  const spare = await registerVehicle(client, "SPARE 2");
  await page.reload();
  await button(page, "Remove SPARE 2").click();
  await dialog(page).getByRole("button", { name: "Remove vehicle" }).click();
  await expectHidden(table.getByText("SPARE 2"));
  await expectAccessible(page);
  const { data } = await client.sendText<{ node: { id: string } }>(`{ node(id: "${spare}") { id } }`);
  expect(data?.node.id).toBe(spare);
});

test("pages with a very long name fit on a phone", async () => {
  const name = "W".repeat(200);
  const [{ slots }, driver] = await Promise.all([scene.newStation({ name, ports: 1 }), scene.newDriver()]);
  const { page } = await scene.openPage(`/slots/${slots[0]?.id}`, { as: driver.client, viewport: phone });
  await expectText(facts(page), name);
  await expectNoSideways(page);
  await driver.book([slots[0]?.id ?? ""], { notes: name });
  for (const path of ["/reservations", "/reservations/history"]) {
    await page.goto(new URL(path, page.url()).href);
    await expectText(page.getByRole("main"), name);
    await expectNoSideways(page);
  }
});

test("the slot page is in Vietnamese and fits on a phone", async () => {
  const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
  const { page } = await scene.openPage(`/slots/${slotId}`, {
    as: driver.client,
    language: "vi-VN",
    viewport: phone,
    colourScheme: "dark",
  });
  await expectText(page.getByRole("region", { name: "Lịch sử" }), "Chỗ sạc được thêm vào");
  await button(page, "Đặt ngay").click();
  await dialog(page).getByRole("button", { name: "Đặt ngay" }).click();
  await expectText(
    page.getByRole("region", { name: "Chỗ này", exact: true }),
    /Đã đặt.*Đang được giữ đến .*\(còn /,
  );
  await expectText(page.getByRole("region", { name: "Lịch sử" }), /Chỗ sạc được đặt.*Chỗ sạc được thêm vào/);
  await expectHidden(dialog(page));
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.goto(`${scene.url}/vehicles`);
  await expectVisible(button(page, "Xóa EL 1"));
  await expectNoSideways(page);
});

test("the slot's history has pages, and new entries appear on top", async () => {
  const [slotId, driver] = await Promise.all([newSlot(), scene.newDriver()]);
  const turn = async (on: boolean) =>
    scene.operator.sendText(
      on
        ? `mutation { activateSlot(slotId: "${slotId}") { slot { id } } }`
        : `mutation { deactivateSlot(input: { slotId: "${slotId}" }) { slot { id } } }`,
    );
  for (let times = 0; times < 11; times++) {
    await turn(false);
    await turn(true);
  }
  const { page } = await scene.openPage(`/slots/${slotId}`, { as: driver.client });
  const changes = page.getByRole("region", { name: "History" }).getByRole("listitem");
  await expectCount(changes, 20);
  await button(page, "Show more").click();
  await expectCount(changes, 23);
  await expectHidden(button(page, "Show more"));
  await turn(false);
  await expectCount(changes, 24);
  await expectText(changes.first(), "The slot was taken out of service");
  await expectText(changes.last(), "The slot was added");
});
