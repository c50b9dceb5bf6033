import { registerEnumType } from "type-graphql";
import { ReservationEventKind, ReservationStatus } from "./reservation.rules.ts";
import { ReservationOrder } from "./reservation-order.ts";

export const InitialReservationStatusEnum = { PENDING: "PENDING", ACTIVE: "ACTIVE" } as const;

registerEnumType(ReservationStatus, {
  name: "ReservationStatus",
  description:
    "The lifecycle of a reservation. PENDING, ACTIVE, WAITLISTED and YOUR_TURN are open; the others have ended.",
  valuesConfig: {
    PENDING: {
      description:
        "The reservation has its slots like an ACTIVE one, but it is still to be confirmed. Charging cannot start with it.",
    },
    ACTIVE: { description: "The reservation is confirmed: it holds its slots, or has its windows." },
    WAITLISTED: { description: "The reservation waits in line for its slot." },
    YOUR_TURN: {
      description:
        "The reservation holds the slot that it waited for, until `turnUntil`. Accept the turn, or start charging with it.",
    },
    MISSED: { description: "The turn was not accepted in time." },
    EXPIRED: {
      description:
        "The reservation's time has run out: `reservedUntil` has passed; or, at a CALENDAR station, all its windows are over and others needed the slots.",
    },
    CANCELLED: {
      description:
        "The reservation was cancelled by its driver or an operator, or with a slot that was taken out of service.",
    },
    COMPLETED: {
      description: "The reservation has served: charging has started, or it was completed by hand.",
    },
  },
});
registerEnumType(ReservationEventKind, {
  name: "ReservationEventKind",
  description: "What has happened to a reservation.",
  valuesConfig: {
    CREATED: { description: "The reservation was created as PENDING or ACTIVE." },
    CONFIRMED: { description: "The reservation was confirmed: from PENDING to ACTIVE." },
    WAITLISTED: { description: "The reservation was created, and waits in line." },
    YOUR_TURN: {
      description:
        "The slot that the reservation waited for is held for it. The turn can be accepted until `turnUntil`.",
    },
    TURN_ACCEPTED: { description: "The turn was accepted: from YOUR_TURN to ACTIVE." },
    MISSED: {
      description: "The turn was not accepted in time: the slot goes to the next in line, or is free.",
    },
    EXPIRING_SOON: {
      description:
        "The `reservedUntil` of a PENDING or ACTIVE reservation is near: 15 minutes away by default. The event comes once for each deadline.",
    },
    EXPIRED: { description: "The reservation's time has run out." },
    CANCELLED: { description: "The reservation was cancelled." },
    COMPLETED: { description: "The reservation was completed, or charging has started with it." },
    HIDDEN: { description: "The reservation was hidden from dashboards." },
    RESTORED: { description: "The hidden reservation is shown on dashboards again." },
    HOLD_STARTED: { description: "CALENDAR: a slot is held for a window of the reservation from now on." },
    SLOT_OVERRUN: {
      description:
        "CALENDAR: a slot should be held for a window of the reservation, but a charging session still occupies it. The slot " +
        "goes to the reservation when the session ends. The event comes once for each window.",
    },
    RESCHEDULED: { description: "The reservation has other windows or slots." },
    MOVED: {
      description:
        "The reservation was moved to an equivalent slot, because its own was taken out of service.",
    },
  },
});
registerEnumType(ReservationOrder, {
  name: "ReservationOrder",
  description: "In which order reservations are listed.",
  valuesConfig: {
    NEWEST: { description: "The reservation that was created last comes first." },
    WINDOW: {
      description:
        "By the start of the earliest window, soonest first. Reservations without a window are left out.",
    },
  },
});
registerEnumType(InitialReservationStatusEnum, {
  name: "InitialReservationStatus",
  description: "In which status a reservation begins that need not wait in line.",
  valuesConfig: {
    PENDING: { description: "The reservation is still to be confirmed, by `confirmReservation`." },
    ACTIVE: { description: "The reservation is confirmed." },
  },
});
