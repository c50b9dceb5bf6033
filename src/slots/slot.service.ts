import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import type { ReservationExpiry } from "../reservations/reservation-expiry.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { cancelClaims, readClaims } from "../reservations/slot-claims.ts";
import { OUT_OF_SERVICE_REASON } from "../reservations/system-reasons.ts";
import { notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { portsByIds } from "../stations/station.queries.ts";
import { SlotRow } from "./slot.entity.ts";
import { type SlotView, slotsByIds } from "./slot.queries.ts";
import { refuseActivation, refuseDeactivation } from "./slot.rules.ts";
import type { SlotLedger } from "./slot-ledger.ts";

export interface SlotDetails {
  readonly label: string;
  readonly connectorType?: string | null;
  readonly powerKw?: number | null;
}

/** Slots as an operator has them: added, described, in and out of service. Each public method is one transaction. */
export class SlotService {
  readonly #db: Database;
  readonly #ledger: SlotLedger;
  readonly #reservations: ReservationLedger;
  readonly #expiry: ReservationExpiry;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    expiry: ReservationExpiry;
  }) {
    this.#db = options.db;
    this.#ledger = options.slots;
    this.#reservations = options.ledger;
    this.#expiry = options.expiry;
  }

  /** @throws DomainError NOT_FOUND where the port does not exist. */
  create(portId: string, details: SlotDetails): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      const [port] = await portsByIds(tx, [portId]);
      if (!port) throw notFound("Port", portId);
      const { label, connectorType = null, powerKw = null } = details;
      const id = newId("slot");
      const createdAt = await readClock(tx);
      await tx.manager.insert(SlotRow, { id, portId, label, connectorType, powerKw, createdAt });
      await this.#ledger.added(tx, createdAt, [id]);
      return requireSlot(tx, id);
    });
  }

  /** Changes what is given. @throws DomainError NOT_FOUND */
  update(slotId: string, change: Partial<SlotDetails>): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      await this.#ledger.lock(tx, [slotId]);
      if (Object.keys(change).length > 0) await tx.manager.update(SlotRow, slotId, change);
      return requireSlot(tx, slotId);
    });
  }

  /** Puts a slot back into service. @throws DomainError NOT_FOUND, INVALID_STATE */
  activate(slotId: string): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      for (const slot of await this.#ledger.lock(tx, [slotId])) {
        const refusal = refuseActivation(slot);
        if (refusal) throw refusal;
      }
      const now = await readClock(tx);
      await tx.manager.update(SlotRow, slotId, { deactivatedAt: null });
      await this.#ledger.settle(tx, now, [{ slotId, cause: "SLOT_ACTIVATED" }]);
      return requireSlot(tx, slotId);
    });
  }

  /**
   * Takes a slot out of service, with `cancelReservations` also one that is held: its reservations are CANCELLED
   * and give back their other slots.
   *
   * @throws DomainError NOT_FOUND, SLOT_IN_USE, SLOT_BOOKED, INVALID_STATE
   */
  deactivate(
    slotId: string,
    options: { reason: string | null; cancelReservations: boolean },
  ): Promise<SlotView> {
    const { reason, cancelReservations } = options;
    return this.#expiry.sweepingLapsedHolds(() =>
      this.#db.inTransaction(async (tx) => {
        const claims = await readClaims(tx, slotId);
        const lockedSlotIds = [slotId, ...claims.slotIds.filter((id) => id !== slotId)];
        const [slot] = await this.#ledger.lock(tx, lockedSlotIds);
        const refusal = slot ? refuseDeactivation(slot, cancelReservations) : notFound("Slot", slotId);
        if (refusal) await this.#expiry.requireNoLapsedHold(tx, [slotId]);
        if (refusal) throw refusal;
        const now = await readClock(tx);
        const given = { lockedSlotIds, reason: reason ?? OUT_OF_SERVICE_REASON };
        const others = await cancelClaims(
          tx,
          { ledger: this.#reservations, expiry: this.#expiry },
          now,
          slotId,
          given,
        );
        await tx.manager.update(SlotRow, slotId, { deactivatedAt: now });
        await this.#reservations.giveBack(tx, now, [
          { slotId, cause: "SLOT_DEACTIVATED", reason },
          ...others.map((id) => ({ slotId: id, cause: "RESERVATION_CANCELLED" as const })),
        ]);
        return requireSlot(tx, slotId);
      }),
    );
  }
}

async function requireSlot(tx: Tx, slotId: string): Promise<SlotView> {
  const [slot] = await slotsByIds(tx, [slotId]);
  if (!slot) throw notFound("Slot", slotId);
  return slot;
}
