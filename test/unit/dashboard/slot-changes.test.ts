import { expect, test } from "vitest";
import { mergePage, type SlotChanges } from "../../../src/dashboard/slot/slot-changes.ts";

/** A page of versions, newest first. */
const page = (from: number, to: number, hasMore = to > 1): SlotChanges => ({
  list: Array.from({ length: from - to + 1 }, (_, index) => ({
    version: from - index,
    cause: "SLOT_ACTIVATED",
    previousStatus: null,
    status: "AVAILABLE",
    occurredAt: "2026-01-01T00:00:00Z",
  })),
  hasMore,
});
const versions = ({ list }: SlotChanges) => list.map(({ version }) => version);

test("the first page is the whole known history", () => {
  expect(mergePage(null, page(3, 2))).toEqual(page(3, 2));
});

test("an older page is appended, and says whether there is more", () => {
  expect(mergePage(page(6, 4), page(3, 1))).toEqual(page(6, 1, false));
});

test("a newer page goes on top, and older changes stay", () => {
  const known = mergePage(page(6, 4), page(3, 1));
  expect(mergePage(known, page(8, 6))).toEqual(page(8, 1, false));
});

test("a page that would leave a gap replaces the known history", () => {
  expect(versions(mergePage(page(3, 1), page(9, 7)))).toEqual([9, 8, 7]);
  expect(versions(mergePage(page(3, 1), page(6, 4)))).toEqual([6, 5, 4, 3, 2, 1]);
});

test("a late answer removes nothing", () => {
  expect(mergePage(page(8, 4), page(6, 4))).toEqual(page(8, 4));
});
