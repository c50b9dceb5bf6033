import { expect, test } from "vitest";
import { compareFeed } from "../support/feed-follower.ts";

// Tests the checker of the feed, since the tests that use it depend on what it detects.
const committed = [
  { slotId: "a", version: 1, status: "AVAILABLE" },
  { slotId: "a", version: 2, status: "INACTIVE" },
  { slotId: "a", version: 3, status: "AVAILABLE" },
];
const event = (version: number, more: object = {}) => ({
  slotId: "a",
  version,
  kind: "CHANGE",
  status: version % 2 === 1 ? "AVAILABLE" : "INACTIVE",
  conflated: false,
  ...more,
});
const first = event(1, { kind: "SNAPSHOT" });

test.each([
  ["all versions", [first, event(2), event(3)], null],
  ["a later snapshot", [event(2, { kind: "SNAPSHOT" }), event(3)], null],
  ["the changes after a cursor", [event(3)], new Map([["a", 2]])],
  ["a left-out version marked as conflated", [first, event(3, { conflated: true })], null],
])("the feed check accepts %s", (_, seen, from) => {
  expect(compareFeed(seen, committed, from)).toEqual([]);
});

test.each([
  ["a gap", [first, event(3)], null],
  ["a repeat", [first, event(2), event(2), event(3)], null],
  ["an older version after a newer one", [first, event(2), event(3), event(2)], null],
  ["a missing last version", [first, event(2)], null],
  ["a wrong status", [first, event(2), event(3, { status: "BOOKED" })], null],
  ["a change without a snapshot", [event(2), event(3)], null],
  ["a repeat of a known version", [event(2), event(3)], new Map([["a", 2]])],
  ["an empty feed", [], null],
])("the feed check reports %s", (_, seen, from) => {
  expect(compareFeed(seen, committed, from)).not.toEqual([]);
});
