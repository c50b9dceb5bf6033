import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { PAGE_PATIENCE_MS } from "./browser.ts";
import { eventually } from "./eventually.ts";

/** Waits until exactly one element exists and is visible. */
export async function expectVisible(locator: Locator, withinMs = PAGE_PATIENCE_MS): Promise<void> {
  await eventually(async () => {
    const { count, shown } = await look(locator);
    expect({ locator: String(locator), count, shown }).toMatchObject({ count: 1, shown: 1 });
  }, withinMs);
}

/** Waits until the live feed of a dashboard page is up. Before that, the page has no data that could be outdated. */
export function expectLive(page: Page): Promise<void> {
  return expectVisible(page.locator("[data-feed=live]"));
}

/** Waits until no such element is visible. */
export async function expectHidden(locator: Locator, withinMs = PAGE_PATIENCE_MS): Promise<void> {
  await eventually(async () => {
    const { shown } = await look(locator);
    expect({ locator: String(locator), shown }).toMatchObject({ shown: 0 });
  }, withinMs);
}

/** Waits until that many elements are visible. */
export async function expectCount(
  locator: Locator,
  count: number,
  withinMs = PAGE_PATIENCE_MS,
): Promise<void> {
  await eventually(async () => {
    const { shown } = await look(locator);
    expect({ locator: String(locator), shown }).toMatchObject({ shown: count });
  }, withinMs);
}

/** Waits until the only such element contains a string or matches a pattern. */
export async function expectText(
  locator: Locator,
  text: string | RegExp,
  withinMs = PAGE_PATIENCE_MS,
): Promise<void> {
  const expected = typeof text === "string" ? expect.stringContaining(text) : expect.stringMatching(text);
  await eventually(async () => {
    expect({ locator: String(locator), texts: await textsOf(locator) }).toMatchObject({ texts: [expected] });
  }, withinMs);
}

/** Waits until a field has a value or matches a pattern. */
export async function expectValue(
  field: Locator,
  value: string | RegExp,
  withinMs = PAGE_PATIENCE_MS,
): Promise<void> {
  await eventually(async () => expect(await field.inputValue()).toEqual(whole(value)), withinMs);
}

/** Waits until an attribute has a value. */
export async function expectAttribute(
  locator: Locator,
  name: string,
  value: string,
  withinMs = PAGE_PATIENCE_MS,
): Promise<void> {
  await eventually(async () => expect(await locator.getAttribute(name)).toBe(value), withinMs);
}

/** Waits until a page is at a path with its query, which the page updates with a delay. */
export async function expectAt(
  page: Page,
  address: string | RegExp,
  withinMs = PAGE_PATIENCE_MS,
): Promise<void> {
  await eventually(() => {
    const { pathname, search } = new URL(page.url());
    expect(pathname + search).toEqual(whole(address));
  }, withinMs);
}

/** Waits until the page, including its fixed header, is no wider than its window. */
export async function expectNoSideways(page: Page, withinMs = PAGE_PATIENCE_MS): Promise<void> {
  const tooWide = `Math.max(...[document.documentElement, ...document.querySelectorAll("header")]
    .map(({ scrollWidth }) => scrollWidth)) - document.documentElement.clientWidth`;
  await eventually(async () => expect(await page.evaluate(tooWide)).toBe(0), withinMs);
}

function whole(text: string | RegExp): unknown {
  return typeof text === "string" ? text : expect.stringMatching(text);
}

/** The visible texts of the elements, with white space collapsed. */
export async function textsOf(locator: Locator): Promise<string[]> {
  return (await locator.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

async function look(locator: Locator): Promise<{ count: number; shown: number }> {
  const [count, shown] = await Promise.all([locator.count(), locator.filter({ visible: true }).count()]);
  return { count, shown };
}
