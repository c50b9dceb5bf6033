import type { Caller } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { badInput } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import type { CalendarLedger } from "./calendar/calendar-ledger.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { nextStatus } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";
import { readBookingContext } from "./slot-terms.queries.ts";
import { termsOf } from "./slot-terms.rules.ts";

/** A charging session that is about to start on a slot of a reservation. */
interface HandoverRequest {
  readonly reservationId: string;
  readonly slotId: string;
  readonly vehicleId: string;
}

/** Hands slots over from the reservations that hold them to charging sessions. */
export class ChargingHandover {
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;

  constructor(options: {
    locks: ReservationLocks;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
  }) {
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
  }

  /**
   * Completes the reservation and ends its claims. Its slots are locked, and the caller must reassign them.
   *
   * @returns the ids of the slots that it held, including `slotId`.
   * @throws DomainError NOT_FOUND; BAD_USER_INPUT if it is for another slot or vehicle; INVALID_STATE, also if its
   * window does not hold the slot yet; SLOT_IN_USE or SLOT_BOOKED if somebody else has the slot in that case.
   * @throws LapsedHoldError if a reservation may be in the way only because it has not been swept yet.
   */
  async handOver(
    tx: Tx,
    caller: Caller,
    { reservationId, slotId, vehicleId }: HandoverRequest,
  ): Promise<string[]> {
    const { reservation, slotIds, slots } = await this.#locks.lock(tx, caller, reservationId, [slotId]);
    const context = await readBookingContext(tx, [slotId]);
    const { now } = context;
    const to = nextStatus(reservation, "startCharging", now);
    if (!slotIds.includes(slotId)) {
      throw badInput({
        path: "input.slotId",
        message: say`must be a slot of reservation ${reservation.code}`,
      });
    }
    if (reservation.vehicleId !== vehicleId) {
      throw badInput({
        path: "input.vehicleId",
        message: say`must be the vehicle of reservation ${reservation.code}`,
      });
    }
    const slot = slots.find(({ id }) => id === slotId);
    // The hold may be due without having been started yet.
    if (termsOf(context, slotId).bookingMode === "CALENDAR") {
      await this.#lapsedHolds.requireNone(tx, [slotId]);
      await this.#calendar.beginHolds(tx, now, [slotId]);
    }
    // Checked even if the mode was switched to IMMEDIATE: a window that gave way has no claim to the slot any more.
    if (slot) await this.#calendar.requireHold(tx, reservation, slot);
    await this.#ledger.changeStatus(tx, now, { id: reservationId, to, event: "COMPLETED" });
    return this.#ledger.release(tx, now, [reservationId], slotId);
  }
}
