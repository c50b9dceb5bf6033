import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { schemaChanges } from "../support/schema-changes.ts";

const released = `
  type Query { slot(id: ID!, at: String): Slot }
  type Slot { id: ID! label: String! power: Int @deprecated(reason: "Use powerKw.") status: Status! }
  enum Status { FREE TAKEN }
`;

test("the SDL breaks nothing of the last release (`npm run release-schema` makes it the next one)", async () => {
  const [before, after] = await Promise.all(
    ["released", "schema"].map((name) => readFile(`schema/${name}.graphql`, "utf8")),
  );
  const { breaking, dangerous } = await schemaChanges(before ?? "", after ?? "");
  for (const message of dangerous) process.stdout.write(`Since the last release, dangerous: ${message}\n`);
  expect(breaking).toEqual([]);
});

describe("a change that breaks clients is found", () => {
  test.each([
    ["a field that is gone", "label: String!", ""],
    ["a field that may now be null", "label: String!", "label: String"],
    ["a field of another type", "label: String!", "label: Int!"],
    ["an argument that is gone", ", at: String", ""],
    ["an argument that is now required", "at: String", "at: String!"],
    ["a new argument that is required", "at: String", "at: String, where: ID!"],
    ["a type of another name", /\bSlot\b/g, "Place"],
    ["a value of an enum that is gone", "FREE TAKEN", "FREE"],
  ])("%s", async (_what, from, to) => {
    const { breaking } = await schemaChanges(released, released.replaceAll(from, to));
    expect(breaking).not.toEqual([]);
  });
});

describe("a change that breaks nobody is let through", () => {
  test.each([
    ["a new field", "label: String!", "label: String! colour: String"],
    ["a deprecation", "label: String!", 'label: String! @deprecated(reason: "No.")'],
    ["the end of what the last release had deprecated", /power: .*?\) /g, ""],
    ["a new argument that may be left out", "at: String", "at: String, where: ID"],
  ])("%s", async (_what, from, to) => {
    expect((await schemaChanges(released, released.replaceAll(from, to))).breaking).toEqual([]);
  });

  test("a new value of an enum is called dangerous", async () => {
    expect(await schemaChanges(released, released.replace("TAKEN", "TAKEN BROKEN"))).toEqual({
      breaking: [],
      dangerous: ["Enum value 'BROKEN' was added to enum 'Status'"],
    });
  });
});
