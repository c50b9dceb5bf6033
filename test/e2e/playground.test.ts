// @module-tag browser

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DashboardScene, openDashboardScene, openPageAt } from "../support/dashboard-scene.ts";
import { eventually } from "../support/eventually.ts";
import { expectHidden, expectText, expectVisible } from "../support/page-expectations.ts";
import { startRestartableServer, UNREACHABLE } from "../support/restartable-server.ts";
import { desktop, phone } from "../support/viewports.ts";

let scene: DashboardScene;
beforeAll(async () => {
  scene = await openDashboardScene();
});
afterAll(() => scene.close());

async function run(page: Page, example: string): Promise<void> {
  await page.getByRole("tab", { name: example }).getByRole("button", { name: example }).click();
  // Until GraphiQL has read the editor, it sends the previous operation's name.
  await eventually(async () => {
    expect(await page.evaluate("localStorage.getItem('graphiql:query')")).toContain(` ${example}(`);
  });
  const tab = page.getByRole("tabpanel", { name: example });
  await tab.getByRole("button", { name: "Execute query" }).click();
}

test.each([desktop, phone])(
  "the playground runs an example and shows another client's change live at a width of $width",
  async (viewport) => {
    const { slots } = await scene.newStation({ ports: 1, slotsPerPort: 1 });
    const driver = await scene.newDriver();
    const { page } = await scene.openPage("/playground", { viewport });
    const result = page.getByRole("region", { name: "Result Window" });

    // Choosing a tab has no effect on the editor before the editor exists.
    await expectText(page.getByRole("tabpanel", { name: "WatchSlots" }), "# Live: ");
    await run(page, "Stations");
    await expectText(result, '"totalCount": ');
    await run(page, "WatchSlots");
    await expectText(result, '"kind": "SNAPSHOT"');
    await expectVisible(page.getByRole("button", { name: "Stop query" }));

    await driver.book([slots[0]?.id ?? ""]);
    await expectText(result, /"kind": "CHANGE", "status": "BOOKED", "previousStatus": "AVAILABLE"/);
    await page.getByRole("button", { name: "Stop query" }).click();
    await expectHidden(page.getByRole("button", { name: "Stop query" }));
    await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
  },
);

test("the playground says that the connection broke, and runs the subscription again after a restart", async () => {
  const server = await startRestartableServer(scene.database);
  await server.process.newSlots(1);
  const driver = await server.process.as("driver", "DRIVER");
  const { page, faults } = await openPageAt(scene.browser, server.url, "/playground", { as: driver });
  // An editor may need a worker at that moment, and throws if it cannot load it.
  faults.allow(UNREACHABLE, /^page error: Event /);
  const result = page.getByRole("region", { name: "Result Window" });
  await expectText(page.getByRole("tabpanel", { name: "WatchSlots" }), "# Live: ");
  await page.getByRole("button", { name: "Execute query" }).click();
  await expectText(result, '"kind": "SNAPSHOT"');

  await server.kill();
  await expectText(result, "The connection broke. Run the subscription again.");
  await server.startAgain();
  await page.getByRole("button", { name: "Execute query" }).click();
  await expectText(result, '"kind": "SNAPSHOT"');
});
