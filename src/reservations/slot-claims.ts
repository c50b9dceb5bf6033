import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import { statement } from "../database/statement.ts";
import type { SlotChange } from "../slots/slot-ledger.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import type { ReservationView } from "./reservation.queries.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { openStatuses } from "./reservation-lifecycle.rules.ts";
import type { ReservationLocks } from "./reservation-locks.ts";

const CLAIMS_ON_SLOT = statement<{ reservationId: string; slotIds: string[] }>(
  "reservations.claims_on_slot",
  `select i.reservation_id as "reservationId",
      array(select other.slot_id::text from reservation_items other where other.reservation_id = i.reservation_id) as "slotIds"
    from reservation_items i where i.slot_id = $1 and i.released_at is null`,
);
const RELEASE_SLOT = statement<never>(
  "reservations.release_slot",
  `update reservation_items set released_at = $2, hold_due_at = null, claimed = null
    where slot_id = $1 and released_at is null`,
);

/** The reservations that hold or wait for a slot, and all the slots they name. */
export interface SlotClaims {
  readonly reservationIds: readonly string[];
  readonly slotIds: readonly string[];
}

/** A slot that its reservations are to leave. */
export interface Eviction {
  readonly slotId: string;
  /** As they are since the slot is locked. */
  readonly claims: SlotClaims;
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

export interface EvictionParts {
  readonly locks: ReservationLocks;
  readonly ledger: ReservationLedger;
  readonly lapsedHolds: LapsedHolds;
}

export async function readClaims(tx: Tx, slotId: string): Promise<SlotClaims> {
  const rows = await tx.query(CLAIMS_ON_SLOT, [slotId]);
  return {
    reservationIds: rows.map((row) => row.reservationId),
    slotIds: [...new Set(rows.flatMap((row) => row.slotIds))],
  };
}

/**
 * Locks the open reservations among the claims on a slot, after what time has decided about them is written down. The
 * slot itself is not given back by that: nobody comes next where all are to leave, and none of them has changed since it
 * was read. The claims must have been read after the slot and all of `lockedSlotIds` were locked.
 */
export async function lockOpenClaims(
  tx: Tx,
  { locks, lapsedHolds }: EvictionParts,
  now: Date,
  { slotId, claims, lockedSlotIds }: Eviction,
): Promise<ReservationView[]> {
  const locked = new Set(lockedSlotIds);
  // A reservation that came between the first look and the locks: its other slots are not locked yet.
  if (claims.slotIds.some((id) => !locked.has(id)))
    throw new StaleReadError(`Claims on slot ${slotId} changed`);
  const open: ReservationView[] = [];
  for (const reservation of await locks.lockAfterSlots(tx, claims.reservationIds)) {
    // One whose time has passed is no longer there to be cancelled: it expires, or has missed its turn.
    const current = await lapsedHolds.lapse(tx, now, reservation, { exceptSlotId: slotId });
    if (openStatuses.includes(current.status)) open.push(current);
  }
  return open;
}

/** Releases what is left of the claims on a slot. */
export async function releaseSlot(tx: Tx, now: Date, slotId: string): Promise<void> {
  await tx.query(RELEASE_SLOT, [slotId, now]);
}

/**
 * Cancels every open reservation that claims the slot, and releases what claims are left on it (an EXPIRED holder
 * stays EXPIRED).
 *
 * @returns also the other slots that were given back by it.
 */
export async function cancelClaims(
  tx: Tx,
  parts: EvictionParts,
  now: Date,
  eviction: Eviction,
  reason: string,
): Promise<Evicted> {
  const { ledger } = parts;
  const { slotId } = eviction;
  const open = await lockOpenClaims(tx, parts, now, eviction);
  const cancelled = { to: "CANCELLED", event: "CANCELLED", reason } as const;
  const moved = await ledger.move(
    tx,
    now,
    open.map(({ id }) => ({ id, ...cancelled })),
  );
  const after = new Map(moved.map((reservation) => [reservation.id, reservation]));
  const released = await ledger.release(
    tx,
    now,
    open.map(({ id }) => id),
  );
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
