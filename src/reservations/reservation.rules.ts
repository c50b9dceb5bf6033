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
  RESCHEDULED: "RESCHEDULED",
  MOVED: "MOVED",
} as const;
export type ReservationEventKind = (typeof ReservationEventKind)[keyof typeof ReservationEventKind];

export const ReservationKind = { HOLD: "HOLD", BOOKING: "BOOKING" } as const;
export type ReservationKind = (typeof ReservationKind)[keyof typeof ReservationKind];

export type InitialReservationStatus = "PENDING" | "ACTIVE";

/** The end of a reservation's notes while it is hidden. */
export const HIDDEN_MARKER = "[HIDDEN_FROM_DASHBOARD]";

/** The notes without the marker, which they end with if copied from a hidden reservation; null if nothing is left. */
export function withoutMarker(notes: string): string | null {
  if (!notes.trimEnd().endsWith(HIDDEN_MARKER)) return notes;
  const kept = notes.trimEnd().slice(0, -HIDDEN_MARKER.length).trimEnd();
  return kept === "" ? null : withoutMarker(kept);
}

/** RS000001, RS000002, …: at least six digits. */
export function reservationCode(number: number): string {
  return `RS${String(number).padStart(6, "0")}`;
}

/** The number in a code; null if it is not a code. */
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
  /** Added to the latest `endAt`. */
  readonly graceSeconds: number;
  /** Used if there is neither a `reservedUntil` nor a window. */
  readonly defaultHoldSeconds: number;
}

export interface ReservationSettings extends HoldSettings {
  /** How long from now a driver may hold a slot of an IMMEDIATE station; null: without limit. */
  readonly maxHoldSeconds: number | null;
  /** How far ahead a driver's window may end; null: without limit. */
  readonly bookingHorizonDays: number | null;
}

/** The given `reservedUntil`, else the latest `endAt` plus the grace, else now plus the default hold. */
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

/** The kind of an item's hold: it depends on the item's own window, not on the rest of its reservation. */
export function holdKind(item: Pick<ItemWindow, "startAt">): ReservationKind {
  return reservationKind([item]);
}

/** Why a slot is BOOKED for an item, as events contain it. */
export function holdOf(
  item: Pick<ItemWindow, "startAt">,
  until: Date,
): { readonly kind: ReservationKind; readonly until: string } {
  return { kind: holdKind(item), until: until.toISOString() };
}

/** The start of the earliest window, by which bookings are sorted; null if there is none. */
export function startsAt(items: readonly Pick<ItemWindow, "startAt">[]): Date | null {
  const starts = items.flatMap(({ startAt }) => (startAt ? [startAt.getTime()] : []));
  return starts.length > 0 ? new Date(Math.min(...starts)) : null;
}

export interface TurnSettings {
  /** How long the head of a line has to accept its turn. */
  readonly turnSeconds: number;
}

export function turnUntil(now: Date, { turnSeconds }: TurnSettings): Date {
  return new Date(now.getTime() + turnSeconds * 1000);
}

/** An accepted turn holds the slot for at least the default time. */
export function reservedUntilOnAccept(reserved: Date, now: Date, { defaultHoldSeconds }: HoldSettings): Date {
  return new Date(Math.max(reserved.getTime(), now.getTime() + defaultHoldSeconds * 1000));
}
