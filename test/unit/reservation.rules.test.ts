import { describe, expect, test } from "vitest";
import { refuseNewReservation } from "../../src/reservations/creation/reservation-input.rules.ts";
import {
  type ItemWindow,
  type ReservationStatus,
  reservationCode,
  reservationKind,
  reservationNumber,
  reservedUntil,
} from "../../src/reservations/reservation.rules.ts";
import {
  nextStatus,
  type ReservationState,
  type ReservationStep,
} from "../../src/reservations/reservation-lifecycle.rules.ts";
import type { BookingContext } from "../../src/reservations/slot-terms.rules.ts";
import { DomainError } from "../../src/shared/domain-error.ts";
import type { BookingMode } from "../../src/stations/station.rules.ts";

const now = new Date("2030-06-01T12:00:00Z");
const at = (time: string) => new Date(`2030-06-01T${time}:00Z`);

describe("a step", () => {
  const statuses: ReservationStatus[] = [
    ...([
      "PENDING",
      "ACTIVE",
      "WAITLISTED",
      "YOUR_TURN",
      "MISSED",
      "EXPIRED",
      "CANCELLED",
      "COMPLETED",
    ] as const),
  ];
  // The rows of the description's table of reservations.
  const allowed: Record<ReservationStep, Partial<Record<ReservationStatus, ReservationStatus>>> = {
    confirm: { PENDING: "ACTIVE" },
    cancel: { PENDING: "CANCELLED", ACTIVE: "CANCELLED", WAITLISTED: "CANCELLED", YOUR_TURN: "CANCELLED" },
    complete: { PENDING: "COMPLETED", ACTIVE: "COMPLETED" },
    startCharging: { ACTIVE: "COMPLETED", YOUR_TURN: "COMPLETED" },
    acceptTurn: { YOUR_TURN: "ACTIVE" },
    reschedule: { PENDING: "PENDING", ACTIVE: "ACTIVE" },
    hide: { MISSED: "MISSED", EXPIRED: "EXPIRED", CANCELLED: "CANCELLED" },
  };
  const cells = (Object.keys(allowed) as ReservationStep[]).flatMap((step) =>
    statuses.map((status) => [step, status, allowed[step][status]] as const),
  );

  test.each(cells)("%s from %s leads to %s", (step, status, next) => {
    const reservation = stateIn(status);
    if (next) {
      expect(nextStatus(reservation, step, now)).toBe(next);
      return;
    }
    const refusal = thrownBy(() => nextStatus(reservation, step, now));
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({
      code: "INVALID_STATE",
      facts: { currentStatus: status, step, allowedStatuses: Object.keys(allowed[step]) },
    });
    for (const word of [status, "RS000007", ...Object.keys(allowed[step])])
      expect(String(refusal)).toContain(word);
  });
});

function stateIn(status: ReservationStatus): ReservationState {
  const turnUntil = status === "YOUR_TURN" ? at("12:15") : null;
  return {
    id: "reservation_x",
    code: "RS000007",
    status,
    reservedUntil: at("13:00"),
    turnUntil,
    hiddenAt: null,
  };
}

describe("a reservation whose deadline has passed", () => {
  const late = at("13:00");

  test.each([
    ["PENDING", "confirm", "EXPIRED"],
    ["ACTIVE", "startCharging", "EXPIRED"],
    ["ACTIVE", "cancel", "EXPIRED"],
    ["YOUR_TURN", "acceptTurn", "MISSED"],
    ["YOUR_TURN", "startCharging", "MISSED"],
  ] as const)("refuses steps of its old status: %s, %s is refused as %s", (status, step, really) => {
    expect(thrownBy(() => nextStatus(stateIn(status), step, late))).toMatchObject({
      facts: { currentStatus: really },
    });
  });

  test("can be hidden, but on the waitlist the deadline has no effect", () => {
    expect(nextStatus(stateIn("ACTIVE"), "hide", late)).toBe("EXPIRED");
    expect(nextStatus(stateIn("WAITLISTED"), "cancel", late)).toBe("CANCELLED");
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}

describe("a reservation code", () => {
  test.each([
    [1, "RS000001"],
    [999_999, "RS999999"],
    [1_000_000, "RS1000000"],
    [123_456_789, "RS123456789"],
  ])("of number %s is %s, and back", (number, code) => {
    expect(reservationCode(number)).toBe(code);
    expect(reservationNumber(code)).toBe(number);
  });

  test.each(["RS1", "RS0000001", "rs000001", "RS00000a", " RS000001", "RS000001 ", "", "RS9999999999999999"])(
    "is not valid as %j",
    (code) => expect(reservationNumber(code)).toBeNull(),
  );
});

describe("the deadline of a new reservation", () => {
  const settings = { graceSeconds: 600, defaultHoldSeconds: 1200 };
  const item = (endAt: Date | null) => ({ slotId: "slot_x", startAt: endAt && now, endAt });

  test("is the one that the caller gives", () => {
    const request = { items: [item(at("14:00"))], reservedUntil: at("13:00") };
    expect(reservedUntil(request, now, settings)).toEqual(at("13:00"));
  });

  test("is otherwise the latest end plus the grace time", () => {
    const request = { items: [item(at("14:00")), item(at("15:00")), item(null)], reservedUntil: null };
    expect(reservedUntil(request, now, settings)).toEqual(at("15:10"));
  });

  test("is otherwise the default hold from now", () => {
    expect(reservedUntil({ items: [item(null)], reservedUntil: null }, now, settings)).toEqual(at("12:20"));
  });
});

test("a reservation with a window is a BOOKING, one without a HOLD", () => {
  expect(reservationKind([{ startAt: null }, { startAt: now }])).toBe("BOOKING");
  expect(reservationKind([{ startAt: null }])).toBe("HOLD");
});

describe("a new reservation", () => {
  const window = (startAt: Date | null, endAt: Date | null, slotId = "slot_a") => ({
    slotId,
    startAt,
    endAt,
  });
  const contextOf = (items: readonly ItemWindow[], bookingMode: BookingMode): BookingContext => ({
    now,
    bySlot: new Map(items.map(({ slotId }) => [slotId, { bookingMode, organisation: null }])),
  });
  const refusal = (
    items: ReturnType<typeof window>[],
    until: Date | null = null,
    mode: BookingMode = "IMMEDIATE",
  ) => refuseNewReservation({ items, reservedUntil: until }, contextOf(items, mode), null)?.facts["fields"];

  test("is accepted if its windows are complete and not over", () => {
    expect(
      refusal([window(at("11:00"), at("13:00")), window(null, null, "slot_b")], at("12:01")),
    ).toBeUndefined();
  });

  test.each([
    [[window(at("13:00"), null)], null, "input.items.0.endAt"],
    [[window(null, at("13:00"))], null, "input.items.0.startAt"],
    [[window(at("13:00"), at("13:00"))], null, "input.items.0.endAt"],
    [[window(at("10:00"), now)], null, "input.items.0.endAt"],
    [[window(null, null), window(null, null)], null, "input.items.1.slotId"],
    [[window(null, null)], now, "input.reservedUntil"],
    [[window(null, null)], new Date("9999-06-01T00:00:00Z"), "input.reservedUntil"],
    [[window(now, new Date("9999-12-31T23:59:59Z"))], null, "input.items.0.endAt"],
  ])("with invalid item %# is refused with the field's path", (items, until, path) => {
    expect(refusal(items, until)).toMatchObject([{ path }]);
  });

  test("at a CALENDAR station needs a window for each item", () => {
    const items = [window(at("11:00"), at("13:00")), window(null, null, "slot_b")];
    expect(refusal(items, null, "CALENDAR")).toMatchObject([{ path: "input.items.1.startAt" }]);
  });

  test("at a CALENDAR station cannot join a waitlist", () => {
    const request = { items: [window(at("11:00"), at("13:00"))], reservedUntil: null, joinWaitlist: true };
    const refused = refuseNewReservation(request, contextOf(request.items, "CALENDAR"), null);
    expect(refused?.facts["fields"]).toMatchObject([{ path: "input.joinWaitlist" }]);
  });

  test("cannot be checked without the terms of each of its slots", () => {
    const items = [window(null, null), window(null, null, "slot_b")];
    const context = contextOf(items.slice(0, 1), "IMMEDIATE");
    expect(() => refuseNewReservation({ items, reservedUntil: null }, context, null)).toThrow("slot_b");
  });

  describe("of a driver with time limits", () => {
    const bounds = {
      graceSeconds: 600,
      defaultHoldSeconds: 1200,
      maxHoldSeconds: 7200,
      bookingHorizonDays: 2,
    };
    const paths = (
      items: ReturnType<typeof window>[],
      until: Date | null = null,
      mode: BookingMode = "IMMEDIATE",
    ) => {
      const refused = refuseNewReservation({ items, reservedUntil: until }, contextOf(items, mode), bounds);
      return (refused?.facts["fields"] as { path: string }[] | undefined)?.map(({ path }) => path);
    };
    const daysLater = (days: number, time: string) => new Date(at(time).getTime() + days * 86_400_000);

    test("holds an IMMEDIATE slot no longer than allowed, whatever its window", () => {
      expect(paths([window(null, null)], at("14:00"))).toBeUndefined();
      expect(paths([window(null, null)], at("14:01"))).toEqual(["input.reservedUntil"]);
      expect(paths([window(at("13:00"), at("14:00"))])).toBeUndefined();
      expect(paths([window(at("13:00"), at("14:00"))], at("14:10"))).toBeUndefined();
      expect(paths([window(at("13:00"), at("14:00"))], at("14:11"))).toEqual(["input.reservedUntil"]);
      expect(paths([window(at("13:00"), at("14:01"))])).toEqual(["input.items.0.endAt"]);
    });

    test("books a CALENDAR slot no further ahead than allowed", () => {
      const calendar = (end: Date, until?: Date) => paths([window(at("13:00"), end)], until, "CALENDAR");
      expect(calendar(daysLater(2, "12:00"))).toBeUndefined();
      expect(calendar(daysLater(2, "12:01"))).toEqual(["input.items.0.endAt"]);
      expect(calendar(at("15:00"), daysLater(2, "12:10"))).toBeUndefined();
      expect(calendar(at("15:00"), daysLater(2, "12:11"))).toEqual(["input.reservedUntil"]);
    });
  });

  test("is refused with all its errors at once", () => {
    const paths = refusal([window(at("13:00"), null), window(null, null)], now);
    expect(paths).toMatchObject([
      { path: "input.items.0.endAt" },
      { path: "input.items.1.slotId" },
      { path: "input.reservedUntil" },
    ]);
  });
});
