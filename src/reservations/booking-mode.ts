import { readClock } from "../database/clock.ts";
import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import { slotsOfStation } from "../slots/slot.queries.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import type { BookingMode } from "../stations/station.rules.ts";
import type { ReservationExpiry } from "./reservation-expiry.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";
import type { Moment, SlotTerms } from "./slot-terms.rules.ts";

const COUNT_OPEN = statement<{ open: number }>(
  "booking_mode.count_open",
  `select count(distinct r.id)::int as open
     from reservation_items i join reservations r on r.id = i.reservation_id
     where i.slot_id = any($1::text[]) and i.released_at is null and r.status = any($2::text[])`,
);
// What is left of a reservation at other stations stays as their policy has it.
const RELEASE_EXPIRED = statement<{ slotId: string }>(
  "booking_mode.release_expired",
  `update reservation_items set released_at = $2, hold_due_at = null, claimed = null
    where slot_id = any($1::text[]) and released_at is null returning slot_id as "slotId"`,
);
// By a statement after that which locks the slots: a switch of the mode, or of the organisation, holds these locks too, so that whoever waited
// for it reads the new one.
const READ_MOMENT = statement<MomentRow>(
  "booking_mode.read_moment",
  `select slotwire_now() as now, coalesce(json_agg(t.booking_mode order by wanted.place), '[]') as modes,
       coalesce(json_agg(t.organisation order by wanted.place), '[]') as organisations
     from unnest($1::text[]) with ordinality as wanted (slot_id, place)
       left join slots s on s.id = wanted.slot_id left join ports p on p.id = s.port_id left join stations t on t.id = p.station_id`,
);

/** As lists in the order of the slots, with null for one that does not exist. */
interface MomentRow {
  readonly now: Date;
  readonly modes: readonly (BookingMode | null)[];
  readonly organisations: readonly (string | null)[];
}

/** The database's time, and the terms that slots which the transaction has locked keep until it ends. */
export async function readMoment(tx: Tx, slotIds: readonly string[]): Promise<Moment> {
  const [row] = await tx.query(READ_MOMENT, [slotIds]);
  if (!row) throw new Error("The database returned no time");
  const bySlot = new Map<string, SlotTerms>();
  for (const [index, slotId] of slotIds.entries()) {
    const bookingMode = row.modes[index];
    if (bookingMode) bySlot.set(slotId, { bookingMode, organisation: row.organisations[index] ?? null });
  }
  return { now: row.now, bySlot };
}

/**
 * Makes sure that a station has no open reservation, and keeps it so until the transaction ends: its row must be
 * locked against new slots. What expired reservations still hold is given back: a CALENDAR station keeps nothing.
 *
 * @throws DomainError INVALID_STATE with the number of open reservations.
 */
export async function prepareModeSwitch(
  tx: Tx,
  { slots, ledger, expiry }: { slots: SlotLedger; ledger: ReservationLedger; expiry: ReservationExpiry },
  stationId: string,
): Promise<void> {
  const slotIds = await slotsOfStation(tx, stationId);
  await slots.lock(tx, slotIds);
  const now = await readClock(tx);
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
  const released = await tx.query(RELEASE_EXPIRED, [slotIds, now]);
  await ledger.giveBack(
    tx,
    now,
    released.map(({ slotId }) => ({ slotId, cause: "RESERVATION_EXPIRED" })),
  );
}
