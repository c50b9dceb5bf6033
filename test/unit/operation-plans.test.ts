import { buildSchema, type OperationDefinitionNode, parse } from "graphql";
import { expect, test } from "vitest";
import type { OperationPlan, PlannedField } from "../../src/graphql/plans/operation-plan.ts";
import { OperationPlans } from "../../src/graphql/plans/operation-plans.ts";

const schema = buildSchema(
  "type Query { thing(id: ID): String, flag(flag: Boolean): String, a: Query, b: Query, c: Query }",
);

function operationIn(query: string) {
  const document = parse(query);
  return { document, definition: document.definitions[0] as OperationDefinitionNode };
}

test("an operation has one plan if a variable is a condition in another operation only", () => {
  const plans = new OperationPlans(schema);
  const operation = operationIn(`
    query Here($id: ID) { thing(id: $id) }
    query There($id: Boolean!) { thing @skip(if: $id) }
  `);
  const found = new Set(["a", "b", null].map((id) => plans.find(operation, { id })));
  expect(found.size).toBe(1);
  expect(found).not.toContain(null);
});

test("an operation has one plan per value of a condition, and none if the condition is null", () => {
  const plans = new OperationPlans(schema);
  const operation = operationIn("query ($if: Boolean = true) { thing @skip(if: $if) flag(flag: $if) }");
  const namesWhere = (variables: Record<string, unknown>) =>
    plans.find(operation, variables)?.fields.map(({ name }) => name);
  expect(namesWhere({ if: true })).toEqual(["flag"]);
  expect(namesWhere({ if: false })).toEqual(["thing", "flag"]);
  expect(plans.find(operation, { if: null })).toBeNull();
});

test("plans are evicted by their size, however short their documents are", () => {
  const plans = new OperationPlans(schema);
  const fragments = Array.from({ length: 8 }, (_, n) =>
    ["a", "b", "c"].map((name) => `${name} { thing flag ${n > 0 ? `...F${n - 1}` : ""} }`).join(" "),
  ).map((selected, n) => `fragment F${n} on Query { ${selected} }`);
  const large = operationIn(`{ thing a { ...F7 } } ${fragments.join(" ")}`);
  const small = operationIn("{ thing }");
  const planOf = (operation: ReturnType<typeof operationIn>) => plans.find(operation, {}) as OperationPlan;
  const [kept, dropped] = [planOf(small), planOf(large)];
  expect(planOf(large)).toBe(dropped);
  expect(planAll(dropped.fields)).toBeGreaterThan(25_000);
  expect(planOf(small)).toBe(kept);
  expect(planOf(large)).not.toBe(dropped);
});

/** Plans all fields recursively, and counts them. */
function planAll(fields: readonly PlannedField[]): number {
  return fields.reduce(
    (sum, { completion }) => sum + (completion.kind === "object" ? planAll(completion.fields()) : 0),
    fields.length,
  );
}
