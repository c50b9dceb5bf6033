import type { FieldError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import {
  type ItemWindow,
  type NewReservation,
  type ReservationSettings,
  reservedUntil,
} from "../reservation.rules.ts";
import { type BookingContext, termsOf } from "../slot-terms.rules.ts";

const NEVER = Number.POSITIVE_INFINITY;
const A_DAY_IN_SECONDS = 24 * 3600;

/** An error for each instant of a request that is later than drivers may reserve. */
export function errorsBeyond(
  bounds: ReservationSettings,
  request: NewReservation,
  context: BookingContext,
  heldSince: ReadonlyMap<string, Date>,
): FieldError[] {
  const { maxHoldSeconds, bookingHorizonDays, graceSeconds } = bounds;
  if (maxHoldSeconds === null && bookingHorizonDays === null) return [];
  const { items } = request;
  const now = context.now.getTime();
  const horizon = after(now, bookingHorizonDays && bookingHorizonDays * A_DAY_IN_SECONDS);
  // An IMMEDIATE slot is held from now on, whatever its window; a slot that the reservation keeps, since `heldSince`.
  const longestOf = ({ slotId }: ItemWindow) =>
    termsOf(context, slotId).bookingMode === "IMMEDIATE"
      ? after(heldSince.get(slotId)?.getTime() ?? now, maxHoldSeconds)
      : NEVER;
  const latestOf = (item: ItemWindow) => Math.min(longestOf(item), horizon);
  const errors = items.flatMap((item, index) =>
    laterThan(latestOf(item), item.endAt, `input.items.${index}.endAt`),
  );
  // Without a given `reservedUntil`, it follows from the windows, and a window that ends too late is reported already.
  // But a window at one station, early enough for itself, may make a slot of another station be held for too long.
  if (errors.length > 0 && !request.reservedUntil) return errors;
  const boundOf = request.reservedUntil ? latestOf : longestOf;
  const until = items.map((item) => boundOf(item) + (item.endAt ? graceSeconds * 1000 : 0));
  const asked = reservedUntil(request, context.now, bounds);
  return [...errors, ...laterThan(Math.min(...until), asked, "input.reservedUntil")];
}

function after(now: number, seconds: number | null): number {
  return seconds === null ? NEVER : now + seconds * 1000;
}

function laterThan(latest: number, instant: Date | null, path: string): FieldError[] {
  if (!instant || instant.getTime() <= latest) return [];
  const message = say`must be no later than ${new Date(latest).toISOString()}, which is as far ahead as drivers can reserve`;
  return [{ path, message }];
}
