import { DomainError } from "../shared/domain-error.ts";
import { type Message, say } from "../shared/message.ts";
import { ReservationStatus } from "./reservation.rules.ts";

/** What is asked for. */
export type ReservationStep =
  | "confirm"
  | "acceptTurn"
  | "cancel"
  | "complete"
  | "startCharging"
  | "hide"
  | "reschedule";

/** What time does. */
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
 * What each step makes of a reservation; null where the status does not allow it.
 *
 * ```
 *              ┌───────────── expire ────────────► EXPIRED ──┐
 * create ─► PENDING ─confirm─► ACTIVE ─complete, startCharging─► COMPLETED
 *              └─────cancel──────┴───────────────► CANCELLED ─┤ hide, restore
 * create ─► WAITLISTED ─promote─► YOUR_TURN ─miss► MISSED ────┘
 *                                     └─acceptTurn─► ACTIVE
 * ```
 *
 * `promote` is what the ledger does when it gives a slot back; `reschedule` changes the windows, and no status.
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

/** The statuses from which a step is allowed. */
export function statusesAllowing(step: ReservationStep): ReservationStatus[] {
  return Object.values(ReservationStatus).filter((status) => lifecycle[status][step] !== null);
}

/** A reservation that has not ended: it holds or waits for its slots. */
export const openStatuses = statusesAllowing("cancel");

/** A reservation that has come to nothing: it can be put away. */
export const dismissibleStatuses = statusesAllowing("hide");

/**
 * The status as time has it: a deadline that has passed has passed, also where nobody has written it down yet, so
 * that no stale step gets through.
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
 * The status that follows from a step.
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

/** @throws DomainError INVALID_STATE where it was hidden before, or is in a status that cannot be hidden. */
export function requireHideable(reservation: ReservationState, now: Date): void {
  const status = nextStatus(reservation, "hide", now);
  if (reservation.hiddenAt === null) return;
  const message = say`Cannot hide reservation ${reservation.code} again: it is hidden already.`;
  throw invalidState(reservation, "hide", status, message, { hidden: true });
}

/** @throws DomainError INVALID_STATE where it is not hidden. */
export function requireHidden(reservation: ReservationState): void {
  if (reservation.hiddenAt !== null) return;
  const message = say`Cannot restore reservation ${reservation.code}: only a hidden one can be restored.`;
  throw invalidState(reservation, "restore", reservation.status, message, { hidden: false });
}

/** What a refused step was about to do, for the sentence that says so. */
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
