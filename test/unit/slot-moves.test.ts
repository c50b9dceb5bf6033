import { expect, test } from "vitest";
import { chooseSlots } from "../../src/reservations/slot-moves.ts";

const item = (reservationId: string, slotIds: string[], needsItNow = true) => ({
  reservationId,
  slotIds,
  needsItNow,
  held: needsItNow,
  startAt: null,
});

const chosen = (...items: ReturnType<typeof item>[]) => {
  const { moved, stuck } = chooseSlots(items);
  return {
    moved: Object.fromEntries(moved.map(({ reservationId, toId }) => [reservationId, toId])),
    stuck: stuck.map(({ reservationId }) => reservationId),
  };
};

test("an item that can move to two slots leaves the only slot of another item to that", () => {
  expect(chosen(item("first", ["A", "B"]), item("second", ["A"]))).toEqual({
    moved: { first: "B", second: "A" },
    stuck: [],
  });
});

test("two items that need a slot now do not share it, but future windows do", () => {
  expect(chosen(item("holder", ["A"]), item("due", ["A"]))).toMatchObject({ stuck: ["due"] });
  expect(chosen(item("holder", ["A"]), item("early", ["A"], false), item("late", ["A"], false))).toEqual({
    moved: { holder: "A", early: "A", late: "A" },
    stuck: [],
  });
});

test("an item moves to the first of its possible slots, and is stuck without any", () => {
  expect(chosen(item("one", ["C", "A"]), item("none", []))).toEqual({ moved: { one: "C" }, stuck: ["none"] });
});
