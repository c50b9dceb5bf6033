import type {
  ReservationListsQuery,
  ReservationStatus,
  ReservationSummaryFragment,
} from "../api/documents.ts";

export type Reservation = ReservationSummaryFragment;
export type ReservationItem = Reservation["items"][number];
export type Lists = ReservationListsQuery["reservationDashboard"];
export type ListName = Exclude<keyof Lists, "__typename">;

/** In the order of what needs attention. */
export const listNames = [
  "yourTurn",
  "urgent",
  "current",
  "waitlisted",
  "dismissible",
] as const satisfies readonly ListName[];

export type Step =
  | "accept"
  | "confirm"
  | "charge"
  | "reschedule"
  | "complete"
  | "cancel"
  | "dismiss"
  | "restore";

// What the server allows; whether it still does when asked is for the server to say.
const steps: Readonly<Record<ReservationStatus, readonly Step[]>> = {
  YOUR_TURN: ["accept", "charge", "cancel"],
  PENDING: ["confirm", "reschedule", "complete", "cancel"],
  ACTIVE: ["charge", "reschedule", "complete", "cancel"],
  WAITLISTED: ["cancel"],
  EXPIRED: ["dismiss"],
  MISSED: ["dismiss"],
  CANCELLED: ["dismiss"],
  COMPLETED: [],
};

/** What can be done with a reservation, in the order in which buttons offer it. */
export function stepsOf(reservation: Reservation): readonly Step[] {
  const { status, hiddenAt } = reservation;
  if (hiddenAt) return ["restore"];
  const isPossible: { readonly [Name in Step]?: boolean } = {
    reschedule: isOfCalendar(reservation),
    charge: chargeableItem(reservation) !== undefined,
  };
  return steps[status].filter((step) => isPossible[step] ?? true);
}

/** Whether it is for windows that hold their slots only when they are about to begin. */
function isOfCalendar({ kind, items }: Reservation): boolean {
  return kind === "BOOKING" && items.every(({ slot }) => slot.port.station.bookingMode === "CALENDAR");
}

/** Where one can charge with it now. */
export function chargeableItem(reservation: Reservation): ReservationItem | undefined {
  return sortedItems(reservation).find(({ heldAt, releasedAt }) => heldAt && !releasedAt);
}

/** From when a slot is to be held, before which one cannot charge with it; null where one is already, or never will be. */
export function awaitedHold(reservation: Reservation): string | null {
  if (reservation.status !== "ACTIVE" || chargeableItem(reservation)) return null;
  return sortedItems(reservation).find(({ releasedAt }) => !releasedAt)?.holdFrom ?? null;
}

/** The time that counts down: until when to accept, or until when it is kept. Null: none runs. */
export function deadlineOf({ status, turnUntil, reservedUntil }: Reservation): string | null {
  if (status === "YOUR_TURN") return turnUntil ?? null;
  return status === "ACTIVE" || status === "PENDING" ? reservedUntil : null;
}

/** Windows by time, slots without one by their labels. */
export function sortedItems({ items }: Pick<Reservation, "items">): ReservationItem[] {
  return items.toSorted(
    (a, b) =>
      (a.startAt ?? "").localeCompare(b.startAt ?? "") ||
      a.slot.label.localeCompare(b.slot.label, undefined, { numeric: true }),
  );
}

/** Whether a slot is still kept for it, which dismissing it gives back. */
export function holdsSlots({ items }: Pick<Reservation, "items">): boolean {
  return items.some(({ releasedAt }) => !releasedAt);
}

const URGENT_MS = 24 * 3_600_000;

/** When a reservation next passes from one list to another because time goes on; null: none does. */
export function nextPassing(lists: Lists, now: number): number | null {
  const times = [
    ...lists.current.filter(({ status }) => status === "ACTIVE").map((each) => untilOf(each) - URGENT_MS),
    ...[...lists.current, ...lists.urgent].map(untilOf),
    ...lists.yourTurn.flatMap(({ turnUntil }) => (turnUntil ? [Date.parse(turnUntil)] : [])),
  ].filter((time) => time > now);
  return times.length > 0 ? Math.min(...times) : null;
}

function untilOf({ reservedUntil }: Reservation): number {
  return Date.parse(reservedUntil);
}

/** What somebody wrote, without the mark that the server puts behind it while it is hidden. */
export function shownNotes(notes: string | null | undefined): string {
  return (notes ?? "").replace(/\s*\[HIDDEN_FROM_DASHBOARD\]$/, "");
}

/** A code as the server writes it, from what somebody types: `rs 12` is RS000012. Null where it can be none. */
export function toCode(typed: string): string | null {
  const digits = /^(?:RS)?\s*-?(\d{1,12})$/i.exec(typed.trim())?.[1];
  return digits === undefined ? null : `RS${digits.replace(/^0+/, "").padStart(6, "0")}`;
}

/** Of a dialog for a step. */
export interface StepDialogProps {
  readonly reservation: Reservation;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** It was tried, be it that it was refused: what is shown may be old. */
  readonly onDone: () => void;
}
