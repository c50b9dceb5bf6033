import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import type { SlotChange } from "../slots/slot-ledger.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import type { ReservationView } from "./reservation.queries.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";
import { releaseSlot, type SlotClaims } from "./slot-claims.ts";
import { cannotMove, choosePlaces, moveItems, readPlaces, toChanges, touchMoved } from "./slot-moves.ts";

/** A slot that its reservations are to leave. */
export interface Eviction {
  readonly slotId: string;
  /** Read after all of `lockedSlotIds` were locked. */
  readonly claims: SlotClaims;
  /** The slot itself, and the others that may be touched. */
  readonly lockedSlotIds: readonly string[];
}

/** What has become of reservations that had to leave a slot. */
export interface Evicted {
  /** Of other slots by it: they are to be settled. */
  readonly changes: SlotChange[];
  /** Each reservation, and what was changed of it. */
  readonly reservations: readonly {
    readonly reservation: ReservationView;
    readonly before: object;
    readonly after: object;
  }[];
}

/**
 * Makes the open reservations that claim a slot leave it. What claims are left on it are released: an EXPIRED holder
 * stays EXPIRED.
 */
export class SlotEvictions {
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #lapsedHolds: LapsedHolds;

  constructor(options: { locks: ReservationLocks; ledger: ReservationLedger; lapsedHolds: LapsedHolds }) {
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#lapsedHolds = options.lapsedHolds;
  }

  /** Cancels the reservations. Their other slots are given back, too. */
  async cancel(tx: Tx, now: Date, eviction: Eviction, reason: string): Promise<Evicted> {
    const { slotId } = eviction;
    const open = await this.#lockOpen(tx, now, eviction);
    const ids = open.map(({ id }) => id);
    const cancelled = { to: "CANCELLED", event: "CANCELLED", reason } as const;
    const moved = await this.#ledger.move(
      tx,
      now,
      ids.map((id) => ({ id, ...cancelled })),
    );
    const after = new Map(moved.map((reservation) => [reservation.id, reservation]));
    const released = await this.#ledger.release(tx, now, ids);
    await releaseSlot(tx, now, slotId);
    const others = released.filter((id) => id !== slotId);
    return {
      changes: others.map((id) => ({ slotId: id, cause: "RESERVATION_CANCELLED" })),
      reservations: open.map((before) => ({
        reservation: before,
        before,
        after: after.get(before.id) as ReservationView,
      })),
    };
  }

  /**
   * Moves the reservations to other slots: to `candidates`, which must be locked, too. Those that were moved to are to
   * be looked at for holds that are due once they are settled.
   *
   * @throws DomainError SLOT_BOOKED where one cannot be moved, with the codes of all that cannot.
   */
  async move(tx: Tx, now: Date, eviction: Eviction, candidates: readonly string[]): Promise<Evicted> {
    const { slotId } = eviction;
    const open = await this.#lockOpen(tx, now, eviction);
    const ids = open.map(({ id }) => id);
    const byId = new Map(open.map((reservation) => [reservation.id, reservation]));
    const { moved, stuck } = choosePlaces(await readPlaces(tx, slotId, ids, candidates));
    if (stuck.length > 0) {
      await this.#lapsedHolds.requireNone(tx, candidates);
      throw cannotMove(
        slotId,
        stuck.map(({ reservationId }) => byId.get(reservationId) as ReservationView),
      );
    }
    await moveItems(tx, slotId, moved);
    await releaseSlot(tx, now, slotId);
    await this.#ledger.announce(tx, now, await touchMoved(tx, now, ids));
    return {
      changes: toChanges(moved, byId),
      reservations: moved.map(({ reservationId, toId }) => ({
        reservation: byId.get(reservationId) as ReservationView,
        before: { slotId },
        after: { slotId: toId },
      })),
    };
  }

  /**
   * Locks the open reservations among the claims, after what time has decided about them is written down. That does not
   * give back the slot itself: all are to leave it, so nobody comes next.
   */
  async #lockOpen(
    tx: Tx,
    now: Date,
    { slotId, claims, lockedSlotIds }: Eviction,
  ): Promise<ReservationView[]> {
    const locked = new Set(lockedSlotIds);
    // A reservation that came between the first look and the locks: its other slots are not locked yet.
    if (claims.slotIds.some((id) => !locked.has(id)))
      throw new StaleReadError(`Claims on slot ${slotId} changed`);
    const open: ReservationView[] = [];
    for (const reservation of await this.#locks.lockAfterSlots(tx, claims.reservationIds)) {
      // One whose time has passed is no longer there to be cancelled: it expires, or has missed its turn.
      const current = await this.#lapsedHolds.lapse(tx, now, reservation, { exceptSlotId: slotId });
      if (openStatuses.includes(current.status)) open.push(current);
    }
    return open;
  }
}
