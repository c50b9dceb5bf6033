import { type FieldNode, GraphQLError, Kind, locatedError, parse, visit } from "graphql";
import { expect, test } from "vitest";
import { locate } from "../../src/graphql/plans/located-error.ts";
import { DomainError, notFound } from "../../src/shared/domain-error.ts";

const told = ["message", "name", "path", "locations", "nodes", "source", "positions", "extensions"] as const;

test("a DomainError gets the same location as from graphql-js's locatedError", () => {
  const nodes = fieldsOf("{ a { b }\n\n  a { c } }");
  const places = [nodes, nodes.slice(0, 1), nodes.slice(3), fieldsOf("{ a }", { noLocation: true })];
  for (const at of places) {
    for (const error of [notFound("Slot", "slot_1"), new DomainError("FORBIDDEN", "Not yours")]) {
      const path = ["a", 3, "b"];
      const long = locatedError(error, at, path);
      // Twice, because the second call uses what the first has cached for the location.
      for (const short of [locate(error, at, path), locate(error, at, path)]) {
        expect(short).toBeInstanceOf(GraphQLError);
        expect(short.originalError).toBe(error);
        for (const name of told) expect([name, short[name]]).toEqual([name, long[name]]);
        expect(JSON.stringify(short)).toBe(JSON.stringify(long));
        expect(String(short)).toBe(String(long));
        expect(short.stack).toBe(long.stack);
        // An error that is already located is returned unchanged.
        expect(locate(short, nodes, ["elsewhere"])).toBe(short);
      }
    }
  }
});

test("any other error gets its path, its location and its original stack", () => {
  const error = new Error("a fault");
  expect(locate(error, fieldsOf("{ a }"), ["a"])).toMatchObject({
    message: "a fault",
    path: ["a"],
    locations: [{ line: 1, column: 3 }],
    originalError: error,
    stack: error.stack,
  });
  expect(locate("a text", fieldsOf("{ a }"), ["a"]).message).toBe('Unexpected error value: "a text"');
});

function fieldsOf(text: string, options = {}): FieldNode[] {
  const fields: FieldNode[] = [];
  visit(parse(text, options), { [Kind.FIELD]: (node: FieldNode) => void fields.push(node) });
  return fields;
}
