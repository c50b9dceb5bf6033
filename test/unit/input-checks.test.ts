import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { validateSync } from "class-validator";
import fc from "fast-check";
import { getMetadataStorage } from "type-graphql";
import { beforeAll, expect, test } from "vitest";
import { validateInput } from "../../src/graphql/input.ts";
import { isSurelyValid } from "../../src/graphql/input-checks.ts";
import { inputReader } from "../../src/graphql/input-objects.ts";
import { describeSchema } from "../../src/graphql/schema.ts";
import { DomainError } from "../../src/shared/domain-error.ts";
import { idPrefixes, newId } from "../../src/shared/ids.ts";

interface InputClass {
  readonly name: string;
  readonly target: object;
  readonly fields?: readonly {
    readonly name: string;
    getType(): unknown;
    readonly typeOptions: { readonly array?: boolean };
  }[];
}

/** TypeGraphQL's internal function, which it does not export. */
const { convertArgToInstance } = createRequire(import.meta.url)(
  join(dirname(createRequire(import.meta.url).resolve("type-graphql")), "resolvers/convert-args.js"),
) as { convertArgToInstance(argument: { name: string; getType(): unknown }, args: object): unknown };

let classes: readonly InputClass[];
beforeAll(async () => {
  // After this, all of the schema's classes are registered.
  await describeSchema();
  classes = getMetadataStorage().inputTypes as readonly InputClass[];
});

const long = { skipUndefinedProperties: true, forbidUnknownValues: false };

test("an input is valid exactly if class-validator finds no error in it", () => {
  const seen = { valid: 0, invalid: 0 };
  for (const { target } of classes) {
    fc.assert(
      fc.property(dataOf(target), (data) => {
        const input = inputReader(target)?.(data) as object;
        const isValid = validateSync(input, long).length === 0;
        expect(isSurelyValid(input)).toBe(isValid);
        expect(refusalOf(input)?.code).toBe(isValid ? undefined : "BAD_USER_INPUT");
        seen[isValid ? "valid" : "invalid"]++;
      }),
      { numRuns: 300 },
    );
  }
  expect(seen.valid).toBeGreaterThan(1_000);
  expect(seen.invalid).toBeGreaterThan(1_000);
});

test("an input becomes the same instances, with fields in the same order, as with TypeGraphQL", () => {
  expect(classes.length).toBeGreaterThan(20);
  for (const { target } of classes) {
    const ofOne = fc.oneof(dataOf(target), fc.array(dataOf(target), { maxLength: 2 }));
    fc.assert(
      fc.property(fc.oneof(ofOne, fc.constant(null), fc.constant(undefined)), (data) => {
        const made = inputReader(target)?.(data);
        const longWay = convertArgToInstance({ name: "input", getType: () => target }, { input: data });
        expect(made).toStrictEqual(longWay);
        expect(JSON.stringify(made)).toBe(JSON.stringify(longWay));
      }),
      { numRuns: 50 },
    );
  }
});

function refusalOf(input: object): DomainError | null {
  try {
    validateInput(input, "input");
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Input of the kind that variables can contain, and of kinds that none can: valid, invalid, omitted and null. */
function dataOf(type: unknown): fc.Arbitrary<Record<string, unknown>> {
  const { fields = [] } = classes.find(({ target }) => target === type) as InputClass;
  const drawn = fields.map(({ name, getType, typeOptions }) => {
    const field = getType();
    const one = classes.some(({ target }) => target === field) ? dataOf(field) : leafFor(name);
    const value = typeOptions.array ? fc.array(one, { maxLength: 3 }) : one;
    return [name, fc.oneof({ weight: 30, arbitrary: value }, fc.constant(null), leaf)] as const;
  });
  return fc.record(Object.fromEntries(drawn), { requiredKeys: [] });
}

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...idPrefixes.map((prefix) => newId(prefix))),
  fc.constantFrom("", " ", "\0", "\ud800", "text", "x".repeat(201), "x".repeat(2_001), true, false),
  fc.constantFrom<unknown>(new Date(0), [], ["x"], [null], [[]], -1, 0, 50, 101, 1e9, Number.NaN),
);

/** Mostly valid values, because with many fields an input would otherwise never be valid. */
function leafFor(name: string): fc.Arbitrary<unknown> {
  const prefix = idPrefixes.find((each) => name.toLowerCase().startsWith(each)) ?? "user";
  const right = /Ids?$/.test(name)
    ? fc.constant(newId(prefix))
    : fc.constantFrom<unknown>("https://example.com", "text", 1, 50);
  return fc.oneof({ weight: 40, arbitrary: right }, leaf);
}
