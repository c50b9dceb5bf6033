import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import type { BookingMode } from "../../stations/station.rules.ts";
import type { ItemWindow } from "../reservation.rules.ts";
import { type BookingContext, termsOf } from "../slot-terms.rules.ts";

export interface CalendarSettings {
  /** The time that stays free after each window. */
  readonly bufferSeconds: number;
  /** How long before its window an item starts to hold its slot. */
  readonly leadSeconds: number;
}

export interface WalkInSettings {
  /** The minimum of free time on a slot for starting to charge there without a reservation. */
  readonly minWalkInSeconds: number;
}

/** How an item claims its slot: at once, as on an IMMEDIATE station, or for a window of its own. */
export interface Claim {
  /** Null: it does not hold the slot yet. */
  readonly heldAt: Date | null;
  /** When the hold for the window starts; null on an IMMEDIATE station. */
  readonly holdFrom: Date | null;
  /** The range that nobody else can book, [). Null on an IMMEDIATE station. */
  readonly claimed: Window | null;
}

interface Window {
  readonly startAt: Date;
  readonly endAt: Date;
}

export interface ClaimedItem extends ItemWindow, Claim {}

/** How items claim their slots at the context's time, according to the booking mode of each item's station. */
export function claimItems(
  items: readonly ItemWindow[],
  context: BookingContext,
  settings: CalendarSettings,
): ClaimedItem[] {
  return items.map((item) => ({
    ...item,
    ...claimOf(item, termsOf(context, item.slotId).bookingMode, context.now, settings),
  }));
}

function claimOf(
  { startAt, endAt }: ItemWindow,
  mode: BookingMode,
  now: Date,
  settings: CalendarSettings,
): Claim {
  if (mode === "IMMEDIATE") return { heldAt: now, holdFrom: null, claimed: null };
  if (!startAt || !endAt) throw new Error("An item of a CALENDAR station has no window");
  return {
    heldAt: null,
    holdFrom: plusSeconds(startAt, -settings.leadSeconds),
    // The past part of a window cannot conflict with anything.
    claimed: { startAt: startAt < now ? now : startAt, endAt: plusSeconds(endAt, settings.bufferSeconds) },
  };
}

/** A window of somebody else, without the owner's identity. */
export interface TakenWindow extends Window {
  readonly slotId: string;
}

/** @param taken in the order of the caller's own windows; at least one. */
export function windowTaken(taken: readonly TakenWindow[]): DomainError {
  const [first] = taken;
  if (!first) throw new Error("No window is taken");
  const takenWindows = taken.map(({ slotId, startAt, endAt }) => ({
    slotId,
    startAt: startAt.toISOString(),
    endAt: endAt.toISOString(),
  }));
  return new DomainError(
    "WINDOW_TAKEN",
    say`Slot ${first.slotId} is taken from ${first.startAt.toISOString()} to ${first.endAt.toISOString()}. Choose another time: the availability query lists free windows.`,
    { slotId: first.slotId, takenWindows },
  );
}

/** A window whose hold is due, and the session or hold that occupies its slot. */
export interface SlotOccupation extends Window {
  readonly slotId: string;
  readonly inUse: boolean;
  /** The window of the reservation with which the ACTIVE session on the slot started; null if it had none. */
  readonly sessionWindowStartAt: Date | null;
  readonly sessionWindowEndAt: Date | null;
  readonly held: boolean;
  /** The window that holds the slot. */
  readonly holderStartAt: Date | null;
  readonly holderEndAt: Date | null;
}

export type HoldDecision =
  | { readonly kind: "BEGIN" }
  /** The present occupant is within its own time. Check again at `until`; null: when it releases the slot. */
  | { readonly kind: "WAIT"; readonly until: Date | null }
  /** The window that holds the slot is over and was not used: it gives way. */
  | { readonly kind: "RELEASE_HOLDER" }
  /** The window that holds the slot is a later one, in its lead time: it gives the slot to this earlier window. */
  | { readonly kind: "SUSPEND_HOLDER" }
  /** A charging session keeps the slot beyond its time: this hold gets the slot when the session ends. */
  | { readonly kind: "OVERRUN" };

/**
 * Decides about a hold that is due while the slot may be occupied. From its start to its end, a window belongs to its
 * owner: the hold of a later window waits for that end, even if it is due before. In its lead time and after its end, a
 * window keeps the slot only until another window is entitled to it: the lead time is there to have the slot ready, and
 * guarantees nothing.
 */
export function decideHold(slot: SlotOccupation, now: Date): HoldDecision {
  if (slot.inUse) {
    const { sessionWindowStartAt: from, sessionWindowEndAt: until } = slot;
    const isInItsTime = until !== null && until > now && !isLater(from, slot);
    return isInItsTime ? { kind: "WAIT", until } : { kind: "OVERRUN" };
  }
  if (!slot.held) return { kind: "BEGIN" };
  const { holderStartAt: from, holderEndAt: until } = slot;
  const isOver = slot.endAt <= now;
  if (until === null || until <= now)
    return isOver ? { kind: "WAIT", until: null } : { kind: "RELEASE_HOLDER" };
  return isLater(from, slot) && !isOver ? { kind: "SUSPEND_HOLDER" } : { kind: "WAIT", until };
}

// Compares two windows of the same slot, which cannot overlap.
function isLater(startAt: Date | null, { startAt: other }: Window): boolean {
  return startAt !== null && startAt > other;
}

/** Whether too little time is left before the next hold for a walk-in to start. */
export function isTooShort(mustEndBy: Date, now: Date, { minWalkInSeconds }: WalkInSettings): boolean {
  return mustEndBy.getTime() - now.getTime() < minWalkInSeconds * 1000;
}

/** The refusal of a walk-in that has too little time. */
export function soonBooked(
  slotId: string,
  mustEndBy: Date,
  { minWalkInSeconds }: WalkInSettings,
): DomainError {
  const until = mustEndBy.toISOString();
  return new DomainError(
    "SLOT_BOOKED",
    say`Slot is booked and not available for charging: a reservation holds it from ${until}, and a walk-in needs at least ${minWalkInSeconds} seconds before that. Choose another slot.`,
    { slotId, currentStatus: "AVAILABLE", mustEndBy: until, minWalkInSeconds },
  );
}

function plusSeconds(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
