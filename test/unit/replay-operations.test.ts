import { readFile } from "node:fs/promises";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import * as operations from "../../src/replay/operations.ts";

const schema = buildSchema(await readFile("schema/schema.graphql", "utf8"));

test.each(Object.entries(operations))("replay operation %s is valid in the schema", (_name, { text }) => {
  expect(validate(schema, parse(text))).toEqual([]);
});
