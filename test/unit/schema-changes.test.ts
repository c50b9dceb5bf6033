import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { schemaChanges } from "../support/schema-changes.ts";

const released = `
  type Query { slot(id: ID!, at: String): Slot }
  type Slot { id: ID! label: String! power: Int @deprecated(reason: "Use powerKw.") status: Status! }
  enum Status { FREE TAKEN }
`;

test("the SDL breaks nothing of the last release (`npm run release-schema` makes it the next release)", async () => {
  const [before, after] = await Promise.all(
    ["released", "schema"].map((name) => readFile(`schema/${name}.graphql`, "utf8")),
  );
  const { breaking, dangerous } = await schemaChanges(before ?? "", after ?? "");
  for (const message of dangerous) process.stdout.write(`Since the last release, dangerous: ${message}\n`);
  expect(breaking).toEqual([]);
});

describe("a breaking change is found", () => {
  test.each([
    ["a removed field", "label: String!", ""],
    ["a field that becomes nullable", "label: String!", "label: String"],
    ["a field of another type", "label: String!", "label: Int!"],
    ["a removed argument", ", at: String", ""],
    ["an argument that becomes required", "at: String", "at: String!"],
    ["a new required argument", "at: String", "at: String, where: ID!"],
    ["a renamed type", /\bSlot\b/g, "Place"],
    ["a removed enum value", "FREE TAKEN", "FREE"],
  ])("%s", async (_what, from, to) => {
    const { breaking } = await schemaChanges(released, released.replaceAll(from, to));
    expect(breaking).not.toEqual([]);
  });
});

describe("a non-breaking change is accepted", () => {
  test.each([
    ["a new field", "label: String!", "label: String! colour: String"],
    ["a deprecation", "label: String!", 'label: String! @deprecated(reason: "No.")'],
    ["the removal of a field that the last release deprecated", /power: .*?\) /g, ""],
    ["a new optional argument", "at: String", "at: String, where: ID"],
  ])("%s", async (_what, from, to) => {
    expect((await schemaChanges(released, released.replaceAll(from, to))).breaking).toEqual([]);
  });

  test("a new enum value is reported as dangerous", async () => {
    expect(await schemaChanges(released, released.replace("TAKEN", "TAKEN BROKEN"))).toEqual({
      breaking: [],
      dangerous: ["Enum value 'BROKEN' was added to enum 'Status'"],
    });
  });
});
