import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { slotsOfStation } from "../slots/slot.queries.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";

const LOCK_RESERVATIONS = statement<{ id: string }>(
  "organisation.lock_reservations",
  `select r.id from reservations r
     where r.id in (select i.reservation_id from reservation_items i where i.slot_id = any($1::text[]))
     order by r.id for no key update`,
);
// By a statement after that which locks them: another station of theirs may have changed hands until then.
const FOLLOW_RESERVATIONS = statement<never>(
  "organisation.follow_reservations",
  `update reservations r set organisation = (
       select case when count(distinct coalesce(t.organisation, '')) = 1 then min(t.organisation) end
         from reservation_items own join slots s on s.id = own.slot_id join ports p on p.id = s.port_id
           join stations t on t.id = p.station_id
         where own.reservation_id = r.id)
     where r.id = any($1::text[])`,
);
const FOLLOW_SESSIONS = statement<never>(
  "organisation.follow_sessions",
  `update charging_sessions c set organisation = t.organisation
     from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
     where s.id = c.slot_id and c.slot_id = any($1::text[])`,
);

/**
 * What is inside of a station goes to its new organisation with it: all that was ever reserved and charged there,
 * which takes a while for a busy station, and is done once in its life. A reservation that also has slots elsewhere is
 * of no organisation then. The station's row must be locked against new slots.
 */
export async function followOrganisation(tx: Tx, slots: SlotLedger, stationId: string): Promise<void> {
  const slotIds = await slotsOfStation(tx, stationId);
  // Locked as whoever books, ends or charges there locks them first: nothing is added meanwhile.
  await slots.lock(tx, slotIds);
  const reservations = await tx.query(LOCK_RESERVATIONS, [slotIds]);
  await tx.query(FOLLOW_RESERVATIONS, [reservations.map(({ id }) => id)]);
  await tx.query(FOLLOW_SESSIONS, [slotIds]);
}
