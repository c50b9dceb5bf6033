import type { Deed } from "../audit/audit-log.ts";
import type { ReservationView } from "./reservation.queries.ts";

/** What the audit log says of an operation on a reservation, but for what it changed. */
export function reservationDeed(
  operation: string,
  { id, ownerId, organisation }: ReservationView,
): Omit<Deed, "before" | "after"> {
  return { operation, type: "Reservation", id, ownerId, organisation };
}
