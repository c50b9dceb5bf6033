// @module-tag browser

import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { DisableUser, RestoreRole, RevokeRole } from "../support/access-operations.ts";
import { expectAccessible, expectAccessibleByDayAndNight } from "../support/accessibility.ts";
import { type DashboardScene, openDashboardScene } from "../support/dashboard-scene.ts";
import { eventually } from "../support/eventually.ts";
import { FeedFrames } from "../support/feed-frames.ts";
import { OpenIdProvider } from "../support/openid-provider.ts";
import { CancelReservation } from "../support/operations.ts";
import { dataOf } from "../support/organisations.ts";
import {
  expectAt,
  expectCount,
  expectHidden,
  expectLive,
  expectNoSideways,
  expectText,
  expectVisible,
} from "../support/page-expectations.ts";
import { phone } from "../support/viewports.ts";

/** The link that anonymous users have. */
const signInLink = (page: Page): Locator => page.getByRole("banner").getByRole("link", { name: "Sign in" });
const account = (page: Page): Locator => page.getByRole("button", { name: /Account and settings/ });

async function signOut(page: Page): Promise<void> {
  await account(page).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}

describe("sign-in with demo data", () => {
  let scene: DashboardScene;
  beforeAll(async () => {
    scene = await openDashboardScene({ config: { seedDemo: true } });
  });
  afterAll(() => scene.close());

  test("takes one click on a demo user, and returns to the previous page", async () => {
    const { page } = await scene.openPage("/vehicles?sort=plate");
    await signInLink(page).click();
    await expectVisible(page.getByRole("heading", { level: 1, name: "Sign in" }));
    await expectAccessibleByDayAndNight(page);
    await page.getByRole("button", { name: "Dana Driver Driver" }).click();
    await expectAt(page, "/vehicles?sort=plate");
    await expectText(account(page), "Dana Driver");
    await page.reload();
    await expectText(account(page), "Dana Driver");

    await page.goto(`${scene.url}/sign-in?return=/reservations`);
    await expectVisible(page.getByText("You are signed in as Dana Driver."));
    await expectAccessible(page);
    await page.getByRole("link", { name: "Continue" }).click();
    await expectAt(page, "/reservations");
    await signOut(page);
    await expectVisible(signInLink(page));
    await expectHidden(page.getByRole("alert"));
  });

  test("is separate per tab, and does not return to a page of another origin", async () => {
    const { page, context } = await scene.openPage("/sign-in?return=//evil.example/");
    await page.getByRole("button", { name: /Olu Operator/ }).click();
    await expectAt(page, "/");
    const other = await context.newPage();
    await other.goto(`${scene.url}/sign-in`);
    await other.getByRole("button", { name: /Ada Admin/ }).click();
    await expectText(account(other), "Ada Admin");
    await page.reload();
    await expectText(account(page), "Olu Operator");
  });

  test("is in Vietnamese and fits on a phone", async () => {
    const { page } = await scene.openPage("/sign-in", { language: "vi-VN", viewport: phone });
    await expectVisible(page.getByRole("button", { name: "Olu Operator Người vận hành" }));
    await page.getByText("Dùng mã truy cập").click();
    await page.getByLabel("Mã truy cập").fill("không phải");
    await page.getByRole("button", { name: "Đăng nhập bằng mã" }).click();
    await expectVisible(page.getByText("Đây không phải là mã truy cập", { exact: false }));
    await expectAccessible(page);
    await expectNoSideways(page);
  });
});

describe("sign-in in production", () => {
  let scene: DashboardScene;
  beforeAll(async () => {
    scene = await openDashboardScene({ config: { production: true, seedDemo: true } });
  });
  afterAll(() => scene.close());

  test("offers no demo users, and accepts the user's own token", async () => {
    const { page, faults } = await scene.openPage("/sign-in?return=/vehicles");
    await expectVisible(page.getByText("This server has no sign-in page."));
    await expectCount(page.getByRole("button", { name: /Sign in/ }), 1);
    await expectText(page.getByRole("button", { name: /Sign in/ }), /^Sign in with the token$/);
    faults.allow(/401 \(Unauthorized\)/);
    const { client } = await scene.newDriver();
    const field = page.getByLabel("Access token");
    await field.fill(client.token?.slice(0, -3) ?? "");
    await page.getByRole("button", { name: "Sign in with the token" }).click();
    await expectVisible(page.getByText("The token is not valid: get a new one"));
    await field.fill(`Bearer ${client.token}`);
    await page.getByRole("button", { name: "Sign in with the token" }).click();
    await expectAt(page, "/vehicles");
  });

  test("applies a revoked or restored role to open pages", async () => {
    const { client } = await scene.newDriver();
    const { page } = await scene.openPage("/vehicles", { as: client });
    await expectVisible(page.getByRole("button", { name: "Register a vehicle" }));
    await account(page).focus();
    await page.keyboard.press("Enter");
    await expectVisible(page.getByRole("menuitem", { name: "Sign out" }).and(page.locator(":focus")));
    await expectVisible(page.getByRole("menuitemradio", { name: "English", checked: true }));
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expectVisible(account(page).and(page.locator(":focus")));
    const admin = await scene.as("admin", "ADMIN");
    const { me } = await dataOf<{ me: { id: string } }>(client, "{ me { id } }");
    await admin.request(RevokeRole, { userId: me.id, role: "DRIVER" });
    await expectVisible(page.getByText("This page is for drivers and operators"));
    await expectHidden(page.getByRole("link", { name: "My vehicles" }));
    await admin.request(RestoreRole, { userId: me.id, role: "DRIVER" });
    await expectVisible(page.getByRole("button", { name: "Register a vehicle" }));
  });

  test("signs out a user whose token is no longer accepted, says so, and leads back", async () => {
    const { client } = await scene.newDriver();
    const { page, faults } = await scene.openPage("/vehicles", { as: client });
    await expectText(account(page), /driver/);
    faults.allow(/401 \(Unauthorized\)/);
    const admin = await scene.as("admin", "ADMIN");
    const { me } = await dataOf<{ me: { id: string } }>(client, "{ me { id } }");
    await admin.request(DisableUser, { userId: me.id });
    const alert = page.getByRole("alert").filter({ hasText: "Your session has ended" });
    await expectVisible(alert);
    await expectAccessible(page);
    await expectVisible(signInLink(page));
    await alert.getByRole("link", { name: "Sign in again" }).click();
    await expectAt(page, "/sign-in?return=%2Fvehicles");
  });
});

describe("sign-in with an OpenID Connect provider", () => {
  let provider: OpenIdProvider;
  let scene: DashboardScene;
  beforeAll(async () => {
    const users = [
      { subject: "olga", name: "Olga", roles: ["OPERATOR"] },
      { subject: "dan", name: "Dan", roles: ["DRIVER"] },
    ] as const;
    provider = await OpenIdProvider.start({ users });
    const { authJwksUrl, authIssuer, authAudience, openIdConnect } = readConfig({
      DATABASE_URL: "postgresql://nobody",
      AUTH_JWT_SECRET: "long enough to be a secret of somebody",
      ...provider.environment,
    });
    scene = await openDashboardScene({ config: { authJwksUrl, authIssuer, authAudience, openIdConnect } });
  });
  afterAll(async () => {
    await scene.close();
    await provider.close();
  });

  const openPage = (address: string) => scene.openPage(address, { origins: [provider.issuer] });
  const signInAt = async (page: Page, name: string) => {
    await page.getByRole("button", { name: "Sign in with your account" }).click();
    await page.getByRole("button", { name: `Sign in as ${name}` }).click();
    await expectText(account(page), name);
  };

  test("renews tokens without a visible interruption of the feed, until the user signs out", async () => {
    provider.accessTokenSeconds = 2;
    const station = await scene.newStation();
    const [slot] = station.slots as [(typeof station.slots)[number]];
    const driver = await scene.newDriver();
    const { page } = await openPage("/sign-in?return=/");
    const feed = new FeedFrames(page);
    let renewals = 0;
    page.on("request", (request) => {
      if (request.postData()?.includes("grant_type=refresh_token")) renewals++;
    });
    await signInAt(page, "Olga");
    await expectAt(page, "/");
    await expectLive(page);
    await page.evaluate(recordBadge);

    // Another client makes changes while connections are replaced for new tokens.
    const shown = page.locator(`a[href="/slots/${slot.id}"]`);
    while (renewals < 2 || feed.connections < 4) {
      const { id } = await driver.book([slot.id]);
      await expectText(shown, "Booked");
      await driver.client.request(CancelReservation, { input: { reservationId: id } });
      await expectText(shown, "Available");
    }
    const versions = feed.versions(slot.id);
    const latest = Math.max(...versions);
    expect([...new Set(versions)]).toEqual(Array.from({ length: latest }, (_, index) => index + 1));
    // A reconnection is invisible to the user.
    expect(await page.evaluate("globalThis.badges")).toEqual(["Live"]);
    expect(await page.evaluate("localStorage.length")).toBe(0);

    await signOut(page);
    await expectVisible(page.getByRole("heading", { name: "Do you want to sign out?" }));
    await page.getByRole("button", { name: "Sign out" }).click();
    await expectVisible(page.getByRole("button", { name: "Sign in with your account" }));
    expect(await page.evaluate("sessionStorage.getItem('slotwire:session')")).toBeNull();
  });

  test("renews the tokens of a duplicated tab, too, and ends the sessions if the provider refuses", async () => {
    provider.accessTokenSeconds = 2;
    const { page, context, faults } = await openPage("/sign-in");
    await signInAt(page, "Dan");
    const [duplicate] = await Promise.all([context.waitForEvent("page"), page.evaluate("void open('/')")]);
    const tokens = () =>
      Promise.all(
        [page, duplicate].map((each) =>
          each.evaluate<string>("JSON.parse(sessionStorage.getItem('slotwire:session')).accessToken"),
        ),
      );
    await expectText(account(duplicate), "Dan");
    for (let round = 0; round < 2; round++) {
      const before = new Set(await tokens());
      await eventually(async () => {
        const now = await tokens();
        expect(now.filter((token) => before.has(token))).toEqual([]);
      });
    }
    await expectText(account(page), "Dan");
    await expectText(account(duplicate), "Dan");

    faults.allow(/400 \(Bad Request\)/, /OidcClient|JsonService/);
    await provider.refuseRefreshes();
    for (const each of [page, duplicate])
      await expectVisible(each.getByRole("alert").filter({ hasText: "Your session has ended" }));
  });

  test("says that the provider refused or does not answer", async () => {
    const { page, context, faults } = await openPage("/sign-in?return=/vehicles");
    await context.route(`${provider.issuer}/auth?*`, (route) => {
      const asked = new URL(route.request().url()).searchParams;
      const answer = new URLSearchParams({ error: "access_denied", state: asked.get("state") ?? "" });
      const location = `${asked.get("redirect_uri")}?${answer}`;
      return route.fulfill({ status: 303, headers: { location } });
    });
    const button = page.getByRole("button", { name: "Sign in with your account" });
    await button.click();
    await expectVisible(page.getByRole("alert").filter({ hasText: "You were not signed in" }));
    await expectAt(page, "/sign-in/callback");
    await expectAccessible(page);
    await page.reload();
    await expectVisible(page.getByRole("alert").filter({ hasText: "was started elsewhere" }));
    await page.getByRole("link", { name: "Back to sign-in" }).click();
    faults.allow(/ERR_FAILED/);
    await context.route(`${provider.issuer}/**`, (route) => route.abort());
    await button.click();
    await expectVisible(page.getByRole("alert").filter({ hasText: "The sign-in service is not responding" }));
    await expectVisible(signInLink(page));
  });

  test("says that its own code could not be loaded, and can still be finished after a reload", async () => {
    const { page, context, faults } = await openPage("/sign-in?return=/vehicles");
    faults.allow(/ERR_FAILED/);
    const code = /\/dashboard\/assets\/oidc-/;
    const failure = page.getByRole("alert").filter({ hasText: "The sign-in service is not responding" });
    const button = page.getByRole("button", { name: "Sign in with your account" });
    await context.route(code, (route) => route.abort());
    await button.click();
    await expectVisible(failure);
    await context.unroute(code);
    // A browser may remember a failed module import for as long as the page is open.
    await page.reload();
    await button.click();
    const olga = page.getByRole("button", { name: "Sign in as Olga" });
    await expectVisible(olga);
    await context.route(code, (route) => route.abort());
    await olga.click();
    await expectVisible(failure);
    await context.unroute(code);
    await page.reload();
    await expectAt(page, "/vehicles");
    await expectText(account(page), "Olga");
  });

  test("says at once that the server does not accept the provider's token", async () => {
    provider.accessTokenSeconds = 3600;
    const { page, context, faults } = await openPage("/sign-in");
    faults.allow(/401 \(Unauthorized\)/);
    await context.route("**/token", async (route) => {
      const response = await route.fetch();
      const { access_token, ...rest } = (await response.json()) as { access_token: string };
      await route.fulfill({ response, json: { ...rest, access_token: `${access_token.slice(0, -4)}AAAA` } });
    });
    await page.getByRole("button", { name: "Sign in with your account" }).click();
    await page.getByRole("button", { name: "Sign in as Dan" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "this server does not accept your token" });
    await expectVisible(alert);
    await expectVisible(signInLink(page));
  });
});

// Runs in the page: records the badge's texts.
function recordBadge(): void {
  const page = globalThis as unknown as {
    badges: string[];
    document: { querySelector(selector: string): { textContent: string } };
    MutationObserver: new (callback: () => void) => { observe(node: unknown, options: object): void };
  };
  const badge = page.document.querySelector("[data-feed]");
  page.badges = [badge.textContent];
  const note = () => {
    const { textContent } = page.document.querySelector("[data-feed]");
    if (page.badges.at(-1) !== textContent) page.badges.push(textContent);
  };
  new page.MutationObserver(note).observe(page.document.querySelector("header"), {
    ...{ subtree: true, childList: true, characterData: true, attributes: true },
  });
}
