import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { BookingMode } from "../stations/station.rules.ts";
import type { BookingContext, SlotTerms } from "./slot-terms.rules.ts";

// A separate statement after the locks of the slots. A transaction that switches the mode or the organisation holds
// these locks, too, so a transaction that waited for it reads the new values.
const READ_BOOKING_CONTEXT = statement<BookingContextRow>(
  "slot_terms.read_moment",
  `select slotwire_now() as now, coalesce(json_agg(t.booking_mode order by wanted.place), '[]') as modes,
       coalesce(json_agg(t.organisation order by wanted.place), '[]') as organisations
     from unnest($1::text[]) with ordinality as wanted (slot_id, place)
       left join slots s on s.id = wanted.slot_id left join ports p on p.id = s.port_id left join stations t on t.id = p.station_id`,
);

/** Lists in the order of the slots, with null for a slot that does not exist. */
interface BookingContextRow {
  readonly now: Date;
  readonly modes: readonly (BookingMode | null)[];
  readonly organisations: readonly (string | null)[];
}

/** The database's time, and the terms of locked slots, which stay the same until the transaction ends. */
export async function readBookingContext(tx: Tx, slotIds: readonly string[]): Promise<BookingContext> {
  const [row] = await tx.query(READ_BOOKING_CONTEXT, [slotIds]);
  if (!row) throw new Error("The database returned no time");
  const bySlot = new Map<string, SlotTerms>();
  for (const [index, slotId] of slotIds.entries()) {
    const bookingMode = row.modes[index];
    if (bookingMode) bySlot.set(slotId, { bookingMode, organisation: row.organisations[index] ?? null });
  }
  return { now: row.now, bySlot };
}
