import type { Tx } from "../../database/database.ts";
import { statement } from "../../database/statement.ts";
import type { ClaimedItem } from "../calendar/calendar.rules.ts";
import { startsAt } from "../reservation.rules.ts";

/**
 * The SQL that inserts items from `columnsOfItems`, which are the parameters from `$first` on.
 *
 * @param number SQL for the number of an item's reservation. It may use `from`, and `item.place`: the position of the
 * reservation in the list, from 1 on.
 */
export function insertItemsOf(number: string, from: string, first: number): string {
  const types = ["text", "int", "text", "int", ...Array.from({ length: 7 }, () => "timestamptz")];
  const columns = types.map((type, index) => `$${first + index}::${type}[]`).join(", ");
  return `insert into reservation_items (reservation_id, number, slot_id, position, start_at, end_at, held_at, hold_from,
       hold_due_at, claimed, starts_at)
     select reservation_id, ${number}, slot_id, position, start_at, end_at, held_at, hold_from,
         case when held_at is null then hold_from end,
         case when hold_from is not null then tstzrange(claimed_from, claimed_until) end, starts_at
       from ${from}, unnest(${columns}) as item (reservation_id, place, slot_id, position, start_at, end_at, held_at,
         hold_from, claimed_from, claimed_until, starts_at)`;
}

const REPLACE_ITEMS = statement<never>(
  "reservations.replace_items",
  insertItemsOf("r.number", "(select number from reservations where id = $1) r", 2),
);

interface Itemised {
  readonly id: string;
  readonly items: readonly ClaimedItem[];
}

/** The items of reservations, in their order, as the columns that `insertItemsOf` takes. */
export function columnsOfItems(reservations: readonly Itemised[]): unknown[][] {
  const rows = reservations.flatMap(({ id, items }, index) => {
    const first = startsAt(items);
    return items.map((item, place) => ({ ...item, id, first, reservation: index + 1, position: place + 1 }));
  });
  return [
    rows.map((row) => row.id),
    rows.map((row) => row.reservation),
    rows.map((row) => row.slotId),
    rows.map((row) => row.position),
    rows.map((row) => row.startAt),
    rows.map((row) => row.endAt),
    rows.map((row) => row.heldAt),
    rows.map((row) => row.holdFrom),
    rows.map((row) => row.claimed?.startAt ?? null),
    rows.map((row) => row.claimed?.endAt ?? null),
    rows.map((row) => row.first),
  ];
}

/** Inserts items of an existing reservation, whose slots must be locked. */
export async function insertItems(tx: Tx, reservation: Itemised): Promise<void> {
  await tx.query(REPLACE_ITEMS, [reservation.id, ...columnsOfItems([reservation])]);
}
