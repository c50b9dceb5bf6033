import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";

export const SlotStatus = {
  AVAILABLE: "AVAILABLE",
  BOOKED: "BOOKED",
  IN_USE: "IN_USE",
  INACTIVE: "INACTIVE",
} as const;
export type SlotStatus = (typeof SlotStatus)[keyof typeof SlotStatus];

export const SlotStatusCause = {
  SLOT_ADDED: "SLOT_ADDED",
  SLOT_ACTIVATED: "SLOT_ACTIVATED",
  SLOT_DEACTIVATED: "SLOT_DEACTIVATED",
  RESERVATION_CREATED: "RESERVATION_CREATED",
  RESERVATION_CANCELLED: "RESERVATION_CANCELLED",
  RESERVATION_COMPLETED: "RESERVATION_COMPLETED",
  RESERVATION_EXPIRED: "RESERVATION_EXPIRED",
  RESERVATION_HIDDEN: "RESERVATION_HIDDEN",
  RESERVATION_HOLD_STARTED: "RESERVATION_HOLD_STARTED",
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

/** Why a slot in this status cannot be booked; null where it can. */
const bookingRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: null,
  BOOKED: notAvailable,
  IN_USE: notAvailable,
  INACTIVE: notAvailable,
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

/** Why nobody can begin to charge, without a reservation, on a slot in this status; null where one can. */
const chargingRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: null,
  BOOKED: booked,
  IN_USE: inUse,
  INACTIVE: inactive,
};

const heldBySomeone: Refusal = ({ id, status }) =>
  new DomainError(
    "SLOT_BOOKED",
    say`Slot ${id} is held by a reservation. Pass cancelReservations: true to cancel it and deactivate the slot.`,
    { slotId: id, currentStatus: status },
  );
const alreadyInactive: Refusal = ({ id, status }) =>
  invalidStep({ id, status }, "deactivated", ["AVAILABLE", "BOOKED"]);
const alreadyActive: Refusal = ({ id, status }) => invalidStep({ id, status }, "activated", ["INACTIVE"]);

/** Why a slot in this status cannot be taken out of service; null where it can. */
const deactivationRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: null,
  BOOKED: heldBySomeone,
  IN_USE: inUse,
  INACTIVE: alreadyInactive,
};

const activationRefusals: Record<SlotStatus, Refusal | null> = {
  AVAILABLE: alreadyActive,
  BOOKED: alreadyActive,
  IN_USE: alreadyActive,
  INACTIVE: null,
};

function invalidStep(
  { id, status }: SlotState,
  step: "activated" | "deactivated",
  allowed: SlotStatus[],
): DomainError {
  return new DomainError(
    "INVALID_STATE",
    {
      template: `Slot {{0}} cannot be ${step} while it is {{1}}; it must be {{2}}.`,
      values: [id, status, allowed],
    },
    { slotId: id, step, currentStatus: status, allowedStatuses: allowed },
  );
}

export function refuseBooking(slot: SlotState): DomainError | null {
  return bookingRefusals[slot.status]?.(slot) ?? null;
}

export function refuseWalkIn(slot: SlotState): DomainError | null {
  return chargingRefusals[slot.status]?.(slot) ?? null;
}

/** With `cancelReservations`, reservations do not stand in the way; a charging session always does. */
export function refuseDeactivation(slot: SlotState, cancelReservations: boolean): DomainError | null {
  if (slot.status === SlotStatus.BOOKED && cancelReservations) return null;
  return deactivationRefusals[slot.status]?.(slot) ?? null;
}

export function refuseActivation(slot: SlotState): DomainError | null {
  return activationRefusals[slot.status]?.(slot) ?? null;
}
