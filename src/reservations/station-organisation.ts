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
// A separate statement after the locks: until then, another station of a reservation may change its organisation.
const UPDATE_RESERVATIONS = statement<never>(
  "organisation.follow_reservations",
  `update reservations r set organisation = (
       select case when count(distinct coalesce(t.organisation, '')) = 1 then min(t.organisation) end
         from reservation_items own join slots s on s.id = own.slot_id join ports p on p.id = s.port_id
           join stations t on t.id = p.station_id
         where own.reservation_id = r.id)
     where r.id = any($1::text[])`,
);
const UPDATE_SESSIONS = statement<never>(
  "organisation.follow_sessions",
  `update charging_sessions c set organisation = t.organisation
     from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
     where s.id = c.slot_id and c.slot_id = any($1::text[])`,
);

/**
 * Moves everything that was ever reserved or charged at a station to the station's new organisation. This takes a while
 * for a busy station, but a station changes hands rarely. A reservation that also has slots of another organisation
 * then belongs to none. The caller must have locked the station's row, so that no slot can be added.
 */
export async function propagateOrganisation(tx: Tx, slots: SlotLedger, stationId: string): Promise<void> {
  const slotIds = await slotsOfStation(tx, stationId);
  // Every use case that books, ends or charges there locks the slots first, so nothing is added meanwhile.
  await slots.lock(tx, slotIds);
  const reservations = await tx.query(LOCK_RESERVATIONS, [slotIds]);
  await tx.query(UPDATE_RESERVATIONS, [reservations.map(({ id }) => id)]);
  await tx.query(UPDATE_SESSIONS, [slotIds]);
}
