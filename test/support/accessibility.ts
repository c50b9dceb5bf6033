import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, Result, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** The minified build, because each page compiles it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The rules whose result depends on the colour scheme. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/**
 * Fails if axe finds violations in the current state of a page, by WCAG 2.0 to 2.2 A and AA and by best practice. The
 * page's content security policy stays in force.
 *
 * @param options.within a CSS selector; default: the whole page.
 * @param options.except rules to skip.
 * @param options.only rules to check; default: all.
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
    // Preloading would fetch the style sheets again.
    preload: false,
  };
  const { violations } = await page.evaluate(runAxe, { within, settings });
  if (violations.length > 0)
    throw new Error(`${page.url()} is not accessible:\n${violations.map(toText).join("\n")}`);
}

/** Checks both colour schemes. The page is the same in the second one, so only the rules on colours are checked. */
export async function expectAccessibleByDayAndNight(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, { only: RULES_OF_COLOUR });
}

/** The rule, its help, and each element with its problems. */
function toText({ id, impact, help, helpUrl, nodes }: Result): string {
  const elements = nodes.map(
    ({ target, html, failureSummary = "" }) =>
      `    ${target.join(" ")}\n      ${html.slice(0, 200)}\n      ${failureSummary.replace(/\s*\n\s*/g, " ")}`,
  );
  return [`  ${id} (${impact}): ${help} (${helpUrl})`, ...elements].join("\n");
}

// The functions below run in the page.

function runAxe({ within, settings }: { within: string | undefined; settings: RunOptions }) {
  const page = globalThis as unknown as {
    axe: { run(context: unknown, options: RunOptions): Promise<AxeResults> };
    document: unknown;
  };
  return page.axe.run(within ?? page.document, settings);
}

/** Finishes animations, because a colour in transition belongs to neither state. */
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
