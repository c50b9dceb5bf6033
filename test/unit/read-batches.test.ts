import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Queryable } from "../../src/database/statement.ts";
import { type Lookup, ReadBatches } from "../../src/graphql/read-batches.ts";

const nothing = {} as Queryable;

/** A lookup whose statements the test answers one by one. */
function openLookup() {
  const statements: { readonly keys: readonly string[]; answer(): void }[] = [];
  const lookup: Lookup<string | undefined> = new ReadBatches(nothing).of({
    rowsOf: (_db, keys) =>
      new Promise<string[]>((resolve) => {
        statements.push({ keys, answer: () => resolve([...keys]) });
      }),
    keyOf: (row: string) => row,
    pick: ([row]) => row,
  });
  const answerNext = async () => {
    statements.at(-1)?.answer();
    await nextTurn();
    await nextTurn();
  };
  return { lookup, answerNext, read: () => statements.map(({ keys }) => keys) };
}

test("all keys requested in one turn of the event loop are read by one statement", async () => {
  const { lookup, answerNext, read } = openLookup();
  const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);
  const values = Promise.all(keys.map((key) => lookup.load(key)));
  await nextTurn();
  await answerNext();
  expect(await values).toEqual(keys);
  expect(read()).toEqual([keys]);
});

test("of keys requested in many turns while a statement runs, the next one reads the earlier part", async () => {
  const { lookup, answerNext, read } = openLookup();
  const asked = [lookup.load("first"), lookup.load("second")];
  await nextTurn();
  for (const turn of ["a", "b", "c"]) {
    asked.push(lookup.load(`${turn}1`), lookup.load(`${turn}2`));
    await nextTurn();
  }
  for (let statement = 1; statement <= 3; statement++) await answerNext();
  expect(await Promise.all(asked)).toEqual(["first", "second", "a1", "a2", "b1", "b2", "c1", "c2"]);
  expect(read()).toEqual([
    ["first", "second"],
    ["a1", "a2", "b1", "b2"],
    ["c1", "c2"],
  ]);
});
