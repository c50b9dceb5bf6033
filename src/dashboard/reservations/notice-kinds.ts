import type { ReservationEventKind, ReservationStatus } from "../api/documents.ts";

/**
 * The events that an owner is notified of, while the reservation has one of these statuses: later they are outdated.
 */
const stillMatters = {
  YOUR_TURN: ["YOUR_TURN"],
  EXPIRING_SOON: ["PENDING", "ACTIVE"],
  HOLD_STARTED: ["PENDING", "ACTIVE"],
  SLOT_OVERRUN: ["PENDING", "ACTIVE"],
  MISSED: ["MISSED"],
  EXPIRED: ["EXPIRED"],
  MOVED: ["PENDING", "ACTIVE", "WAITLISTED", "YOUR_TURN"],
  RESCHEDULED: ["PENDING", "ACTIVE"],
  CANCELLED: ["CANCELLED"],
} as const satisfies { readonly [Kind in ReservationEventKind]?: readonly ReservationStatus[] };

export type NoticeKind = keyof typeof stillMatters;

interface Happened {
  readonly kind: ReservationEventKind;
  readonly reservation: { readonly status: ReservationStatus; readonly hiddenAt?: string | null };
}

/** Whether to notify the owner of an event. */
export function isNotice<Event extends Happened>(event: Event): event is Event & { kind: NoticeKind } {
  const { kind, reservation } = event;
  if (!(kind in stillMatters) || reservation.hiddenAt) return false;
  const statuses: readonly ReservationStatus[] = stillMatters[kind as NoticeKind];
  return statuses.includes(reservation.status);
}
