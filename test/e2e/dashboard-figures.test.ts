// @module-tag browser

import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "csv-parse/sync";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectAccessible } from "../support/accessibility.ts";
import { ApiClient } from "../support/api-client.ts";
import { readAuditLog } from "../support/audit-log.ts";
import { type DashboardScene, openDashboardScene } from "../support/dashboard-scene.ts";
import type { ShownStation } from "../support/dashboard-site.ts";
import { eventually } from "../support/eventually.ts";
import { graphql } from "../support/gql/gql.ts";
import { loseAnswers } from "../support/lost-answers.ts";
import { CancelReservation, CompleteReservation } from "../support/operations.ts";
import {
  expectAt,
  expectAttribute,
  expectCount,
  expectHidden,
  expectNoSideways,
  expectText,
  expectValue,
  expectVisible,
  textsOf,
} from "../support/page-expectations.ts";
import { phone } from "../support/viewports.ts";

const FiguresOfStation = graphql(`
  query FiguresOfStation($from: DateTime!, $to: DateTime!, $stationId: ID) {
    reservationAnalytics(from: $from, to: $to, bucket: DAY, stationId: $stationId) {
      created completed cancelled expired missed
      buckets { start created completed cancelled expired missed }
    }
  }
`);
const RenameStation = graphql(`
  mutation RenameStationForFigures($input: UpdateStationInput!) {
    updateStation(input: $input) { station { id } }
  }
`);
const RegisterForDashboard = graphql(`
  mutation RegisterForDashboard($input: RegisterWebhookInput!) {
    registerWebhook(input: $input) { webhook { id } }
  }
`);

let scene: DashboardScene;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
  [scene, receiver] = await Promise.all([
    openDashboardScene({ config: { webhookAllowPrivate: true } }),
    openReceiver(),
  ]);
});
afterAll(async () => {
  await scene.close();
  await receiver.close();
});

/** A webhook receiver that answers with the given statuses, then with 204. */
async function openReceiver() {
  const bodies: string[] = [];
  const answers: number[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.writeHead(answers.shift() ?? 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    answer: (...statuses: number[]) => void answers.push(...statuses),
    /** Forgets the received bodies and the remaining statuses. */
    reset: () => {
      bodies.length = 0;
      answers.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function downloadBy(page: Page, button: Locator): Promise<{ name: string; rows: string[][] }> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toMatch(/^\uFEFF/);
  return { name: download.suggestedFilename(), rows: parse(text, { bom: true }) };
}

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole("button", { name });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

describe("the analytics page", () => {
  let station: ShownStation;
  beforeAll(async () => {
    station = await scene.newStation({ name: "=Figures, North", ports: 1, slotsPerPort: 3 });
    const driver = await scene.newDriver();
    const [first, second, third] = station.slots.map(({ id }) => id) as [string, string, string];
    const completed = await driver.book([first]);
    const cancelled = await driver.book([second]);
    await driver.book([third]);
    await driver.client.request(CompleteReservation, { id: completed.id });
    await driver.client.request(CancelReservation, { input: { reservationId: cancelled.id } });
  });

  test("shows a chart and a table of the API's numbers, and downloads them as CSV", async () => {
    const { page } = await scene.openPage("/operator/analytics?period=7d", { as: scene.operator });
    await page.getByRole("combobox", { name: "Station" }).fill("figures, n");
    await page.getByRole("option", { name: station.name }).click();
    await expectValue(page.getByRole("combobox", { name: "Station" }), station.name);
    const today = new Date().toISOString().slice(0, 10);
    const chart = page.getByRole("img", { name: /^Bar chart of reservations: 3 created and 2 ended/ });
    await expectVisible(chart);
    await eventually(async () => expect(await chart.locator(".recharts-bar-rectangle path").count()).toBe(3));

    const range = {
      from: `${new Date(Date.parse(today) - 6 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`,
      to: `${new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`,
    };
    const { reservationAnalytics: answer } = await scene.operator.request(FiguresOfStation, {
      ...range,
      stationId: station.id,
    });
    const numbers = (each: Omit<(typeof answer.buckets)[number], "start" | "__typename">) =>
      [each.created, each.completed, each.cancelled, each.expired, each.missed].map(String);
    expect(numbers(answer)).toEqual(["3", "1", "1", "0", "0"]);
    const table = page.getByRole("table", { name: "Reservations over time, in UTC" });
    await eventually(async () => {
      const rows = await Promise.all((await table.getByRole("row").all()).map(cellsOf));
      expect(rows[0]).toEqual(["Day", "Created", "Completed", "Cancelled", "Expired", "Missed"]);
      expect(rows.slice(1, -1).map(([, ...cells]) => cells)).toEqual(answer.buckets.map(numbers));
      expect(rows.at(-1)).toEqual(["Total", ...numbers(answer)]);
    });
    await expectText(page.locator("dl"), "Success rate 50%");

    const { name, rows: saved } = await downloadBy(page, button(page, "Download CSV"));
    expect(name).toMatch(/^slotwire_analytics_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d_Figures-North\.csv$/);
    expect(saved).toEqual([
      ["Start (UTC)", "Station", "Created", "Completed", "Cancelled", "Expired", "Missed"],
      ...answer.buckets.map((each) => [each.start, `'${station.name}`, ...numbers(each)]),
    ]);
    await expectAccessible(page);

    // All filters are in the address.
    await page.reload();
    await expectVisible(page.getByRole("img", { name: /3 created and 2 ended/ }));
    await expectValue(page.getByRole("combobox", { name: "Station" }), station.name);
  });

  test("accepts custom dates, and fits on a phone in Vietnamese and dark mode", async () => {
    const { page } = await scene.openPage("/operator/analytics?period=12m", {
      ...{ as: scene.operator, viewport: phone, language: "vi-VN", colourScheme: "dark" },
    });
    await expectVisible(heading(page, "Thống kê"));
    await expectVisible(page.getByRole("img", { name: /^Biểu đồ cột về lượt đặt/ }));
    await page.getByText("Tự chọn").click();
    await page.getByLabel("Đến ngày").fill("2020-01-01");
    await expectVisible(page.getByText("Ngày cuối không được trước ngày đầu."));
    await page.getByLabel("Từ ngày").fill("2019-12-31");
    await expectVisible(page.getByRole("img", { name: /0 lượt được tạo/ }));
    await expectAccessible(page);
    await expectNoSideways(page);
  });
});

async function cellsOf(row: Locator): Promise<string[]> {
  return textsOf(row.locator("th, td"));
}

describe("the webhook pages", () => {
  // Webhooks belong to all operators, and a failed test may have left some.
  beforeEach(async () => {
    receiver.reset();
    await scene.database.query("truncate webhooks cascade");
  });

  test("register, test, edit and remove a webhook, and show its secret only once", async () => {
    const opened = await scene.openPage("/operator/webhooks", { as: scene.operator });
    const { page } = opened;
    await expectText(page.getByRole("main"), "No webhooks yet.");
    await button(page, "Register a webhook").click();
    const dialog = page.getByRole("dialog", { name: "Register a webhook" });
    await button(dialog, "Register a webhook").click();
    await expectText(dialog, "Enter a URL.");
    await dialog.getByLabel("URL").fill("ftp://127.0.0.1/");
    await dialog.getByLabel("Moved to another slot").uncheck();
    await dialog.getByLabel("Description").fill("Billing");
    await button(dialog, "Register a webhook").click();
    await expectText(dialog, "must be a URL that begins with");
    await expectAccessible(page);
    await dialog.getByLabel("URL").fill(`${receiver.url}/billing`);
    await button(dialog, "Register a webhook").click();
    const secret = page.getByRole("dialog", { name: "Signing secret" });
    await expectValue(secret.getByLabel("Secret"), /^whsec_/);
    await expectText(secret, "The secret is shown only once.");
    await expectAccessible(page);
    await button(secret, "I have saved it").click();
    await expectHidden(secret);
    await eventually(async () => expect(await page.content()).not.toContain("whsec_"));
    await page.getByRole("link", { name: `${receiver.url}/billing` }).click();

    await expectVisible(heading(page, "Webhook"));
    const facts = page.getByRole("main");
    await expectText(facts, "Billing");
    receiver.answer(503);
    await button(page, "Send a test").click();
    const deliveries = page.getByRole("list", { name: "Deliveries" }).getByRole("listitem");
    await expectText(deliveries, /Failed .*1 attempt · response 503/);
    await button(deliveries, /^Redeliver/).click();
    await expectText(deliveries, /Delivered .*response 204/);
    await button(deliveries, /^Show body/).click();
    await expectText(page.getByRole("region", { name: "Body" }), '"type":"webhook.test"');
    expect(receiver.bodies).toHaveLength(2);
    expect(await textsOf(page.getByRole("region", { name: "Body" }))).toEqual([receiver.bodies[1]]);
    await page.getByLabel("Status").selectOption("Failed");
    await expectText(facts, "No deliveries have this status.");
    await expectAccessible(page);

    await button(page, "New secret").click();
    // The secret stays although the webhook cannot be read again.
    const answerAgain = await loseAnswers(opened, "OneWebhook");
    await button(page.getByRole("dialog"), "New secret").click();
    await expectVisible(page.getByText("The server did not respond."));
    await expectText(page.getByRole("dialog", { name: "Signing secret" }), "For 24 hours");
    await answerAgain();
    await button(page, "I have saved it").click();
    await button(page, "Try again").click();
    await expectHidden(page.getByText("The server did not respond."));
    await button(page, "Edit").click();
    await page.getByRole("dialog").getByLabel("Description").fill("Accounting");
    await button(page.getByRole("dialog"), "Save").click();
    await expectText(facts, "Accounting");
    await button(page, "Deactivate").click();
    await button(page.getByRole("dialog"), "Deactivate").click();
    await expectText(facts, "Deactivated");
    await expectCount(button(page, "Send a test"), 0);
    await button(page, "Activate").click();
    await expectVisible(button(page, "Send a test"));
    await button(page, "Remove").click();
    await button(page.getByRole("dialog"), "Remove").click();
    await expectText(page.getByRole("main"), "No webhooks yet.");
    opened.faults.allow(/400/);
    await page.goto(`${scene.url}/operator/webhooks/mistyped`);
    await expectText(page.getByRole("main"), "Webhook not found.");
  });

  test("fit on a phone in Vietnamese and dark mode", async () => {
    const input = { url: `${receiver.url}/a/rather/long/address?that=${"x".repeat(60)}` };
    const { registerWebhook } = await scene.operator.request(RegisterForDashboard, { input });
    const { page } = await scene.openPage("/operator/webhooks", {
      ...{ as: scene.operator, viewport: phone, language: "vi-VN", colourScheme: "dark" },
    });
    await expectCount(page.getByRole("list", { name: "Các webhook đã đăng ký" }).getByRole("listitem"), 1);
    await expectAccessible(page);
    await expectNoSideways(page);
    await page.goto(`${scene.url}/operator/webhooks/${registerWebhook.webhook.id}`);
    await button(page, "Gửi thử").click();
    const deliveries = page.getByRole("list", { name: "Các lần giao" }).getByRole("listitem");
    await expectText(deliveries, /Tin nhắn thử Đã giao/);
    await expectAccessible(page);
    await expectNoSideways(page);
  });
});

describe("the audit log page", () => {
  let admin: ApiClient;
  let station: ShownStation;
  beforeAll(async () => {
    admin = await scene.as("admin", "ADMIN");
    station = await scene.newStation({ name: "Before", ports: 1, slotsPerPort: 1 });
    await scene.operator.request(RenameStation, { input: { stationId: station.id, name: "@After" } });
  });

  test("shows an operator's change with its differences, and downloads it as CSV", async () => {
    const { page } = await scene.openPage("/operator/audit-log", { as: admin, timeZone: "Asia/Ho_Chi_Minh" });
    await page.getByLabel("Operation").selectOption("Changed a station");
    await page.getByLabel("Object ID").fill(station.id);
    await page.getByLabel("Object ID").press("Enter");
    const entries = page.getByRole("list", { name: "Entries, newest first" }).getByRole("listitem");
    await expectText(entries, /operator · Changed a station .*name before: Before → , after: @After/);
    const { entries: known } = await readAuditLog(admin, { thingId: station.id, operation: "updateStation" });
    const [entry] = known;
    const there = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "Asia/Ho_Chi_Minh" });
    await expectText(entries, there.format(new Date(entry?.occurredAt ?? "")).replace(/\s+/g, " "));
    const link = entries.getByRole("link", { name: station.id });
    await expectAttribute(link, "href", `/operator/stations/${station.id}`);
    const { rows } = await downloadBy(page, button(page, "Download CSV"));
    expect(rows.slice(1)).toEqual([
      [
        ...[entry?.occurredAt, "operator", entry?.actor.id, "updateStation", "Station", station.id, ""],
        ...[entry?.requestId, '{"name":"Before"}', '{"name":"@After"}'],
      ],
    ]);
    await expectAccessible(page);

    await button(page, "Clear filters").click();
    await expectVisible(page.getByText(/^Entries: \d+$/));
    await button(entries.first(), "Show only actions by operator").click();
    await expectAt(page, new RegExp(`actor=${entry?.actor.id}`));
    await expectVisible(button(page, "Clear filters"));
  });

  test("fits on a phone in Vietnamese and dark mode", async () => {
    const { page } = await scene.openPage(`/operator/audit-log?thing=${station.id}`, {
      ...{ as: admin, viewport: phone, language: "vi-VN", colourScheme: "dark" },
    });
    const entries = page.getByRole("list", { name: "Các mục, mới nhất trước" }).getByRole("listitem");
    await expectCount(entries, 2);
    await expectAccessible(page);
    await expectNoSideways(page);
  });

  test("shows the id of an actor without a name, as the actor's own account menu does", async () => {
    const { id } = await scene.newStation({ ports: 0 });
    const token = await scene.app.tokens.sign({ subject: "nameless", roles: ["OPERATOR"] }, "1h");
    const nameless = new ApiClient(scene.url, token);
    await nameless.request(RenameStation, { input: { stationId: id, name: "Renamed" } });
    const { entries } = await readAuditLog(admin, { thingId: id, operation: "updateStation" });
    const actor = entries[0]?.actor.id ?? "";
    const { page } = await scene.openPage(`/operator/audit-log?thing=${id}`, { as: admin });
    await expectText(button(page, `Show only actions by ${actor}`), actor);
    const { page: own } = await scene.openPage("/", { as: nameless });
    await expectText(button(own, /Account and settings/), actor);
  });

  test("has pages", async () => {
    const { id } = await scene.newStation({ ports: 0 });
    for (let count = 0; count < 27; count++)
      await scene.operator.request(RenameStation, { input: { stationId: id, name: `Name ${count}` } });
    const { page } = await scene.openPage(`/operator/audit-log?thing=${id}`, { as: admin });
    const entries = page.getByRole("list", { name: "Entries, newest first" }).getByRole("listitem");
    await expectCount(entries, 25);
    await expectText(entries.first(), "Name 26");
    await button(page, "Next page").click();
    await expectVisible(page.getByText("26 to 28 of 28"));
    await expectCount(entries, 3);
    await expectText(entries.last(), "Created a station");
    await button(page, "Previous page").click();
    await expectCount(entries, 25);
  });
});

test("pages tell users without the required role who they are for, and send no queries of their own", async () => {
  const { client: driver } = await scene.newDriver();
  const sent: string[] = [];
  const prepare = async (context: BrowserContext) => {
    context.on("request", (request) => {
      const [, name] = /\b(?:query|mutation) (\w+)/.exec(request.postData() ?? "") ?? [];
      if (name) sent.push(name);
    });
  };
  const { page } = await scene.openPage("/operator/analytics", { as: driver, prepare });
  const main = page.getByRole("main");
  await expectText(main, "This page is for operators");
  for (const [path, whom] of [
    ["/operator/webhooks/webhook_01h455vb4pex5vsknk084sn02q", "This page is for operators"],
    ["/operator/audit-log", "This page is for administrators"],
  ] as const) {
    await page.goto(`${scene.url}${path}`);
    await expectText(main, whom);
  }
  await expectAccessible(page);
  const operators = await scene.openPage("/operator/audit-log", { as: scene.operator, prepare });
  await expectText(operators.page.getByRole("main"), "This page is for administrators");
  await expectCount(operators.page.getByRole("link", { name: "Audit log" }), 0);
  const guests = await scene.openPage("/operator/webhooks", { prepare });
  await expectText(guests.page.getByRole("main"), "Sign in to see this page");
  await expectVisible(guests.page.getByRole("main").getByRole("link", { name: "Sign in" }));
  // Those of the frame around every page: the account, the live slots and the notices.
  const ofTheFrame = ["Me", "LookAtPicture", "ReservationFeedStart"];
  expect(sent).toContain("Me");
  expect(sent.filter((name) => !ofTheFrame.includes(name))).toEqual([]);
});
