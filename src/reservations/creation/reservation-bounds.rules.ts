import type { FieldError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import {
  type ItemWindow,
  type NewReservation,
  type ReservationSettings,
  reservedUntil,
} from "../reservation.rules.ts";
import { type Moment, termsOf } from "../slot-terms.rules.ts";

const NEVER = Number.POSITIVE_INFINITY;
const A_DAY_IN_SECONDS = 24 * 3600;

/** Where a driver asks for more time than one may have. */
export function errorsBeyond(
  bounds: ReservationSettings,
  request: NewReservation,
  moment: Moment,
  heldSince: ReadonlyMap<string, Date>,
): FieldError[] {
  const { maxHoldSeconds, bookingHorizonDays, graceSeconds } = bounds;
  if (maxHoldSeconds === null && bookingHorizonDays === null) return [];
  const { items } = request;
  const now = moment.now.getTime();
  const horizon = after(now, bookingHorizonDays && bookingHorizonDays * A_DAY_IN_SECONDS);
  // A slot of an IMMEDIATE station is held from now on, whatever the window, and from before where it stays.
  const longestOf = ({ slotId }: ItemWindow) =>
    termsOf(moment, slotId).bookingMode === "IMMEDIATE"
      ? after(heldSince.get(slotId)?.getTime() ?? now, maxHoldSeconds)
      : NEVER;
  const latestOf = (item: ItemWindow) => Math.min(longestOf(item), horizon);
  const errors = items.flatMap((item, index) =>
    laterThan(latestOf(item), item.endAt, `input.items.${index}.endAt`),
  );
  // Where it is not said until when, that follows from windows. Those too late are named above; one that is not may still
  // be of another station, and would have this slot held until then.
  if (errors.length > 0 && !request.reservedUntil) return errors;
  const boundOf = request.reservedUntil ? latestOf : longestOf;
  const until = items.map((item) => boundOf(item) + (item.endAt ? graceSeconds * 1000 : 0));
  const asked = reservedUntil(request, moment.now, bounds);
  return [...errors, ...laterThan(Math.min(...until), asked, "input.reservedUntil")];
}

function after(now: number, seconds: number | null): number {
  return seconds === null ? NEVER : now + seconds * 1000;
}

function laterThan(latest: number, instant: Date | null, path: string): FieldError[] {
  if (!instant || instant.getTime() <= latest) return [];
  const message = say`must be no later than ${new Date(latest).toISOString()}: as far ahead as drivers may reserve`;
  return [{ path, message }];
}
