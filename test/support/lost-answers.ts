import type { Page } from "playwright-core";
import type { PageFaults } from "./page-faults.ts";

/** From now on, the page gets no answers to the query with this name. @returns a function that ends this. */
export async function loseAnswers(
  { page, faults }: { readonly page: Page; readonly faults: PageFaults },
  query: string,
): Promise<() => Promise<void>> {
  faults.allow(/ERR_FAILED/);
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes(`query ${query}`) ? route.abort() : route.fallback(),
  );
  return () => page.unrouteAll();
}

/**
 * From now on, the query with this name is refused, and has only this data. @returns a function that ends this.
 */
export async function refuseAnswers(page: Page, query: string, data: object): Promise<() => Promise<void>> {
  const errors = [{ message: "Not now", extensions: { code: "SERVICE_UNAVAILABLE" } }];
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes(`query ${query}`)
      ? route.fulfill({ json: { errors, data } })
      : route.fallback(),
  );
  return () => page.unrouteAll();
}

/** From now on, answers to the query with this name wait. @returns a function that ends this. */
export async function delayAnswers(page: Page, query: string): Promise<() => Promise<void>> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes(`query ${query}`)) await ended;
    await route.fallback();
  });
  return async () => {
    end();
    await page.unrouteAll({ behavior: "wait" });
  };
}
