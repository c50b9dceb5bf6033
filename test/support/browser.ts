import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { onTestFinished, type TestContext } from "vitest";
import { launchChromium } from "./chromium.ts";
import { PageFaults } from "./page-faults.ts";

/** The timeout for anything in a page: a browser on a busy machine is slow. */
export const PAGE_PATIENCE_MS = 30_000;

const PICTURES = fileURLToPath(new URL("../../node_modules/.cache/browser-failures", import.meta.url));

export interface PageOptions {
  /** Default: 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A BCP 47 tag, such as `vi-VN`. */
  readonly language?: string;
  readonly colourScheme?: "light" | "dark";
  readonly timeZone?: string;
  /** Origins that the page may send requests to, besides its own. */
  readonly origins?: readonly string[];
  /** Prepares the context before its first page is opened. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** A page in a context of its own, sharing neither cookies nor storage with others. It is closed when the test ends. */
export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The test fails if this contains faults that were not allowed. */
  readonly faults: PageFaults;
}

/**
 * A Chromium, started once for a test file:
 *
 *     let browser: TestBrowser;
 *     beforeAll(async () => { browser = await TestBrowser.start(); });
 *     afterAll(() => browser.close());
 */
export class TestBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await launchChromium());
  }

  /** Opens an address and waits until it is loaded. Must be called within a test. */
  async open(address: string, options: PageOptions = {}): Promise<OpenedPage> {
    const { viewport = { width: 1280, height: 800 }, origins = [] } = options;
    const context = await this.#browser.newContext({
      viewport,
      locale: options.language ?? "en-GB",
      colorScheme: options.colourScheme ?? "light",
      timezoneId: options.timeZone ?? "UTC",
      // Moving elements can be neither read nor clicked.
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PAGE_PATIENCE_MS);
    const faults = await PageFaults.watch(context, [new URL(address).origin, ...origins]);
    onTestFinished(async ({ task }) => {
      const isFailed = task.result?.state === "fail" || faults.unexpected.length > 0;
      if (isFailed) await takePictures(context, task).catch(() => {});
      await context.close();
      if (faults.unexpected.length > 0)
        throw new Error(`The page did what no page should:\n  ${faults.unexpected.join("\n  ")}`);
    });
    await options.prepare?.(context);
    const page = await context.newPage();
    await page.goto(address);
    return { page, context, faults };
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** Stores screenshots of the pages of a failed test, and prints their paths. */
async function takePictures(context: BrowserContext, task: TestContext["task"]): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const name = `${task.file.name}-${task.name}`.replace(/[^a-zA-Z0-9]+/g, "-").slice(-120);
  for (const [index, page] of context.pages().entries()) {
    const path = join(PICTURES, `${name}-${index + 1}.png`);
    await page.screenshot({ path, fullPage: true, timeout: 10_000 });
    process.stderr.write(`What ${page.url()} looked like when the test failed: ${path}\n`);
  }
}
