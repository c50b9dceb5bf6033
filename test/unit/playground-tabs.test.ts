import { expect, test } from "vitest";
import { refreshStoredTabs } from "../../src/playground/stored-tabs.ts";

const now = new Date("2030-05-10T12:00:00Z");
const [past, future, fresh] = ["2030-05-01T12:00:00Z", "2030-05-20T12:00:00Z", "2030-05-11T12:00:00Z"];
const query = "mutation Book { book }";
const example = {
  query,
  variables: { input: { slotId: "<slot>", items: [{ startAt: fresh, endAt: fresh }] } },
};
const asText = (variables: unknown) => JSON.stringify(variables, null, 2);

function refresh(entries: Record<string, string>): Record<string, string> {
  const storage = new Map(Object.entries(entries));
  const access = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
  };
  refreshStoredTabs(access, [example], now);
  return Object.fromEntries(storage);
}

const tabState = (...tabs: { query: string | null; variables: string | null }[]) =>
  JSON.stringify({ tabs, activeTabIndex: 0 });

test("example dates that have passed are renewed, and typed values stay", () => {
  const kept = asText({
    input: { slotId: "slot_1", notes: past, items: [{ startAt: past, endAt: future }] },
  });
  const renewed = asText({
    input: { slotId: "slot_1", notes: past, items: [{ startAt: fresh, endAt: future }] },
  });
  expect(
    refresh({
      "graphiql:tabState": tabState({ query, variables: kept }),
      "graphiql:query": query,
      "graphiql:variables": kept,
    }),
  ).toEqual({
    "graphiql:tabState": tabState({ query, variables: renewed }),
    "graphiql:query": query,
    "graphiql:variables": renewed,
  });
});

test("the user's own tabs, unfinished tabs and invalid contents are left alone", () => {
  const own = { query: "query Mine { me }", variables: asText({ input: { items: [{ startAt: past }] } }) };
  const unfinished = { query, variables: '{ "input": ' };
  const empty = { query: null, variables: null };
  const compact = { query, variables: JSON.stringify({ input: { items: [{ startAt: future }, 5, null] } }) };
  const state = tabState(own, unfinished, empty, compact);
  expect(refresh({ "graphiql:tabState": state })).toEqual({ "graphiql:tabState": state });
  for (const text of ["", "5", "[]", "{", '{"tabs":5}'])
    expect(refresh({ "graphiql:tabState": text })).toEqual({ "graphiql:tabState": text });
  expect(refresh({})).toEqual({});
});
