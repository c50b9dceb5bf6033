import { expect, test } from "vitest";
import {
  type BoardFilter,
  createMatcher,
  fold,
  readFilter,
  totalOf,
  writeFilter,
} from "../../../src/dashboard/board/board-filter.ts";
import type { LiveSlot, LiveStation } from "../../../src/dashboard/live/live-slot.ts";

const everything: BoardFilter = { text: "", statuses: [], connector: null };

function slot(label: string, facts: Partial<LiveSlot> = {}): LiveSlot {
  return {
    ...{
      id: label,
      label,
      connectorType: "CCS2",
      powerKw: 50,
      portId: "p1",
      portLabel: "P1",
      stationId: "s",
    },
    ...{ status: "AVAILABLE", version: 1, changedAt: null, receivedAt: null },
    ...facts,
  };
}

function station(name: string, address: string | null, slots: readonly LiveSlot[]): LiveStation {
  const counts = { AVAILABLE: slots.length, BOOKED: 0, IN_USE: 0, INACTIVE: 0 };
  return { id: name, name, address, bookingMode: "IMMEDIATE", slots, counts };
}

const stations = [
  station("Trạm Đồng Khởi", "Quận 1", [slot("A1"), slot("A2", { status: "BOOKED" })]),
  station("Harbour", null, [slot("A1", { connectorType: "TYPE2" }), slot("B7", { connectorType: null })]),
];

function find(filter: Partial<BoardFilter>): string[] {
  const shown = createMatcher({ ...everything, ...filter })(stations);
  return shown.flatMap(({ station, slots }) => slots.map(({ label }) => `${station.name} ${label}`));
}

test("text matches names, addresses and labels, ignoring case and diacritics", () => {
  expect(find({ text: "  DONG khoi " })).toEqual(["Trạm Đồng Khởi A1", "Trạm Đồng Khởi A2"]);
  expect(find({ text: "quan a2" })).toEqual(["Trạm Đồng Khởi A2"]);
  expect(find({ text: "b7" })).toEqual(["Harbour B7"]);
  expect(find({ text: "nowhere" })).toEqual([]);
  expect(fold("ĐẶT Chỗ")).toBe("dat cho");
});

test("statuses and connector must both match", () => {
  expect(find({ statuses: ["BOOKED", "IN_USE"] })).toEqual(["Trạm Đồng Khởi A2"]);
  expect(find({ connector: "TYPE2" })).toEqual(["Harbour A1"]);
  expect(find({ connector: "TYPE2", statuses: ["BOOKED"] })).toEqual([]);
});

test("an unchanged station yields the same object again", () => {
  const match = createMatcher(everything);
  const [first, second] = match(stations);
  const changed = station("Harbour", null, [slot("A1")]);
  const again = match([...stations.slice(0, 1), changed]);
  expect(again[0]).toBe(first);
  expect(again[1]).not.toBe(second);
});

test("a filter survives its way through the URL, and other parameters stay there", () => {
  const filter: BoardFilter = { text: "đồng khởi", statuses: ["BOOKED", "INACTIVE"], connector: "CCS2" };
  const written = writeFilter(new URLSearchParams("q=old&other=1"), filter);
  expect(written.get("other")).toBe("1");
  expect(readFilter(new URLSearchParams(written.toString()))).toEqual(filter);
  expect(writeFilter(written, everything).toString()).toBe("other=1");
  expect(readFilter(new URLSearchParams("status=nonsense&status=IN_USE&connector="))).toEqual({
    ...everything,
    statuses: ["IN_USE"],
  });
});

test("the site's counts are the sums of its stations' counts", () => {
  expect(totalOf(stations)).toEqual({ AVAILABLE: 4, BOOKED: 0, IN_USE: 0, INACTIVE: 0 });
});
