import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import type { SlotChange } from "../slots/slot-ledger.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import type { ReservationView } from "./reservation.queries.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";
import { releaseSlot, type SlotClaims } from "./slot-claims.ts";
import {
  cannotMove,
  chooseSlots,
  equivalentSlots,
  moveItems,
  readMoveOptions,
  toChanges,
  touchMoved,
} from "./slot-moves.ts";

/** A slot that all its reservations must leave. */
export interface Eviction {
  readonly slotId: string;
  /** Read after all of `lockedSlotIds` were locked. */
  readonly claims: SlotClaims;
  /** The slot itself, and the other slots that may be touched. */
  readonly lockedSlotIds: readonly string[];
}

/** The result of an eviction. */
export interface Evicted {
  /** Changes of other slots, with which the caller must reassign them. */
  readonly changes: SlotChange[];
  /** Each evicted reservation, with the part of it that changed. */
  readonly reservations: readonly {
    readonly reservation: ReservationView;
    readonly before: object;
    readonly after: object;
  }[];
}

/**
 * Makes all open reservations that claim a slot leave it, and releases the remaining claims. A reservation that is
 * EXPIRED but still holds the slot stays EXPIRED.
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

  /** Cancels the reservations, which also releases their other slots. */
  async cancel(tx: Tx, now: Date, eviction: Eviction, reason: string): Promise<Evicted> {
    const { slotId } = eviction;
    const open = await this.#lockOpen(tx, now, eviction);
    const ids = open.map(({ id }) => id);
    const cancelled = { to: "CANCELLED", event: "CANCELLED", reason } as const;
    const moved = await this.#ledger.changeStatuses(
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
   * Moves the reservations to equivalent slots, which must be locked, too. After the caller has reassigned the new
   * slots, it must check them for holds that are due.
   *
   * @throws DomainError SLOT_BOOKED with the codes of all reservations that cannot be moved, if there are any.
   */
  async move(tx: Tx, now: Date, eviction: Eviction): Promise<Evicted> {
    const { slotId } = eviction;
    // A slot may have become equivalent, or ceased to be, after the slots to lock were read.
    const candidates = await equivalentSlots(tx, slotId);
    requireLocked(eviction, candidates);
    const open = await this.#lockOpen(tx, now, eviction);
    const ids = open.map(({ id }) => id);
    const byId = new Map(open.map((reservation) => [reservation.id, reservation]));
    const { moved, stuck } = chooseSlots(await readMoveOptions(tx, slotId, ids, candidates));
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
   * Locks the open reservations among the claims, after recording which of them have lapsed. A lapse does not reassign
   * the slot itself: all reservations are to leave it, so nobody is next.
   */
  async #lockOpen(tx: Tx, now: Date, eviction: Eviction): Promise<ReservationView[]> {
    const { slotId, claims } = eviction;
    // A reservation may have come after the claims were first read: its other slots are not locked then.
    requireLocked(eviction, claims.slotIds);
    const open: ReservationView[] = [];
    for (const reservation of await this.#locks.lockAfterSlots(tx, claims.reservationIds)) {
      // A reservation whose time has passed cannot be cancelled any more: it expires, or misses its turn.
      const current = await this.#lapsedHolds.lapse(tx, now, reservation, { exceptSlotId: slotId });
      if (openStatuses.includes(current.status)) open.push(current);
    }
    return open;
  }
}

function requireLocked({ slotId, lockedSlotIds }: Eviction, slotIds: readonly string[]): void {
  const locked = new Set(lockedSlotIds);
  if (slotIds.some((id) => !locked.has(id)))
    throw new StaleReadError(`What leaving slot ${slotId} touches has changed`);
}
