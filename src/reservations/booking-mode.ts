import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import { slotsOfStation } from "../slots/slot.queries.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import type { ReservationExpiry } from "./reservation-expiry.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";

const COUNT_OPEN = statement<{ open: number }>(
  "booking_mode.count_open",
  `select count(distinct r.id)::int as open
     from reservation_items i join reservations r on r.id = i.reservation_id
     where i.slot_id = any($1::text[]) and i.released_at is null and r.status = any($2::text[])`,
);
const LAPSED_HOLDERS = statement<{ id: string }>(
  "booking_mode.lapsed_holders",
  `select distinct reservation_id as id from reservation_items where slot_id = any($1::text[]) and released_at is null`,
);

/**
 * Makes sure that a station has no open reservation, and keeps it so until the transaction ends: its row must be
 * locked against new slots. What expired reservations still hold is given back: a CALENDAR station keeps nothing.
 *
 * @throws DomainError INVALID_STATE with the number of open reservations.
 */
export async function prepareModeSwitch(
  tx: Tx,
  { slots, ledger, expiry }: { slots: SlotLedger; ledger: ReservationLedger; expiry: ReservationExpiry },
  now: Date,
  stationId: string,
): Promise<void> {
  const slotIds = await slotsOfStation(tx, stationId);
  await slots.lock(tx, slotIds);
  await expiry.requireNoLapsedHold(tx, slotIds);
  const [row] = await tx.query(COUNT_OPEN, [slotIds, openStatuses]);
  const openReservations = row?.open ?? 0;
  if (openReservations > 0) {
    throw new DomainError(
      "INVALID_STATE",
      say`The bookingMode of station ${stationId} can be switched once its ${openReservations} open reservations have ended; cancel or complete them first.`,
      { stationId, step: "switchBookingMode", openReservations },
    );
  }
  const lapsed = (await tx.query(LAPSED_HOLDERS, [slotIds])).map(({ id }) => id);
  const released = await ledger.release(tx, now, lapsed);
  await ledger.giveBack(
    tx,
    now,
    released.map((slotId) => ({ slotId, cause: "RESERVATION_EXPIRED" })),
  );
}
