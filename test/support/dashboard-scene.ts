import type { BrowserContext } from "playwright-core";
import { inject } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { type OpenedPage, type PageOptions, TestBrowser } from "./browser.ts";
import { openStation, type ShownStation, type StationPlan } from "./dashboard-site.ts";
import { openScene, type Scene } from "./scene.ts";
import type { TestAppOptions } from "./test-app.ts";

/** Where the dashboard keeps who is signed in. */
const SESSION_KEY = "slotwire:session";

export interface DashboardPageOptions extends PageOptions {
  /** Who is signed in there; nobody where it is left out. */
  readonly as?: ApiClient;
}

/** A server with Redis, and a browser that looks at it. */
export interface DashboardScene extends Scene {
  readonly browser: TestBrowser;
  /** A station with a name of its own, unless told otherwise. */
  newStation(plan?: Partial<StationPlan>): Promise<ShownStation>;
  /** A name that nothing else has, nor what an earlier try of the same story left: `Pier A`, `Quay B`. */
  newName(name: string): string;
  /** Opens a page of the server, such as `/reservations`. */
  openPage(path: string, options?: DashboardPageOptions): Promise<OpenedPage>;
}

/**
 * Opens a scene for a test file; each test takes a station and drivers of its own, and opens pages:
 *
 *     const station = await scene.newStation();
 *     const { client, book } = await scene.newDriver();
 *     const { page } = await scene.openPage("/", { as: client, viewport: phone });
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
    // Found by nothing else that is searched for: slots are called A1 to B2.
    newName: (name) => `${name} Q${(++names + 9).toString(36).toUpperCase()}`,
    openPage: (path, options = {}) => openPageAt(browser, scene.url, path, options),
    close: async () => {
      await browser.close();
      await scene.close();
    },
  };
}

/** Opens a page of a server, in this process or not, as somebody. */
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

/** Signs in every tab of a context once: who signs out there is signed out, after a reload as well. */
async function signIn(context: BrowserContext, url: string, token: string): Promise<void> {
  const session = JSON.stringify({ kind: "token", token });
  await context.addInitScript(putSession, { origin: new URL(url).origin, key: SESSION_KEY, session });
}

// Runs in the page, before anything of its own.
function putSession({ origin, key, session }: Record<"origin" | "key" | "session", string>): void {
  const page = globalThis as unknown as {
    location: { origin: string };
    sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  };
  // Of other origins and of a tab that is still empty, it is none of our business, or forbidden.
  if (page.location.origin !== origin) return;
  const mark = `${key}:given-by-the-test`;
  if (page.sessionStorage.getItem(mark) !== null) return;
  page.sessionStorage.setItem(mark, "yes");
  page.sessionStorage.setItem(key, session);
}
