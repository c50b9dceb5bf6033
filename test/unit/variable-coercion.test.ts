import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { buildSchema, getVariableValues, type OperationDefinitionNode, parse } from "graphql";
import { expect, test } from "vitest";
import { VariableCoercion } from "../../src/graphql/variable-coercion.ts";
import { operationsOf } from "../support/operation-grammar.ts";

const ours = await readFile(new URL("../../schema/schema.graphql", import.meta.url), "utf8");
const known = { ids: ["slot_1"], cursors: ["cursor"], codes: ["RS000001"] };

/** All kinds of variable types, and our own scalars. */
const every = buildSchema(`
  input Deep { flag: Boolean! deep: Deep flats: [[Flat!]] kind: Kind = ONE texts: [String!]! = ["a"] real: Float }
  input Flat { id: ID! kind: Kind! = TWO }
  input Either @oneOf { flag: Boolean text: String }
  enum Kind { ONE TWO }
  type Query {
    read(deep: Deep, flats: [Flat], kind: Kind!): String
    count(whole: [Int!]!, real: Float, kinds: [Kind]): String
    choose(either: Either): String
  }
`);

test.each([
  ["variables of every kind", every],
  ["variables of this API", buildSchema(ours)],
])("%s are coerced as graphql-js does, or left to it", (_, schema) => {
  const coercion = new VariableCoercion(schema);
  const seen = { coerced: 0, wrong: 0, left: 0 };
  const oddities = fc.constantFrom<unknown>(undefined, null, 1, "text", [], [null], {}, { __proto__: null });
  const drawn = fc.tuple(operationsOf(schema, known, ["query"]), fc.option(fc.tuple(fc.nat(), oddities)));
  fc.assert(
    fc.property(drawn, ([{ query, variables: given }, odd]) => {
      const definition = definitionIn(query);
      if (!definition) return;
      const variables = odd ? withOddity(given, odd) : given;
      const long = getVariableValues(schema, definition.variableDefinitions ?? [], variables);
      for (const short of [coercion.coerce(definition, variables), coercion.coerce(definition, variables)]) {
        if (short !== null) expect(short).toStrictEqual(long.coerced);
        if (short !== null) expect(JSON.stringify(short)).toBe(JSON.stringify(long.coerced));
        if (long.errors) expect(short).toBeNull();
      }
      const isLeft = coercion.coerce(definition, variables) === null;
      seen[long.errors ? "wrong" : isLeft ? "left" : "coerced"]++;
    }),
    { numRuns: 1_000 },
  );
  expect(seen.coerced).toBeGreaterThan(100);
  expect(seen.wrong).toBeGreaterThan(20);
});

test.each([
  ["query ($__proto__: Int) { a }", { ["__proto__"]: 1 }],
  ["query ($real: Float = 1) { a }", {}],
  ["query ($kind: Kind!) { a }", {}],
  ["query ($deep: Deep) { a }", { deep: JSON.parse('{ "flag": true, "__proto__": 1 }') }],
  ["query ($deep: Deep) { a }", { deep: { flag: true, unknown: 1 } }],
  ["query ($deep: Deep) { a }", { deep: [] }],
  ["query ($texts: [String]) { a }", { texts: "a list of one" }],
  ["query ($either: Either) { a }", { either: { flag: true, text: "both" } }],
  ["query ($unknown: Unknown) { a }", { unknown: 1 }],
])("%s with %o is left to graphql-js", (query, variables) => {
  const definition = definitionIn(query) as OperationDefinitionNode;
  expect(new VariableCoercion(every).coerce(definition, variables)).toBeNull();
});

test("no list item is read after an invalid one", () => {
  const definition = definitionIn("query ($whole: [Int!]!) { a }") as OperationDefinitionNode;
  const whole = Array(100_000).fill(1.5);
  const seen: unknown[] = [];
  const watched = new Proxy(whole, {
    get(list, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) seen.push(key);
      return Reflect.get(list, key);
    },
  });
  expect(new VariableCoercion(every).coerce(definition, { whole: watched })).toBeNull();
  expect(seen).toEqual(["0"]);
});

test("an omitted variable stays absent, and a null variable is null", () => {
  const definition = definitionIn("query ($real: Float, $kind: Kind) { a }") as OperationDefinitionNode;
  expect(new VariableCoercion(every).coerce(definition, { kind: null, other: 1 })).toStrictEqual({
    kind: null,
  });
});

function definitionIn(query: string): OperationDefinitionNode | null {
  try {
    return parse(query).definitions.find((each) => each.kind === "OperationDefinition") ?? null;
  } catch {
    return null;
  }
}

/** The variables with one value, at any depth, replaced by another. */
function withOddity(variables: object, [place, value]: readonly [number, unknown]): Record<string, unknown> {
  const copy = structuredClone(JSON.parse(JSON.stringify(variables)));
  let at = copy;
  for (let depth = place; ; depth = depth >> 2) {
    const keys = Object.keys(at);
    const key = keys[depth % keys.length];
    if (key === undefined) return copy;
    const below = at[key];
    if (depth % 2 === 0 || typeof below !== "object" || below === null) {
      at[key] = value;
      return copy;
    }
    at = below;
  }
}
