import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../../src/shared/ids.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const text = fc.string({ unit: fc.constantFrom(..."0789alzAé_ -\n"), maxLength: 30 });
// An id with a few characters changed, inserted or removed, at any place.
const almost = fc
  .record({ at: fc.nat({ max: 32 }), gone: fc.nat({ max: 2 }), put: text.map((some) => some.slice(0, 2)) })
  .map(({ at, gone, put }) => {
    const id = newId("slot");
    return id.slice(0, at) + put + id.slice(at + gone);
  });

test("the database accepts well-formed ids only", async () => {
  const looksLikeOne = /^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
  const drawn = fc.sample(fc.oneof(text, almost), 5_000);
  const taken = await database.query<{ id: string; valid: boolean }>(
    "select id, pg_input_is_valid(id, 'typeid') as valid from unnest($1::text[]) as drawn (id)",
    [drawn],
  );
  expect(taken).toEqual(drawn.map((id) => ({ id, valid: looksLikeOne.test(id) })));
  const valid = taken.filter((each) => each.valid).length;
  expect(valid).toBeGreaterThan(100);
  expect(valid).toBeLessThan(4_000);
});
