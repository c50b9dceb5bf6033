import type { AuditRecord } from "../audit/audit-log.ts";
import type { ReservationView } from "./reservation.queries.ts";

/** The audit log entry of an operation on a reservation, without what it changed. */
export function reservationAuditRecord(
  operation: string,
  { id, ownerId, organisation }: ReservationView,
): Omit<AuditRecord, "before" | "after"> {
  return { operation, type: "Reservation", id, ownerId, organisation };
}
