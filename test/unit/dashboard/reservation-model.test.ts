import { describe, expect, test } from "vitest";
import type { ReservationEventKind } from "../../../src/dashboard/api/documents.ts";
import {
  readFilter,
  toReservationFilter,
  writeFilter,
} from "../../../src/dashboard/reservations/history-filter.ts";
import { isNotice } from "../../../src/dashboard/reservations/notice-kinds.ts";
import {
  awaitedHold,
  chargeableItem,
  type Lists,
  nextPassing,
  type Reservation,
  shownNotes,
  sortedItems,
  stepsOf,
  toCode,
} from "../../../src/dashboard/reservations/reservation-model.ts";
import { withChange } from "../../../src/dashboard/shared/address.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (ms: number) => new Date(ms).toISOString();

function reservation(given: Partial<Reservation> = {}): Reservation {
  return {
    ...{ id: "reservation_1", code: "RS000001", status: "ACTIVE", kind: "HOLD", hiddenAt: null },
    ...{ reservedUntil: iso(HOUR), createdAt: iso(0), items: [] },
    ...{ owner: { id: "user_1" }, vehicle: { id: "vehicle_1", plate: "EL 1" } },
    ...given,
  };
}

function item(label: string, startAt: string | null, bookingMode: "CALENDAR" | "IMMEDIATE") {
  const station = { id: "station_1", name: "Quay", bookingMode };
  const slot = { id: `slot_${label}`, label, port: { id: "port_1", label: "P1", station } };
  const isCalendar = bookingMode === "CALENDAR";
  const holdFrom = isCalendar && startAt ? iso(Date.parse(startAt) - 15 * MINUTE) : null;
  return { startAt, endAt: startAt, holdFrom, heldAt: isCalendar ? null : iso(0), releasedAt: null, slot };
}

const nothing: Lists = { urgent: [], current: [], yourTurn: [], waitlisted: [], dismissible: [] };

describe("the possible steps", () => {
  test("of a hidden reservation are only to restore it, whatever its status", () => {
    expect(stepsOf(reservation({ status: "EXPIRED", hiddenAt: iso(1) }))).toEqual(["restore"]);
  });

  test("include rescheduling only for windows at a CALENDAR station", () => {
    const booked = (mode: "CALENDAR" | "IMMEDIATE") =>
      stepsOf(reservation({ kind: "BOOKING", items: [item("A", iso(HOUR), mode)] }));
    expect(booked("CALENDAR")).toContain("reschedule");
    expect(booked("IMMEDIATE")).not.toContain("reschedule");
    expect(stepsOf(reservation())).not.toContain("reschedule");
  });
});

describe("charging with a window", () => {
  const [first, second] = [item("A", iso(HOUR), "CALENDAR"), item("B", iso(3 * HOUR), "CALENDAR")];
  const booked = (...items: Reservation["items"]) => reservation({ kind: "BOOKING", items });

  test("is not possible before its slot is held, and the time of the hold is known", () => {
    const early = booked(second, first);
    expect(stepsOf(early)).not.toContain("charge");
    expect(awaitedHold(early)).toBe(iso(45 * MINUTE));
  });

  test("is possible if one of its slots is held, even if that is not the first one", () => {
    const [past, heldNow] = [
      { ...first, heldAt: iso(0), releasedAt: iso(2 * HOUR) },
      { ...second, heldAt: iso(1) },
    ];
    const held = booked(past, heldNow);
    expect(stepsOf(held)).toContain("charge");
    expect(chargeableItem(held)?.slot.label).toBe("B");
    expect(awaitedHold(held)).toBeNull();
  });

  test("is possible at once at an IMMEDIATE station", () => {
    const immediate = reservation({ kind: "BOOKING", items: [item("A", iso(HOUR), "IMMEDIATE")] });
    expect(stepsOf(immediate)).toContain("charge");
  });
});

test("windows are sorted by time, and slots without a window by label", () => {
  const labels = (...items: Reservation["items"]) => sortedItems({ items }).map(({ slot }) => slot.label);
  expect(labels(item("A", iso(2), "CALENDAR"), item("B", iso(1), "CALENDAR"))).toEqual(["B", "A"]);
  expect(labels(item("A10", null, "IMMEDIATE"), item("A9", null, "IMMEDIATE"))).toEqual(["A9", "A10"]);
});

test("the lists change when a reservation becomes urgent or expires, or its turn passes", () => {
  const far = reservation({ reservedUntil: iso(30 * HOUR) });
  const turn = reservation({ status: "YOUR_TURN", turnUntil: iso(15 * MINUTE) });
  expect(nextPassing(nothing, 0)).toBeNull();
  expect(nextPassing({ ...nothing, current: [far] }, 0)).toBe(6 * HOUR);
  expect(nextPassing({ ...nothing, current: [far] }, 7 * HOUR)).toBe(30 * HOUR);
  expect(nextPassing({ ...nothing, current: [far], yourTurn: [turn] }, 0)).toBe(15 * MINUTE);
});

test("notes are shown without the server's marker", () => {
  expect(shownNotes("by the door [HIDDEN_FROM_DASHBOARD]")).toBe("by the door");
  expect(shownNotes("[HIDDEN_FROM_DASHBOARD]")).toBe("");
  expect(shownNotes(null)).toBe("");
});

test.each([
  ["RS000012", "RS000012"],
  [" rs 12 ", "RS000012"],
  ["12", "RS000012"],
  ["RS1234567", "RS1234567"],
  ["RS", null],
  ["hello", null],
  ["", null],
])("the typed text %j means the reservation code %j", (typed, code) => {
  expect(toCode(typed)).toBe(code);
});

describe("a filter of the reservation history", () => {
  test("survives its way through the URL, and invalid values are dropped", () => {
    const search = "status=ACTIVE&status=MISSED&hidden=hidden&order=WINDOW&station=station_1&from=2026-03-01";
    const again = (text: string) =>
      withChange(new URLSearchParams(), writeFilter(readFilter(new URLSearchParams(text)))).toString();
    expect(again(search)).toBe(search);
    expect(again("status=LOST&hidden=maybe&order=OLDEST&from=yesterday&to=")).toBe("");
  });

  test("asks for whole days, of creation or of windows", () => {
    const days = { from: "2026-03-01", to: "2026-03-01" };
    const empty = readFilter(new URLSearchParams());
    const bounds = {
      after: new Date(new Date(2026, 2, 1).getTime() - 1).toISOString(),
      before: new Date(2026, 2, 2).toISOString(),
    };
    expect(toReservationFilter({ ...empty, ...days })).toEqual({
      ...{ createdAfter: bounds.after, createdBefore: bounds.before },
    });
    expect(toReservationFilter({ ...empty, ...days, order: "WINDOW" })).toEqual({
      ...{ windowAfter: bounds.after, windowBefore: bounds.before },
    });
  });
});

test("a driver is notified of events that still matter, not of their own steps or dismissed reservations", () => {
  const told = (kind: ReservationEventKind, status: Reservation["status"], hiddenAt = "") =>
    isNotice({ kind, reservation: { status, hiddenAt: hiddenAt || null } });
  expect(told("YOUR_TURN", "YOUR_TURN")).toBe(true);
  expect(told("YOUR_TURN", "MISSED")).toBe(false);
  expect(told("EXPIRED", "EXPIRED")).toBe(true);
  expect(told("EXPIRED", "EXPIRED", iso(0))).toBe(false);
  expect(told("CANCELLED", "CANCELLED")).toBe(true);
  expect(told("COMPLETED", "COMPLETED")).toBe(false);
});
