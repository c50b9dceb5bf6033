import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { ClaimedItem } from "./calendar.rules.ts";
import { startsAt } from "./reservation.rules.ts";

const INSERT_ITEMS = statement<never>(
  "reservations.insert_items",
  `insert into reservation_items (reservation_id, slot_id, position, start_at, end_at, held_at, hold_from, hold_due_at, claimed, starts_at)
   select $1, slot_id, position, start_at, end_at, held_at, hold_from, case when held_at is null then hold_from end,
       case when hold_from is not null then tstzrange(claimed_from, claimed_until) end, $9
     from unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
         $7::timestamptz[], $8::timestamptz[])
       with ordinality as item (slot_id, start_at, end_at, held_at, hold_from, claimed_from, claimed_until, position)`,
);

/** Writes the items of a reservation, in their order; their slots must be locked. */
export async function insertItems(
  tx: Tx,
  reservationId: string,
  items: readonly ClaimedItem[],
): Promise<void> {
  await tx.query(INSERT_ITEMS, [
    reservationId,
    items.map((item) => item.slotId),
    items.map((item) => item.startAt),
    items.map((item) => item.endAt),
    items.map((item) => item.heldAt),
    items.map((item) => item.holdFrom),
    items.map((item) => item.claimed?.startAt ?? null),
    items.map((item) => item.claimed?.endAt ?? null),
    startsAt(items),
  ]);
}
