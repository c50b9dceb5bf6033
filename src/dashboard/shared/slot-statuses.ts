import type { SlotStatus } from "../api/documents.ts";

/** In the order in which they are listed. */
export const slotStatuses = [
  "AVAILABLE",
  "BOOKED",
  "IN_USE",
  "INACTIVE",
] as const satisfies readonly SlotStatus[];
