import { DomainError } from "../shared/domain-error.ts";

export const ReservationStatus = {
  PENDING: "PENDING",
  ACTIVE: "ACTIVE",
  WAITLISTED: "WAITLISTED",
  YOUR_TURN: "YOUR_TURN",
  MISSED: "MISSED",
  EXPIRED: "EXPIRED",
  CANCELLED: "CANCELLED",
  COMPLETED: "COMPLETED",
} as const;
export type ReservationStatus = (typeof ReservationStatus)[keyof typeof ReservationStatus];

export const ReservationEventKind = {
  CREATED: "CREATED",
  CONFIRMED: "CONFIRMED",
  WAITLISTED: "WAITLISTED",
  YOUR_TURN: "YOUR_TURN",
  TURN_ACCEPTED: "TURN_ACCEPTED",
  MISSED: "MISSED",
  EXPIRING_SOON: "EXPIRING_SOON",
  EXPIRED: "EXPIRED",
  CANCELLED: "CANCELLED",
  COMPLETED: "COMPLETED",
  HIDDEN: "HIDDEN",
  RESTORED: "RESTORED",
  HOLD_STARTED: "HOLD_STARTED",
  SLOT_OVERRUN: "SLOT_OVERRUN",
} as const;
export type ReservationEventKind = (typeof ReservationEventKind)[keyof typeof ReservationEventKind];

export const ReservationKind = { HOLD: "HOLD", BOOKING: "BOOKING" } as const;
export type ReservationKind = (typeof ReservationKind)[keyof typeof ReservationKind];

export type InitialReservationStatus = "PENDING" | "ACTIVE";

export type ReservationStep = "confirm" | "cancel" | "complete" | "start charging with";

export interface ReservationState {
  readonly id: string;
  readonly code: string;
  readonly status: ReservationStatus;
}

/**
 * What each step makes of a reservation; null where the status does not allow it.
 *
 * ```
 * create ─► PENDING ──confirm──► ACTIVE ──complete, start charging──► COMPLETED
 *              │ └──complete──►    │                                     ▲
 *              └──────cancel───────┴──► CANCELLED ◄──cancel── WAITLISTED, YOUR_TURN ──start charging──┘
 * ```
 */
const lifecycle: Record<ReservationStatus, Record<ReservationStep, ReservationStatus | null>> = {
  PENDING: { confirm: "ACTIVE", cancel: "CANCELLED", complete: "COMPLETED", "start charging with": null },
  ACTIVE: { confirm: null, cancel: "CANCELLED", complete: "COMPLETED", "start charging with": "COMPLETED" },
  WAITLISTED: { confirm: null, cancel: "CANCELLED", complete: null, "start charging with": null },
  YOUR_TURN: { confirm: null, cancel: "CANCELLED", complete: null, "start charging with": "COMPLETED" },
  MISSED: { confirm: null, cancel: null, complete: null, "start charging with": null },
  EXPIRED: { confirm: null, cancel: null, complete: null, "start charging with": null },
  CANCELLED: { confirm: null, cancel: null, complete: null, "start charging with": null },
  COMPLETED: { confirm: null, cancel: null, complete: null, "start charging with": null },
};

/**
 * The status that follows from a step.
 *
 * @throws DomainError INVALID_STATE that names the step, the status, and the statuses that allow it.
 */
export function nextStatus(reservation: ReservationState, step: ReservationStep): ReservationStatus {
  const next = lifecycle[reservation.status][step];
  if (next) return next;
  const allowed = Object.values(ReservationStatus).filter((status) => lifecycle[status][step] !== null);
  throw new DomainError(
    "INVALID_STATE",
    `Cannot ${step} reservation ${reservation.code} while it is ${reservation.status}; it must be ${allowed.join(" or ")}.`,
    { reservationId: reservation.id, step, currentStatus: reservation.status, allowedStatuses: allowed },
  );
}

/** A reservation that has not ended: it holds or waits for its slots. */
export const openStatuses = [
  "PENDING",
  "ACTIVE",
  "WAITLISTED",
  "YOUR_TURN",
] as const satisfies ReservationStatus[];

/** RS000001, RS000002, …: at least six digits, and more where they are needed. */
export function reservationCode(number: number): string {
  return `RS${String(number).padStart(6, "0")}`;
}

/** The number in a code, else null. */
export function reservationNumber(code: string): number | null {
  const digits = /^RS(\d{6,15})$/.exec(code)?.[1];
  if (digits === undefined) return null;
  const number = Number(digits);
  return reservationCode(number) === code ? number : null;
}

export interface ItemWindow {
  readonly slotId: string;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
}

export interface NewReservation {
  readonly items: readonly ItemWindow[];
  readonly reservedUntil: Date | null;
}

export interface HoldSettings {
  /** After the latest `endAt`. */
  readonly graceSeconds: number;
  /** Where there is neither a `reservedUntil` nor a window. */
  readonly defaultHoldSeconds: number;
}

/** What the caller gives, else the latest `endAt` plus the grace, else now plus the default hold. */
export function reservedUntil(
  { items, reservedUntil }: NewReservation,
  now: Date,
  settings: HoldSettings,
): Date {
  if (reservedUntil) return reservedUntil;
  const ends = items.flatMap((item) => (item.endAt ? [item.endAt.getTime()] : []));
  if (ends.length > 0) return new Date(Math.max(...ends) + settings.graceSeconds * 1000);
  return new Date(now.getTime() + settings.defaultHoldSeconds * 1000);
}

export function reservationKind(items: readonly Pick<ItemWindow, "startAt">[]): ReservationKind {
  return items.some((item) => item.startAt !== null) ? ReservationKind.BOOKING : ReservationKind.HOLD;
}
