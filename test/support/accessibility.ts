import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, Result, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** The small one: each page compiles it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What another set of colours can make wrong. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/**
 * What axe finds wrong with a page as it is now, by WCAG 2.0 to 2.2 A and AA and by best practice, must be nothing.
 * The policy of the page stays in force.
 *
 * @param options.within a CSS selector; else the whole page.
 * @param options.except rules that are not looked at.
 * @param options.only those that are; all where it is left out.
 */
export async function expectAccessible(
  page: Page,
  options: { within?: string; except?: readonly string[]; only?: readonly string[] } = {},
): Promise<void> {
  const { within, except = [], only } = options;
  await page.evaluate(finishAnimations);
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const settings: RunOptions = {
    runOnly: only ? { type: "rule", values: [...only] } : { type: "tag", values: STANDARDS },
    rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
    resultTypes: ["violations"],
    // It would fetch the style sheets once more.
    preload: false,
  };
  const { violations } = await page.evaluate(runAxe, { within, settings });
  if (violations.length > 0)
    throw new Error(`${page.url()} is not accessible:\n${violations.map(toText).join("\n")}`);
}

/** The same by day and by night. It is the same page: only what depends on colours is looked at twice. */
export async function expectAccessibleByDayAndNight(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, { only: RULES_OF_COLOUR });
}

/** Rule, help, and each element with what is wrong with it. */
function toText({ id, impact, help, helpUrl, nodes }: Result): string {
  const elements = nodes.map(
    ({ target, html, failureSummary = "" }) =>
      `    ${target.join(" ")}\n      ${html.slice(0, 200)}\n      ${failureSummary.replace(/\s*\n\s*/g, " ")}`,
  );
  return [`  ${id} (${impact}): ${help} (${helpUrl})`, ...elements].join("\n");
}

// These run in the page.

function runAxe({ within, settings }: { within: string | undefined; settings: RunOptions }) {
  const page = globalThis as unknown as {
    axe: { run(context: unknown, options: RunOptions): Promise<AxeResults> };
    document: unknown;
  };
  return page.axe.run(within ?? page.document, settings);
}

/** A colour on its way is neither the one nor the other. */
async function finishAnimations(): Promise<void> {
  const { document } = globalThis as unknown as {
    document: { getAnimations(): Animation[] };
  };
  const running = document.getAnimations().filter(({ playState }) => playState === "running");
  const ending = running.filter(
    ({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
  );
  await Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
}

interface Animation {
  readonly playState: string;
  readonly finished: Promise<unknown>;
  readonly effect: { getComputedTiming(): { endTime: number } } | null;
}
