import { badInput, type DomainError, type FieldError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import type { BookingMode } from "../../stations/station.rules.ts";
import type { ItemWindow, NewReservation, ReservationSettings } from "../reservation.rules.ts";
import { type BookingContext, termsOf } from "../slot-terms.rules.ts";
import { errorsBeyond } from "./reservation-bounds.rules.ts";

/**
 * Checks what concerns several fields: windows, times in the past or too far ahead, a slot named twice.
 *
 * @param bounds null for operators, who may reserve for as long as they like.
 * @param heldSince since when the reservation has held its slots, by slot; empty for a new one.
 */
export function refuseNewReservation(
  request: NewReservation & { joinWaitlist?: boolean },
  context: BookingContext,
  bounds: ReservationSettings | null,
  heldSince: ReadonlyMap<string, Date> = new Map(),
): DomainError | null {
  const { now } = context;
  const errors = request.items.flatMap((item, index) =>
    itemErrors(item, { path: `input.items.${index}`, mode: termsOf(context, item.slotId).bookingMode, now }),
  );
  const seen = new Set<string>();
  for (const [index, { slotId }] of request.items.entries()) {
    if (seen.has(slotId))
      errors.push({ path: `input.items.${index}.slotId`, message: "is already the slot of another item" });
    seen.add(slotId);
  }
  if (request.reservedUntil) errors.push(...instantErrors(request.reservedUntil, "input.reservedUntil", now));
  if (bounds) errors.push(...errorsBeyond(bounds, request, context, heldSince));
  if (request.joinWaitlist && request.items.length > 1) {
    errors.push({
      path: "input.joinWaitlist",
      message: "must have exactly one item: each waitlist is for a single slot",
    });
  }
  const isCalendar = ({ slotId }: ItemWindow) => termsOf(context, slotId).bookingMode === "CALENDAR";
  if (request.joinWaitlist && request.items.some(isCalendar)) {
    errors.push({
      path: "input.joinWaitlist",
      message: "must be false: a CALENDAR station has no waitlist; book a free window",
    });
  }
  const [first, ...rest] = errors;
  return first ? badInput(first, ...rest) : null;
}

/**
 * Refuses slots of any other organisation. A reservation belongs to one organisation or to none, so that no
 * organisation sees the customers of another through a slot of its own.
 */
export function refuseMixedOrganisations(
  items: readonly ItemWindow[],
  context: BookingContext,
  organisation: string | null,
): DomainError | null {
  const index = items.findIndex(({ slotId }) => termsOf(context, slotId).organisation !== organisation);
  if (index < 0) return null;
  const message =
    "must belong to the same organisation as the reservation's other slots; reserve it separately";
  return badInput({ path: `input.items.${index}.slotId`, message });
}

function itemErrors(
  { startAt, endAt }: ItemWindow,
  { path, mode, now }: { path: string; mode: BookingMode; now: Date },
): FieldError[] {
  if (!startAt && !endAt && mode === "IMMEDIATE") return [];
  if (!startAt && !endAt)
    return [{ path: `${path}.startAt`, message: "must be given together with endAt at a CALENDAR station" }];
  if (!startAt) return [{ path: `${path}.startAt`, message: "must be given together with endAt" }];
  if (!endAt) return [{ path: `${path}.endAt`, message: "must be given together with startAt" }];
  if (startAt >= endAt) return [{ path: `${path}.endAt`, message: "must be later than startAt" }];
  return instantErrors(endAt, `${path}.endAt`, now);
}

// RFC 3339 ends with the year 9999, and the grace period may still be added to a given instant.
const LATEST = new Date("9999-01-01T00:00:00Z");

function instantErrors(instant: Date, path: string, now: Date): FieldError[] {
  if (instant <= now) return [{ path, message: "must be in the future" }];
  if (instant >= LATEST) return [{ path, message: say`must be before ${LATEST.toISOString()}` }];
  return [];
}
