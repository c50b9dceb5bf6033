// @module-tag browser

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "../support/accessibility.ts";
import { type DashboardScene, openDashboardScene, openPageAt } from "../support/dashboard-scene.ts";
import { openStation } from "../support/dashboard-site.ts";
import { CancelReservation, CreateReservation } from "../support/operations.ts";
import {
  expectAt,
  expectAttribute,
  expectCount,
  expectHidden,
  expectLive,
  expectNoSideways,
  expectText,
  expectValue,
  expectVisible,
} from "../support/page-expectations.ts";
import { createEmptyDatabase, startServer } from "../support/server-process.ts";
import { registerVehicle } from "../support/site.ts";
import { phone } from "../support/viewports.ts";

let scene: DashboardScene;
beforeAll(async () => {
  scene = await openDashboardScene();
});
afterAll(() => scene.close());

const card = (page: Page, station: string) => page.getByRole("listitem", { name: station, exact: true });
const tile = (page: Page, station: string, slot: string) =>
  card(page, station).getByRole("link", { name: new RegExp(`^${slot} `) });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search by station, address or slot" });

test("a booking on the board appears for another user within a second, highlighted for a moment", async () => {
  const station = await scene.newStation();
  const driver = await scene.newDriver();
  const [{ page }, { page: other }] = await Promise.all([
    scene.openPage("/", { as: driver.client }),
    scene.openPage("/"),
  ]);
  for (const one of [page, other]) {
    await expectText(tile(one, station.name, "A1"), "A1 Available CCS2 · 50 kW");
    await expectLive(one);
    // Initial data is not highlighted as a change.
    await expectCount(one.locator("[data-changed]"), 0);
  }

  // A busy machine may be late once, but not every time.
  const took: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { id } = await driver.book([station.slots[0]?.id ?? ""]);
    const booked = performance.now();
    await expectText(tile(other, station.name, "A1"), "A1 Booked");
    took.push(performance.now() - booked);
    if (round < 2) await driver.client.request(CancelReservation, { input: { reservationId: id } });
    if (round < 2) await expectText(tile(other, station.name, "A1"), "A1 Available");
  }
  expect(Math.min(...took)).toBeLessThan(1_000);
  // The highlight disappears by itself.
  const marked = (one: Page) => tile(one, station.name, "A1").and(one.locator("[data-changed]"));
  await Promise.all([page, other].map((one) => expectText(marked(one), "Booked")));
  for (const one of [page, other]) {
    await expectText(
      card(one, station.name).getByRole("list", { name: "Slots by status" }),
      "3 Available 1 Booked",
    );
    await expectHidden(one.locator("[data-changed]"));
  }

  // A new slot appears without a reload, and so does a new station.
  const { name } = await scene.newStation({ ports: 1, slotsPerPort: 1 });
  await expectVisible(tile(other, name, "A1"));
});

test("the board finds slots by text, status and connector, and keeps the filters in the URL", async () => {
  const { client, book } = await scene.newDriver();
  const name = scene.newName("Trạm Đồng Khởi");
  const plain = name.replace("Trạm Đồng Khởi", "dong khoi").toLowerCase();
  const station = await scene.newStation({ name });
  const depot = await scene.newStation({ bookingMode: "CALENDAR" });
  await book([station.slots[3]?.id ?? ""]);
  const { page } = await scene.openPage("/", { as: client });
  await expectVisible(card(page, depot.name).getByText("By calendar"));

  // A focused field has a visible outline, like a button.
  await search(page).focus();
  await page.keyboard.press("Tab");
  await expectVisible(page.getByRole("combobox", { name: "Connector" }).and(page.locator(":focus")));
  expect(await page.evaluate("getComputedStyle(document.activeElement).outline")).toMatch(/solid 2px/);

  await search(page).fill(plain);
  await expectHidden(card(page, depot.name));
  await expectCount(card(page, name).getByRole("link"), 4);
  await expectVisible(page.getByText("4 slots at 1 station", { exact: true }));
  const booked = page.getByRole("button", { name: /Booked$/ });
  await booked.click();
  await expectCount(card(page, name).getByRole("link"), 1);
  await expectText(page.getByText(/^Found: /), "Found: 1 slot at 1 station");
  await expectAt(page, `/?${new URLSearchParams({ q: plain, status: "BOOKED" })}`);

  await page.reload();
  await expectCount(card(page, name).getByRole("link"), 1);
  await expectValue(search(page), plain);
  await tile(page, name, "B2").click();
  await expectAt(page, `/slots/${station.slots[3]?.id}`);
  await page.goBack();
  await expectCount(card(page, name).getByRole("link"), 1);
  await expectAttribute(booked, "aria-pressed", "true");

  await page.getByRole("combobox", { name: "Connector" }).selectOption("CCS2");
  await search(page).fill("nowhere");
  await expectVisible(page.getByText("No matching slots", { exact: true }).and(page.locator("p")));
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expectCount(card(page, name).getByRole("link"), 4);
  await expectAt(page, "/");
});

test("the board renders only a part of sixty stations, and keyboard focus still reaches all", async () => {
  const name = scene.newName("Row");
  const rows = Array.from({ length: 60 }, (_, index) => `${name} ${index + 1}`);
  for (const row of rows) await openStation(scene.operator, { name: row, ports: 1, slotsPerPort: 1 });
  const { page } = await scene.openPage(`/?q=${encodeURIComponent(name)}`);
  await expectVisible(card(page, `${name} 1`));
  const cards = page.getByRole("list", { name: "Stations" }).locator("> * > [role=listitem]");
  expect(await cards.count()).toBeLessThan(60);
  await expectAttribute(card(page, `${name} 2`), "aria-posinset", "2");
  await expectAttribute(card(page, `${name} 2`), "aria-setsize", "60");

  // The focused tile keeps the focus, wherever the page is scrolled.
  await tile(page, `${name} 1`, "A1").focus();
  await page.mouse.wheel(0, 100_000);
  await expectVisible(card(page, `${name} 60`));
  expect(await cards.count()).toBeLessThan(60);
  for (let row = 2; row <= 30; row++) {
    await page.keyboard.press("Tab");
    await expectVisible(tile(page, `${name} ${row}`, "A1").and(page.locator(":focus")));
  }
});

test("the board says that a killed server is gone and how old its data is, and catches up by itself", async () => {
  const env = { DATABASE_URL: await createEmptyDatabase() };
  const server = await startServer({ env });
  // A second server on the same database, which the page does not know.
  const startingElsewhere = startServer({ env });
  const operator = await server.as("operator", "OPERATOR");
  const { slots } = await openStation(operator, { name: "Harbour", ports: 1 });
  const { page, faults } = await openPageAt(scene.browser, server.url, "/");
  faults.allow(/WebSocket connection .* failed|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/);
  await expectLive(page);
  await expectText(tile(page, "Harbour", "A1"), "Available");
  await page.evaluate("document.documentElement.dataset.sameDocument = 'yes'");

  await server.kill("SIGKILL");
  await expectText(page.locator("[data-feed=lost]"), /Not live: as of (now|\d+ seconds? ago)/);
  await expectVisible(page.getByRole("main").getByText(/^Connection lost\. You see the status at \d/));
  await expectVisible(card(page, "Harbour").getByText(/^as of \d+:\d\d:\d\d/));
  await expectAccessible(page);

  const elsewhere = await startingElsewhere;
  const driver = await elsewhere.as("driver", "DRIVER");
  const items = [{ slotId: slots[0]?.id ?? "" }];
  await driver.request(CreateReservation, { input: { vehicleId: await registerVehicle(driver), items } });
  await expectText(tile(page, "Harbour", "A1"), "Available");

  const { port } = new URL(server.url);
  await startServer({ env: { ...env, PORT: port } });
  await expectLive(page);
  // The old status is never shown as live.
  expect(await tile(page, "Harbour", "A1").textContent()).toContain("Booked");
  await expectHidden(card(page, "Harbour").getByText(/^as of/));
  expect(await page.evaluate("document.documentElement.dataset.sameDocument")).toBe("yes");
});

test("a page that is opened while offline loads by itself once the connection is back", async () => {
  const { name } = await scene.newStation({ ports: 1 });
  const { page, context, faults } = await scene.openPage(`/?q=${encodeURIComponent(name)}`);
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await expectLive(page);
  await context.setOffline(true);
  await tile(page, name, "A1").click();
  await expectVisible(page.getByText("Loading…"));
  // There is no data yet that could be outdated.
  const main = page.getByRole("main");
  await expectVisible(main.getByText("Connection lost. This page will load", { exact: false }));
  await expectHidden(main.getByText("You see the status at", { exact: false }));
  await context.setOffline(false);
  await expectVisible(page.getByRole("heading", { name: `Slot A1, P1, ${name}` }));
});

test("a board that is opened while the server is down says so, and loads by itself later", async () => {
  const env = { DATABASE_URL: await createEmptyDatabase() };
  const server = await startServer({ env });
  await openStation(await server.as("operator", "OPERATOR"), { name: "Harbour", ports: 1 });
  const { page, faults } = await openPageAt(scene.browser, server.url, "/", {
    // The page's assets still arrive, but only after the server has been killed.
    prepare: async (context) => {
      const html = await (await fetch(server.url)).text();
      const paths = [...html.matchAll(/"(\/dashboard\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
      const assets = new Map<string, { body: Buffer; contentType: string }>();
      for (const path of paths) {
        const answer = await fetch(`${server.url}${path}`);
        const contentType = answer.headers.get("content-type") ?? "";
        assets.set(path, { body: Buffer.from(await answer.arrayBuffer()), contentType });
      }
      let killed: Promise<unknown> | undefined;
      await context.route(/\/dashboard\/assets\//, async (route) => {
        killed ??= server.kill("SIGKILL");
        await killed;
        await route.fulfill(assets.get(new URL(route.request().url()).pathname) ?? { status: 404 });
      });
    },
  });
  faults.allow(/WebSocket connection .* failed|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/);
  await expectText(page.locator("[data-feed=lost]"), "Not live");
  await expectVisible(page.getByRole("main").getByText(/^The server cannot be reached\./));
  await startServer({ env: { ...env, PORT: new URL(server.url).port } });
  await expectText(tile(page, "Harbour", "A2"), "Available");
  await expectLive(page);
});

test.each([
  { width: 390, colourScheme: "dark" },
  { width: 1280, colourScheme: "light" },
  { width: 2560, colourScheme: "dark" },
] as const)(
  "the board fits at a width of $width and is accessible in $colourScheme mode",
  async ({ width, colourScheme }) => {
    const name = scene.newName("A station with a name that is much longer than one would call a station");
    const { slots } = await scene.newStation({ name, bookingMode: "IMMEDIATE" });
    await (await scene.newDriver()).charge(slots[0]?.id ?? "");
    const { page } = await scene.openPage("/", { viewport: { ...phone, width }, colourScheme });
    await expectText(tile(page, name, "A1"), "In use");
    await expectLive(page);
    await expectNoSideways(page);
    await expectAccessible(page);
  },
);

test("the board is in Vietnamese and fits on a phone", async () => {
  const name = scene.newName("Bến Thành");
  await scene.newStation({ name, bookingMode: "CALENDAR" });
  const plain = name.replace("Bến Thành", "ben thanh");
  const { page } = await scene.openPage(`/?q=${encodeURIComponent(plain)}`, {
    viewport: phone,
    language: "vi-VN",
  });
  await expectVisible(page.getByRole("heading", { level: 1, name: "Bảng trực tiếp" }));
  await expectText(tile(page, name, "A1"), "A1 Còn trống CCS2 · 50 kW");
  await expectVisible(card(page, name).getByText("Đặt theo lịch"));
  await expectVisible(page.getByText("4 chỗ sạc tại 1 trạm", { exact: true }));
  await expectVisible(page.getByRole("button", { name: /Ngừng phục vụ$/ }));
  await expectNoSideways(page);
  // The narrowest screens, and a desktop magnified four times.
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSideways(page);
  await page.getByRole("searchbox").fill("không đâu");
  await expectVisible(page.getByRole("button", { name: "Xóa bộ lọc" }));
  await expectAccessible(page);
});
