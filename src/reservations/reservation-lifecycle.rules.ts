import { DomainError } from "../shared/domain-error.ts";
import { type Message, say } from "../shared/message.ts";
import { ReservationStatus } from "./reservation.rules.ts";

/** Steps that a request asks for. */
export type ReservationStep =
  | "confirm"
  | "acceptTurn"
  | "cancel"
  | "complete"
  | "startCharging"
  | "hide"
  | "reschedule";

/** Steps that the passing of time takes. */
type Lapse = "expire" | "miss";

export interface ReservationState {
  readonly id: string;
  readonly code: string;
  readonly status: ReservationStatus;
  readonly reservedUntil: Date;
  readonly turnUntil: Date | null;
  readonly hiddenAt: Date | null;
}

/**
 * The status to which each step leads; null if the present status does not allow the step.
 *
 * ```
 *              ┌───────────── expire ────────────► EXPIRED ──┐
 * create ─► PENDING ─confirm─► ACTIVE ─complete, startCharging─► COMPLETED
 *              └─────cancel──────┴───────────────► CANCELLED ─┤ hide, restore
 * create ─► WAITLISTED ─promote─► YOUR_TURN ─miss► MISSED ────┘
 *                                     └─acceptTurn─► ACTIVE
 * ```
 *
 * The ledger does `promote` when it reassigns a slot. `reschedule` changes the windows, not the status.
 */
const lifecycle: Record<ReservationStatus, Record<ReservationStep | Lapse, ReservationStatus | null>> = {
  PENDING: {
    confirm: "ACTIVE",
    acceptTurn: null,
    cancel: "CANCELLED",
    complete: "COMPLETED",
    startCharging: null,
    expire: "EXPIRED",
    miss: null,
    hide: null,
    reschedule: "PENDING",
  },
  ACTIVE: {
    confirm: null,
    acceptTurn: null,
    cancel: "CANCELLED",
    complete: "COMPLETED",
    startCharging: "COMPLETED",
    expire: "EXPIRED",
    miss: null,
    hide: null,
    reschedule: "ACTIVE",
  },
  WAITLISTED: {
    confirm: null,
    acceptTurn: null,
    cancel: "CANCELLED",
    complete: null,
    startCharging: null,
    expire: null,
    miss: null,
    hide: null,
    reschedule: null,
  },
  YOUR_TURN: {
    confirm: null,
    acceptTurn: "ACTIVE",
    cancel: "CANCELLED",
    complete: null,
    startCharging: "COMPLETED",
    expire: null,
    miss: "MISSED",
    hide: null,
    reschedule: null,
  },
  MISSED: {
    confirm: null,
    acceptTurn: null,
    cancel: null,
    complete: null,
    startCharging: null,
    expire: null,
    miss: null,
    hide: "MISSED",
    reschedule: null,
  },
  EXPIRED: {
    confirm: null,
    acceptTurn: null,
    cancel: null,
    complete: null,
    startCharging: null,
    expire: null,
    miss: null,
    hide: "EXPIRED",
    reschedule: null,
  },
  CANCELLED: {
    confirm: null,
    acceptTurn: null,
    cancel: null,
    complete: null,
    startCharging: null,
    expire: null,
    miss: null,
    hide: "CANCELLED",
    reschedule: null,
  },
  COMPLETED: {
    confirm: null,
    acceptTurn: null,
    cancel: null,
    complete: null,
    startCharging: null,
    expire: null,
    miss: null,
    hide: null,
    reschedule: null,
  },
};

/** The statuses that allow a step. */
export function statusesAllowing(step: ReservationStep): ReservationStatus[] {
  return Object.values(ReservationStatus).filter((status) => lifecycle[status][step] !== null);
}

/** The statuses of a reservation that has not ended: it holds or waits for its slots. */
export const openStatuses = statusesAllowing("cancel");

/** The statuses of a reservation that was not used: it can be dismissed. */
export const dismissibleStatuses = statusesAllowing("hide");

/**
 * The status at an instant. A deadline that has passed counts even if the stored status has not been updated yet, so
 * that no stale step is allowed.
 */
export function statusAt(
  { status, reservedUntil, turnUntil }: ReservationState,
  now: Date,
): ReservationStatus {
  const { expire, miss } = lifecycle[status];
  if (expire && reservedUntil <= now) return expire;
  if (miss && turnUntil !== null && turnUntil <= now) return miss;
  return status;
}

/**
 * The status after a step.
 *
 * @throws DomainError INVALID_STATE that names the step, the status, and the statuses that allow it.
 */
export function nextStatus(
  reservation: ReservationState,
  step: ReservationStep,
  now: Date,
): ReservationStatus {
  const status = statusAt(reservation, now);
  const next = lifecycle[status][step];
  if (next) return next;
  const allowed = statusesAllowing(step);
  const template = `Cannot ${stepPhrases[step]} {{0}} while it is {{1}}: it must be {{2}}.`;
  const message = { template, values: [reservation.code, status, allowed] };
  throw invalidState(reservation, step, status, message, { allowedStatuses: allowed });
}

/** @throws DomainError INVALID_STATE if it is already hidden, or its status does not allow hiding. */
export function requireHideable(reservation: ReservationState, now: Date): void {
  const status = nextStatus(reservation, "hide", now);
  if (reservation.hiddenAt === null) return;
  const message = say`Cannot hide reservation ${reservation.code}: it is already hidden.`;
  throw invalidState(reservation, "hide", status, message, {
    allowedStatuses: dismissibleStatuses,
    hidden: true,
  });
}

/** @throws DomainError INVALID_STATE if it is not hidden. */
export function requireHidden(reservation: ReservationState): void {
  if (reservation.hiddenAt !== null) return;
  const message = say`Cannot restore reservation ${reservation.code}: it is not hidden.`;
  throw invalidState(reservation, "restore", reservation.status, message, {
    allowedStatuses: dismissibleStatuses,
    hidden: false,
  });
}

/** How error messages name a refused step. */
const stepPhrases: Record<ReservationStep, string> = {
  confirm: "confirm reservation",
  acceptTurn: "accept the turn of reservation",
  cancel: "cancel reservation",
  complete: "complete reservation",
  startCharging: "start charging with reservation",
  hide: "hide reservation",
  reschedule: "reschedule reservation",
};

function invalidState(
  { id }: ReservationState,
  step: string,
  status: ReservationStatus,
  message: Message,
  facts: Record<string, unknown>,
): DomainError {
  return new DomainError("INVALID_STATE", message, {
    reservationId: id,
    step,
    currentStatus: status,
    ...facts,
  });
}
