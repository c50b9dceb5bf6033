import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { ClaimedItem } from "./calendar.rules.ts";
import { startsAt } from "./reservation.rules.ts";

const INSERT_ITEMS = statement<never>(
  "reservations.insert_items",
  `insert into reservation_items (reservation_id, slot_id, position, start_at, end_at, held_at, hold_from, hold_due_at, claimed, starts_at)
   select reservation_id, slot_id, position, start_at, end_at, held_at, hold_from, case when held_at is null then hold_from end,
       case when hold_from is not null then tstzrange(claimed_from, claimed_until) end, starts_at
     from unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
         $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
       as item (reservation_id, slot_id, position, start_at, end_at, held_at, hold_from, claimed_from, claimed_until, starts_at)`,
);

/** Writes the items of reservations, in their order; their slots must be locked. */
export async function insertItems(
  tx: Tx,
  reservations: readonly { readonly id: string; readonly items: readonly ClaimedItem[] }[],
): Promise<void> {
  const rows = reservations.flatMap(({ id, items }) => {
    const first = startsAt(items);
    return items.map((item, index) => ({ ...item, id, first, position: index + 1 }));
  });
  await tx.query(INSERT_ITEMS, [
    rows.map((row) => row.id),
    rows.map((row) => row.slotId),
    rows.map((row) => row.position),
    rows.map((row) => row.startAt),
    rows.map((row) => row.endAt),
    rows.map((row) => row.heldAt),
    rows.map((row) => row.holdFrom),
    rows.map((row) => row.claimed?.startAt ?? null),
    rows.map((row) => row.claimed?.endAt ?? null),
    rows.map((row) => row.first),
  ]);
}
