import { operatorOrganisationOf } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database } from "../database/database.ts";
import type { LapsedHolds, OnExpired } from "./expiry/lapsed-holds.ts";
import type { ReservationExpiry } from "./expiry/reservation-expiry.ts";
import type { ReservationView } from "./reservation.queries.ts";
import { reservationAuditRecord } from "./reservation-audit-record.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { requireHidden, requireHideable } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";

/** Operations on reservations whose time is over. Each public method is one transaction, except `expireDue`. */
export class EndedReservationService {
  readonly #db: Database;
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #expiry: ReservationExpiry;

  constructor(options: {
    db: Database;
    locks: ReservationLocks;
    ledger: ReservationLedger;
    lapsedHolds: LapsedHolds;
    expiry: ReservationExpiry;
  }) {
    this.#db = options.db;
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#lapsedHolds = options.lapsedHolds;
    this.#expiry = options.expiry;
  }

  /** Takes it off the dashboard and releases the slots it still holds. @throws DomainError NOT_FOUND, INVALID_STATE */
  hide(by: Actor, reservationId: string): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await this.#locks.lock(tx, by.caller, reservationId);
      const now = await readClock(tx);
      requireHideable(await this.#lapsedHolds.lapse(tx, now, reservation), now);
      const [hidden] = (await this.#ledger.setHidden(tx, now, [reservationId], true)) as [ReservationView];
      await this.#ledger.releaseAndReassign(tx, now, [reservationId], "RESERVATION_HIDDEN");
      const auditRecord = reservationAuditRecord("hideReservation", hidden);
      await record(tx, by, { ...auditRecord, before: reservation, after: hidden });
      return hidden;
    });
  }

  /** Puts it back on the dashboard. Released slots are not taken again. @throws DomainError NOT_FOUND, INVALID_STATE */
  restore(by: Actor, reservationId: string): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await this.#locks.lock(tx, by.caller, reservationId);
      requireHidden(reservation);
      const now = await readClock(tx);
      const [shown] = (await this.#ledger.setHidden(tx, now, [reservationId], false)) as [ReservationView];
      const auditRecord = reservationAuditRecord("restoreReservation", shown);
      await record(tx, by, { ...auditRecord, before: reservation, after: shown });
      return shown;
    });
  }

  /** Does what the server also does by itself, at the caller's stations. @returns the codes of what expired. */
  async expireDue(by: Actor): Promise<string[]> {
    const organisation = operatorOrganisationOf(by.caller);
    const onExpired: OnExpired = async (tx, expired) => {
      if (expired.length === 0) return;
      const auditRecord = { operation: "expireReservations", type: "Reservation", id: null, organisation };
      await record(tx, by, { ...auditRecord, before: null, after: { expiredReservations: expired } });
    };
    const run = { organisation, onExpired };
    return [
      ...(await takeAllBatches(() => this.#expiry.expire(run))),
      ...(await takeAllBatches(() => this.#expiry.sweepLeftOver(run))),
    ];
  }
}

/** The items of all batches, until a batch is empty. */
async function takeAllBatches<Item>(takeBatch: () => Promise<Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const batch = await takeBatch();
    if (batch.length === 0) return items;
    items.push(...batch);
  }
}
