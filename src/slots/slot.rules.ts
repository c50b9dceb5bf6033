import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import type { BookingMode } from "../stations/station.rules.ts";

export const SlotStatus = {
  AVAILABLE: "AVAILABLE",
  BOOKED: "BOOKED",
  IN_USE: "IN_USE",
  INACTIVE: "INACTIVE",
} as const;
export type SlotStatus = (typeof SlotStatus)[keyof typeof SlotStatus];

export const SlotStatusCause = {
  SLOT_ADDED: "SLOT_ADDED",
  SLOT_REMOVED: "SLOT_REMOVED",
  SLOT_ACTIVATED: "SLOT_ACTIVATED",
  SLOT_DEACTIVATED: "SLOT_DEACTIVATED",
  RESERVATION_CREATED: "RESERVATION_CREATED",
  RESERVATION_CANCELLED: "RESERVATION_CANCELLED",
  RESERVATION_COMPLETED: "RESERVATION_COMPLETED",
  RESERVATION_EXPIRED: "RESERVATION_EXPIRED",
  RESERVATION_HIDDEN: "RESERVATION_HIDDEN",
  RESERVATION_HOLD_STARTED: "RESERVATION_HOLD_STARTED",
  RESERVATION_RESCHEDULED: "RESERVATION_RESCHEDULED",
  RESERVATION_MOVED: "RESERVATION_MOVED",
  WAITLIST_PROMOTED: "WAITLIST_PROMOTED",
  TURN_MISSED: "TURN_MISSED",
  SESSION_STARTED: "SESSION_STARTED",
  SESSION_STOPPED: "SESSION_STOPPED",
} as const;
export type SlotStatusCause = (typeof SlotStatusCause)[keyof typeof SlotStatusCause];

export interface SlotState {
  readonly id: string;
  readonly status: SlotStatus;
}

type Refusal = (slot: SlotState) => DomainError;

const notAvailable: Refusal = ({ id, status }) =>
  new DomainError(
    "SLOT_NOT_AVAILABLE",
    say`Slot ${id} is not available (current status: ${status.toLowerCase()}). Only available slots can be booked.`,
    { slotId: id, currentStatus: status },
  );

/** Why a slot in this status cannot be booked; null if it can. A window does not depend on who has the slot now. */
const bookingRefusals: Record<BookingMode, Record<SlotStatus, Refusal | null>> = {
  IMMEDIATE: { AVAILABLE: null, BOOKED: notAvailable, IN_USE: notAvailable, INACTIVE: notAvailable },
  CALENDAR: { AVAILABLE: null, BOOKED: null, IN_USE: null, INACTIVE: notAvailable },
};

const booked: Refusal = ({ id, status }) =>
  new DomainError("SLOT_BOOKED", "Slot is booked and not available for charging", {
    slotId: id,
    currentStatus: status,
  });
const inUse: Refusal = ({ id, status }) =>
  new DomainError("SLOT_IN_USE", "Slot is already in use", { slotId: id, currentStatus: status });
const inactive: Refusal = ({ id, status }) =>
  new DomainError("SLOT_INACTIVE", "Slot is inactive", { slotId: id, currentStatus: status });

/** Why nobody can start to charge without a reservation on a slot in this status; null if it is possible. */
const chargingRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: null,
  BOOKED: booked,
  IN_USE: inUse,
  INACTIVE: inactive,
};

type DeactivationRefusal = (slot: SlotState, reservationCount: number) => DomainError;

const claimedBySomeone: DeactivationRefusal = ({ id, status }, reservationCount) =>
  new DomainError(
    "SLOT_BOOKED",
    say`Slot ${id} is held or booked by reservations. Pass moveReservations: true to move them to other slots of the station, or cancelReservations: true to cancel them.`,
    { slotId: id, currentStatus: status, reservationCount },
  );
const alreadyInactive: Refusal = ({ id, status }) =>
  invalidStep({ id, status }, "deactivate", ["AVAILABLE", "BOOKED"]);
const alreadyActive: Refusal = ({ id, status }) => invalidStep({ id, status }, "activate", ["INACTIVE"]);

/** Why a slot in this status cannot be taken out of service; null if it can. */
const deactivationRefusals: Record<SlotStatus, DeactivationRefusal | null> = {
  AVAILABLE: null,
  BOOKED: claimedBySomeone,
  IN_USE: inUse,
  INACTIVE: alreadyInactive,
};

const activationRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: alreadyActive,
  BOOKED: alreadyActive,
  IN_USE: alreadyActive,
  INACTIVE: null,
};

const inService: Refusal = ({ id, status }) => invalidStep({ id, status }, "remove", ["INACTIVE"]);

/** Why a slot in this status cannot be removed; null if it can. */
const removalRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: inService,
  BOOKED: inService,
  IN_USE: inService,
  INACTIVE: null,
};

function invalidStep(
  { id, status }: SlotState,
  step: "activate" | "deactivate" | "remove",
  allowed: SlotStatus[],
): DomainError {
  return new DomainError(
    "INVALID_STATE",
    {
      template: `Slot {{0}} cannot be ${step}d while it is {{1}}; it must be {{2}}.`,
      values: [id, status, allowed],
    },
    { slotId: id, step, currentStatus: status, allowedStatuses: allowed },
  );
}

export function refuseBooking(slot: SlotState, mode: BookingMode): DomainError | null {
  return bookingRefusals[mode][slot.status]?.(slot) ?? null;
}

export function refuseWalkIn(slot: SlotState): DomainError | null {
  return chargingRefusals[slot.status]?.(slot) ?? null;
}

/**
 * Refused if there are reservations that hold the slot or have a window to come there, unless the request says what to
 * do with them. A charging session always makes it fail.
 */
export function refuseDeactivation(
  slot: SlotState,
  { reservationCount, evicts }: { reservationCount: number; evicts: boolean },
): DomainError | null {
  const isClaimed = slot.status === SlotStatus.AVAILABLE && reservationCount > 0;
  const status = isClaimed ? SlotStatus.BOOKED : slot.status;
  if (status === SlotStatus.BOOKED && evicts) return null;
  return deactivationRefusals[status]?.(slot, reservationCount) ?? null;
}

export function refuseActivation(slot: SlotState): DomainError | null {
  return activationRefusals[slot.status]?.(slot) ?? null;
}

/** A slot that is out of service has no claims: their owners were told when it was taken out. */
export function refuseRemoval(slot: SlotState): DomainError | null {
  return removalRefusals[slot.status]?.(slot) ?? null;
}
