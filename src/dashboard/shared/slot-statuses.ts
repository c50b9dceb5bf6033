import type { SlotStatus } from "../api/documents.ts";

/** In display order. */
export const slotStatuses = [
  "AVAILABLE",
  "BOOKED",
  "IN_USE",
  "INACTIVE",
] as const satisfies readonly SlotStatus[];
