import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";

const CLAIMS_ON_SLOT = statement<{ reservationId: string; slotIds: string[] }>(
  "reservations.claims_on_slot",
  `select i.reservation_id as "reservationId",
      array(select other.slot_id::text from reservation_items other where other.reservation_id = i.reservation_id) as "slotIds"
    from reservation_items i where i.slot_id = $1 and i.released_at is null`,
);
const RELEASE_SLOT = statement<never>(
  "reservations.release_slot",
  `update reservation_items set released_at = $2, hold_due_at = null, claimed = null
    where slot_id = $1 and released_at is null`,
);

/** The reservations that hold or wait for a slot, and all the slots they claim. */
export interface SlotClaims {
  readonly reservationIds: readonly string[];
  readonly slotIds: readonly string[];
}

export async function readClaims(tx: Tx, slotId: string): Promise<SlotClaims> {
  const rows = await tx.query(CLAIMS_ON_SLOT, [slotId]);
  return {
    reservationIds: rows.map((row) => row.reservationId),
    slotIds: [...new Set(rows.flatMap((row) => row.slotIds))],
  };
}

/** Releases the remaining claims on a slot. */
export async function releaseSlot(tx: Tx, now: Date, slotId: string): Promise<void> {
  await tx.query(RELEASE_SLOT, [slotId, now]);
}
