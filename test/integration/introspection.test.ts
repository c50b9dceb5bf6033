import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { transportNames, transports } from "../support/transports.ts";

const SCHEMA = "{ __schema { queryType { name } } }";
const TYPE = 'query { ...F } fragment F on Query { t: __type(name: "Slot") { name } }';
const mistakes: [string, string, Record<string, unknown>?][] = [
  ["a field", "{ slotz { id } }"],
  ["a type", "fragment F on Slott { id } { slots { totalCount ...F } }"],
  ["an argument", "{ slots(firts: 1) { totalCount } }"],
  ["an enum value", "{ slots(filter: { statuses: [AVAILABEL] }) { totalCount } }"],
  [
    "a variable's enum value",
    "query($s: [SlotStatus!]) { slots(filter: { statuses: $s }) { totalCount } }",
    { s: ["AVAILABEL"] },
  ],
  [
    "a variable's field",
    "query($f: SlotFilter) { slots(filter: $f) { totalCount } }",
    { f: { statuse: [] } },
  ],
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.each([
  ["on", { nobody: true, somebody: true }],
  ["signed-in", { nobody: false, somebody: true }],
  ["off", { nobody: false, somebody: false }],
] as const)("INTROSPECTION=%s", (introspection, allowed) => {
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await startTestApp({ database, config: { introspection } });
    token = await app.app.tokens.sign({ subject: "somebody", roles: [] }, "1h");
  });
  afterAll(() => app.close());

  describe.each(
    [...transportNames].flatMap(
      (transport) =>
        [
          [transport, "nobody"],
          [transport, "somebody"],
        ] as const,
    ),
  )("over %s with caller %s", (transport, who) => {
    const send = (query: string, variables?: Record<string, unknown>) =>
      transports[transport](
        app.url,
        { query, ...(variables && { variables }) },
        { token: who === "nobody" ? null : token },
      );

    test.each([SCHEMA, TYPE])("the schema is shown only if introspection is allowed: %s", async (query) => {
      const { data, errors } = await send(query);
      if (allowed[who]) expect([typeof data, errors]).toEqual(["object", undefined]);
      else {
        expect(data).toBeUndefined();
        expect(errors).toMatchObject([
          {
            message: `The schema is not shown to you: introspection is switched off${who === "nobody" ? " for who is not signed in" : ""}`,
            extensions: { code: "GRAPHQL_VALIDATION_FAILED", status: 400 },
          },
        ]);
      }
    });

    test.each(mistakes)("a correction is suggested only if allowed: %s", async (_what, query, variables) => {
      const { errors = [] } = await send(query, variables);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.some(({ message }) => message.includes("Did you mean"))).toBe(allowed[who]);
    });

    test("an operation that selects __typename is answered", async () => {
      expect(await send("{ __typename slots { __typename } }")).toMatchObject({
        data: { __typename: "Query" },
      });
    });
  });
});
