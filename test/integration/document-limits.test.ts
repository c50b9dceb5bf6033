import { readFile } from "node:fs/promises";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examples } from "../../src/playground/examples.ts";
import { newId } from "../../src/shared/ids.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { type OperationToSend, refusalOver, transportNames, transports } from "../support/transports.ts";

let app: TestApp;
let token: string;
beforeAll(async () => {
  app = await startTestApp({ limits: { maxUrlBytes: 20_000 } });
  token = await app.app.tokens.sign({ subject: "operator", roles: ["OPERATOR"] }, "1h");
});
afterAll(() => app.close());

const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => write(n));

/** An operation with that many nested fields. */
function deep(levels: number): string {
  const loop = ["port", "station", "ports", "slots"];
  const fields = [
    "node(id: $id) { ... on Slot",
    ...times(levels - 2, (n) => loop[n % 4] ?? ""),
    "__typename",
  ];
  return `query($id: ID!) { ${fields.join(" { ")} ${"}".repeat(levels)} }`;
}

/** Fragments that each spread the next one twice: a short document with 2^count fields. */
function doubling(count: number, last: string): string {
  const fragments = times(count, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  return `{ ...F0 } ${fragments.join(" ")} fragment F${count} on Query { ${last} }`;
}

const id = newId("slot");
const aliases = (count: number) => `{ ${times(count, (n) => `a${n}: __typename`).join(" ")} }`;
const rootFields = (count: number) => `{ ${times(count, () => "__typename").join(" ")} }`;
const directives = (count: number) => `{ __typename ${times(count, () => "@include(if: true)").join(" ")} }`;
const directed = (count: number) => `{ me { ${times(count, () => "id @include(if: true)").join(" ")} } }`;
const list = (levels: number) =>
  `{ slots(filter: { slotIds: ${"[".repeat(levels)}${"]".repeat(levels)} }) { totalCount } }`;
// Operations of five tokens each.
const operations = (count: number) => times(count, (n) => `query A${n} { __typename }`).join(" ");
const pages =
  "{ edges { node { history(first: 100) { edges { node { slot { port { station { id } } } } } } } } }";

const withinLimits: [string, OperationToSend][] = [
  ["20 levels", { query: deep(20), variables: { id } }],
  ["50 aliases", { query: aliases(50) }],
  ["50 directives", { query: directed(50) }],
  ["50 root fields", { query: rootFields(50) }],
  ["2,000 tokens", { query: operations(400), operationName: "A7" }],
  ["small pages of pages", { query: `{ slots(first: 50) ${pages} }` }],
  ["a fragment that is spread often", { query: doubling(5, "__typename") }],
  ["the introspection query of tools", { query: getIntrospectionQuery() }],
];

const overLimits: [string, OperationToSend, Record<string, unknown>][] = [
  ["21 levels", { query: deep(21), variables: { id } }, { measure: "depth", value: 21, limit: 20 }],
  [
    "levels in fragments",
    {
      query: `{ me { vehicles { ...A } } } ${times(10, (n) => `fragment ${letter(n)} on Vehicle { owner { vehicles { ${n < 9 ? `...${letter(n + 1)}` : "id"} } } }`).join(" ")}`,
    },
    { measure: "depth", value: 23 },
  ],
  ["levels in a value", { query: list(500) }, { measure: "depth", value: 501 }],
  [
    "levels in variables",
    {
      query: "query($ids: [ID!]) { slots(filter: { slotIds: $ids }) { totalCount } }",
      variables: { ids: JSON.parse("[".repeat(500) + "]".repeat(500)) },
    },
    { measure: "depth", value: 21 },
  ],
  ["51 aliases", { query: aliases(51) }, { measure: "aliases", value: 51, limit: 50 }],
  ["aliases in fragments", { query: doubling(8, "a: __typename") }, { measure: "aliases", value: 256 }],
  ["51 directives", { query: directed(51) }, { measure: "directives", value: 51, limit: 50 }],
  ["51 root fields", { query: rootFields(51) }, { measure: "rootFields", value: 51, limit: 50 }],
  [
    "2,001 tokens",
    { query: operations(401), operationName: "A7" },
    { measure: "tokens", value: 2_001, limit: 2_000 },
  ],
  [
    "fragments that double a hundred times",
    { query: doubling(100, "__typename") },
    { measure: "rootFields", value: 2 ** 100 },
  ],
  [
    "large pages of pages",
    { query: `{ slots(first: 100) ${pages} }` },
    { measure: "cost", value: 50_301, limit: 50_000 },
  ],
  [
    "large pages by a variable",
    { query: `query($n: Int) { slots(first: $n) ${pages} }`, variables: { n: 100 } },
    { measure: "cost", value: 50_301 },
  ],
  [
    "large pages by a variable's default",
    { query: `query($n: Int = 100) { slots(first: $n) ${pages} }` },
    { measure: "cost", value: 50_301 },
  ],
  [
    "pages in fragments",
    { query: `{ slots(first: 100) { ...P } } fragment P on SlotConnection ${pages}` },
    { measure: "cost", value: 50_301 },
  ],
  [
    "lists without pages",
    {
      query: `{ stations(first: 100) { edges { node { ${"ports { slots { port { station { ".repeat(3)}id${" } } } }".repeat(3)} } } } }`,
    },
    { measure: "cost", value: 90_501 },
  ],
];

function letter(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

describe.each(transportNames)("over %s", (transport) => {
  test.each(withinLimits)("the server accepts %s", async (_what, operation) => {
    const { data, errors } = await transports[transport](app.url, operation);
    expect(errors).toBeUndefined();
    expect(data).toBeTypeOf("object");
  });

  test.each(overLimits)(
    "the server refuses %s with QUERY_TOO_COMPLEX, the measured value and the limit",
    async (_what, operation, facts) => {
      const { message, extensions } = await refusalOver(transport, app.url, operation);
      expect(extensions).toMatchObject({
        code: "QUERY_TOO_COMPLEX",
        status: 400,
        error: "Bad Request",
        ...facts,
      });
      expect(message).toContain(String(extensions["limit"]));
    },
  );

  test("a fragment cycle and unknown fields are GRAPHQL_VALIDATION_FAILED", async () => {
    const circle = await refusalOver(transport, app.url, { query: "{ ...A } fragment A on Query { ...A }" });
    expect(circle.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    const { errors } = await transports[transport](app.url, { query: "{ a b c }" });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(
      Array(3).fill("GRAPHQL_VALIDATION_FAILED"),
    );
  });

  test("repeated directives are counted before validation refuses their repetition", async () => {
    const { extensions } = await refusalOver(transport, app.url, { query: directives(51) });
    expect(extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", measure: "directives" });
  });

  // A longer document does not fit into an address.
  test.skipIf(transport === "GET")(
    "the server accepts 100,000 characters including comments, and refuses one more",
    async () => {
      const taken = await transports[transport](app.url, { query: `{ me { id } } #${"x".repeat(99_985)}` });
      expect(taken.errors).toBeUndefined();
      const { extensions } = await refusalOver(transport, app.url, {
        query: "{ me { id } }".padEnd(100_001),
      });
      expect(extensions).toMatchObject({ measure: "characters", value: 100_001, limit: 100_000 });
    },
  );

  test("the server still answers after all these refusals", async () => {
    expect(await transports[transport](app.url, { query: "{ __typename }" })).toMatchObject({
      data: { __typename: "Query" },
    });
  });
});

test("the limits can be configured", async () => {
  const strict = await startTestApp({ database: app.database, limits: { maxDepth: 3, maxCost: 10 } });
  try {
    for (const transport of transportNames) {
      expect(
        await transports[transport](strict.url, { query: "{ slots(first: 9) { edges { cursor } } }" }),
      ).toMatchObject({ data: { slots: { edges: [] } } });
      const deep = await refusalOver(transport, strict.url, {
        query: "{ slots(first: 1) { edges { node { id } } } }",
      });
      expect(deep.extensions).toMatchObject({ measure: "depth", value: 4, limit: 3 });
      const costly = await refusalOver(transport, strict.url, {
        query: "{ slots(first: 10) { edges { cursor } } }",
      });
      expect(costly.extensions).toMatchObject({ measure: "cost", value: 11, limit: 10 });
    }
  } finally {
    await strict.close();
  }
});

test("a subscription costs as much as a page of its events", async () => {
  const histories = (count: number) =>
    times(count, (n) => `h${n}: history(first: 100) { edges { node { version } } }`).join(" ");
  const watch = (count: number) =>
    `subscription { slotStatusChanged(snapshot: true) { slot { ${histories(count)} } } }`;
  const { extensions } = await refusalOver("POST", app.url, { query: watch(3) });
  // Each event has a slot and its histories, each of 100 edges with a node.
  const value = 100 + 100 * (1 + 1 + 3 * (1 + 100 * 2));
  expect(extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", measure: "cost", value });
  // A smaller one is refused only because subscriptions do not come by POST.
  expect((await refusalOver("POST", app.url, { query: watch(2) })).extensions.code).toBe("BAD_REQUEST");
});

test("the message of an exceeded limit is in the caller's language", async () => {
  const headers = { "accept-language": "vi" };
  const { message } = await refusalOver("POST", app.url, { query: deep(21), variables: { id } }, { headers });
  expect(message).toBe("Thao tác sâu 21 tầng, tối đa là 20: hãy yêu cầu ít tầng hơn");
});

describe("the project's own example operations stay within the limits", () => {
  test.each(
    examples.map(({ query, variables }) => [
      /(\w+ \w+)/.exec(query.replace(/^#.*$/gm, ""))?.[1],
      query,
      variables,
    ]),
  )("of the playground: %s", async (_name, query, variables) => {
    const { errors = [] } = await transports.POST(
      app.url,
      { query: String(query), variables: variables as Record<string, unknown> },
      { token },
    );
    expect(errors.map(({ extensions }) => extensions.code)).not.toContain("QUERY_TOO_COMPLEX");
  });

  test("of the README", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const documents = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, document = ""]) => document);
    expect(documents.length).toBeGreaterThan(4);
    for (const query of documents) {
      for (const [, operationName = ""] of query.matchAll(/^(?:query|mutation|subscription) (\w+)/gm)) {
        const { errors = [] } = await transports.POST(app.url, { query, operationName }, { token });
        expect(errors.map(({ extensions }) => extensions.code)).not.toContain("QUERY_TOO_COMPLEX");
        expect(errors.map(({ extensions }) => extensions.code)).not.toContain("GRAPHQL_VALIDATION_FAILED");
      }
    }
  });
});
