import { type Caller, mayActFor } from "../access/caller.ts";
import { type Queryable, statement } from "../database/statement.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { ReservationStatus } from "./reservation.rules.ts";
import { holdsSlot } from "./reservation-item-states.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";

interface Holder {
  readonly id: string;
  readonly ownerId: string;
  readonly organisation: string | null;
  readonly status: ReservationStatus;
}

// A reservation whose time has passed is left out, even if it has not been swept yet: nobody can charge with it.
const HOLDER = statement<Holder>(
  "reservations.holder",
  `select r.id, r.owner_id as "ownerId", r.organisation, r.status
    from reservation_items i join reservations r on r.id = i.reservation_id
    where i.slot_id = $1 and ${holdsSlot("i")} and coalesce(r.turn_until, r.reserved_until) > slotwire_now()`,
);

/**
 * The refusal for a driver who starts to charge without naming the reservation that holds the slot for that driver. The
 * error contains the reservation's id, so that an app can name it.
 *
 * @returns null if the slot is held for somebody else, or the caller may not see for whom.
 */
export async function refuseUnnamedReservation(
  db: Queryable,
  caller: Caller,
  { slotId, driverId }: { slotId: string; driverId: string },
): Promise<DomainError | null> {
  const [holder] = await db.query(HOLDER, [slotId]);
  if (holder?.ownerId !== driverId || !mayActFor(caller, holder)) return null;
  if (!openStatuses.includes(holder.status)) return null;
  const facts = { slotId, currentStatus: "BOOKED", reservationId: holder.id };
  return new DomainError("SLOT_BOOKED", "Slot is booked and not available for charging", facts);
}
