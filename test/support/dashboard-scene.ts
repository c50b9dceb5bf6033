import type { BrowserContext } from "playwright-core";
import { inject } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { type OpenedPage, type PageOptions, TestBrowser } from "./browser.ts";
import { openStation, type ShownStation, type StationPlan } from "./dashboard-site.ts";
import { openScene, type Scene } from "./scene.ts";
import type { TestAppOptions } from "./test-app.ts";

/** The key under which the dashboard stores the session. */
const SESSION_KEY = "slotwire:session";

export interface DashboardPageOptions extends PageOptions {
  /** The signed-in user. Default: nobody. */
  readonly as?: ApiClient;
}

/** A server with Redis, and a browser. */
export interface DashboardScene extends Scene {
  readonly browser: TestBrowser;
  /** A new station, with a unique name by default. */
  newStation(plan?: Partial<StationPlan>): Promise<ShownStation>;
  /** A name that is unique, even across retries of a test: `Pier A`, `Quay B`. */
  newName(name: string): string;
  /** Opens a page of the server, such as `/reservations`. */
  openPage(path: string, options?: DashboardPageOptions): Promise<OpenedPage>;
}

/**
 * Opens a scene for a test file. Each test creates its own station and drivers, and opens pages:
 *
 * const station = await scene.newStation(); const { client, book } = await scene.newDriver(); const { page } = await
 * scene.openPage("/", { as: client, viewport: phone });
 */
export async function openDashboardScene(options: TestAppOptions = {}): Promise<DashboardScene> {
  const config = { redisUrl: inject("redisUrl"), ...options.config };
  const [scene, browser] = await Promise.all([openScene({ ...options, config }), TestBrowser.start()]);
  let stations = 0;
  let names = 0;
  return {
    ...scene,
    browser,
    newStation: (plan) => openStation(scene.operator, { name: `Station ${++stations}`, ...plan }),
    // Not matched by other searches: slots are named A1 to B2.
    newName: (name) => `${name} Q${(++names + 9).toString(36).toUpperCase()}`,
    openPage: (path, options = {}) => openPageAt(browser, scene.url, path, options),
    close: async () => {
      await browser.close();
      await scene.close();
    },
  };
}

/** Opens a page of a server, of this process or another, optionally signed in. */
export function openPageAt(
  browser: TestBrowser,
  url: string,
  path: string,
  { as, ...options }: DashboardPageOptions = {},
): Promise<OpenedPage> {
  const prepare = async (context: BrowserContext) => {
    if (as?.token) await signIn(context, url, as.token);
    await options.prepare?.(context);
  };
  return browser.open(`${url}${path}`, { ...options, prepare });
}

/** Signs in each tab of a context once. After signing out in the page, it stays signed out, even across a reload. */
async function signIn(context: BrowserContext, url: string, token: string): Promise<void> {
  const session = JSON.stringify({ kind: "token", token });
  await context.addInitScript(putSession, { origin: new URL(url).origin, key: SESSION_KEY, session });
}

// Runs in the page before its own scripts.
function putSession({ origin, key, session }: Record<"origin" | "key" | "session", string>): void {
  const page = globalThis as unknown as {
    location: { origin: string };
    sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  };
  // The storage of other origins is not to be touched, and that of an empty tab is inaccessible.
  if (page.location.origin !== origin) return;
  const mark = `${key}:given-by-the-test`;
  if (page.sessionStorage.getItem(mark) !== null) return;
  page.sessionStorage.setItem(mark, "yes");
  page.sessionStorage.setItem(key, session);
}
