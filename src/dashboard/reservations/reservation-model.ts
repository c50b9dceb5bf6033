import type {
  ReservationListsQuery,
  ReservationStatus,
  ReservationSummaryFragment,
} from "../api/documents.ts";

export type Reservation = ReservationSummaryFragment;
export type ReservationItem = Reservation["items"][number];
export type Lists = ReservationListsQuery["reservationDashboard"];
export type ListName = Exclude<keyof Lists, "__typename">;

/** Sorted by urgency. */
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

// What the server allows in each status. The server has the final say when a step is sent.
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

/** The steps that a reservation allows, in the order of their buttons. */
export function stepsOf(reservation: Reservation): readonly Step[] {
  const { status, hiddenAt } = reservation;
  if (hiddenAt) return ["restore"];
  const isPossible: { readonly [Name in Step]?: boolean } = {
    reschedule: isOfCalendar(reservation),
    charge: chargeableItem(reservation) !== undefined,
  };
  return steps[status].filter((step) => isPossible[step] ?? true);
}

/** Whether it is for windows, which hold their slots only from shortly before they begin. */
function isOfCalendar({ kind, items }: Reservation): boolean {
  return kind === "BOOKING" && items.every(({ slot }) => slot.port.station.bookingMode === "CALENDAR");
}

/** The item whose slot is held, where the driver can charge with the reservation. */
export function chargeableItem(reservation: Reservation): ReservationItem | undefined {
  return sortedItems(reservation).find(({ heldAt, releasedAt }) => heldAt && !releasedAt);
}

/** When the hold begins that charging has to wait for. Null if a slot is already held or never will be. */
export function awaitedHold(reservation: Reservation): string | null {
  if (reservation.status !== "ACTIVE" || chargeableItem(reservation)) return null;
  return sortedItems(reservation).find(({ releasedAt }) => !releasedAt)?.holdFrom ?? null;
}

/** The deadline to count down to: of accepting the turn, or of the reservation. Null if there is none. */
export function deadlineOf({ status, turnUntil, reservedUntil }: Reservation): string | null {
  if (status === "YOUR_TURN") return turnUntil ?? null;
  return status === "ACTIVE" || status === "PENDING" ? reservedUntil : null;
}

/** Sorted by the start of the window, then by the slot's label. */
export function sortedItems({ items }: Pick<Reservation, "items">): ReservationItem[] {
  return items.toSorted(
    (a, b) =>
      (a.startAt ?? "").localeCompare(b.startAt ?? "") ||
      a.slot.label.localeCompare(b.slot.label, undefined, { numeric: true }),
  );
}

/** Whether the reservation still holds a slot, which dismissing it releases. */
export function holdsSlots({
  items,
}: {
  readonly items: readonly Pick<ReservationItem, "releasedAt">[];
}): boolean {
  return items.some(({ releasedAt }) => !releasedAt);
}

const URGENT_MS = 24 * 3_600_000;

/** When a reservation next moves to another list because time has passed. Null if none does. */
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

/** The user's notes, without the marker that the server appends while the reservation is hidden. */
export function shownNotes(notes: string | null | undefined): string {
  return (notes ?? "").replace(/\s*\[HIDDEN_FROM_DASHBOARD\]$/, "");
}

/** Normalizes typed input to a reservation code: `rs 12` is RS000012. Null if it cannot be one. */
export function toCode(typed: string): string | null {
  const digits = /^(?:RS)?\s*-?(\d{1,12})$/i.exec(typed.trim())?.[1];
  return digits === undefined ? null : `RS${digits.replace(/^0+/, "").padStart(6, "0")}`;
}

/** Props of the dialog of a step. */
export interface StepDialogProps {
  readonly reservation: Reservation;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Called after each attempt, even a refused one, because the data shown may be outdated. */
  readonly onDone: () => void;
}
