import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** A client that sends the preflight header, as our clients do. */
const fetchFn: typeof fetch = (address, options) =>
  fetch(address, { ...options, headers: { ...options?.headers, "apollo-require-preflight": "1" } });

describe("the GraphQL over HTTP audits of graphql-http", () => {
  const audits = serverAudits({ url: () => `${app.url}/graphql`, fetchFn });

  test("are 61 in number", () => expect(audits).toHaveLength(61));

  test.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))("%s", async (_, audit) => {
    const result = await audit.fn();
    expect(result).toMatchObject({ status: "ok" });
  });
});
