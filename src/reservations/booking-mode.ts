import { readClock } from "../database/clock.ts";
import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import { slotsOfStation } from "../slots/slot.queries.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { LapsedHoldError } from "./expiry/lapsed-hold-error.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";

const COUNT_OPEN = statement<{ open: number }>(
  "booking_mode.count_open",
  `select count(distinct r.id)::int as open
     from reservation_items i join reservations r on r.id = i.reservation_id
     where i.slot_id = any($1::text[]) and i.released_at is null and r.status = any($2::text[])`,
);
// Reservations whose time has passed but that have not been swept yet, whatever the station's expiry policy.
const LAPSED = statement<{ id: string }>(
  "booking_mode.lapsed",
  `select distinct r.id from reservation_items i join reservations r on r.id = i.reservation_id
     where i.slot_id = any($1::text[]) and i.released_at is null
       and (r.status in ('PENDING', 'ACTIVE') and r.reserved_until <= $2 or r.status = 'YOUR_TURN' and r.turn_until <= $2)`,
);
// Releases only the items at this station. Items at other stations follow those stations' policy.
const RELEASE_EXPIRED = statement<{ slotId: string }>(
  "booking_mode.release_expired",
  `update reservation_items set released_at = $2, hold_due_at = null, claimed = null
    where slot_id = any($1::text[]) and released_at is null returning slot_id as "slotId"`,
);
/**
 * Ensures that a station has no open reservations, and that this stays so until the transaction ends. The caller must
 * have locked the station's row, so that no slot can be added. Gives back the slots that expired reservations still
 * hold: a CALENDAR station keeps none.
 *
 * @throws DomainError INVALID_STATE with the number of open reservations.
 * @throws LapsedHoldError if reservations are open only because they have not been swept yet.
 */
export async function prepareModeSwitch(
  tx: Tx,
  { slots, ledger }: { slots: SlotLedger; ledger: ReservationLedger },
  stationId: string,
): Promise<void> {
  const slotIds = await slotsOfStation(tx, stationId);
  await slots.lock(tx, slotIds);
  const now = await readClock(tx);
  const lapsed = await tx.query(LAPSED, [slotIds, now]);
  if (lapsed.length > 0) throw new LapsedHoldError(lapsed.map(({ id }) => id));
  const [row] = await tx.query(COUNT_OPEN, [slotIds, openStatuses]);
  const openReservations = row?.open ?? 0;
  if (openReservations > 0) {
    throw new DomainError(
      "INVALID_STATE",
      say`The bookingMode of station ${stationId} can be changed once its ${openReservations} open reservations have ended; cancel or complete them first.`,
      { stationId, step: "switchBookingMode", openReservations },
    );
  }
  const released = await tx.query(RELEASE_EXPIRED, [slotIds, now]);
  await ledger.reassignSlots(
    tx,
    now,
    released.map(({ slotId }) => ({ slotId, cause: "RESERVATION_EXPIRED" })),
  );
}
