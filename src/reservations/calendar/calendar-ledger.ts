import type { Tx } from "../../database/database.ts";
import type { SessionEnds } from "../../sessions/session-ends.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { refuseWalkIn, type SlotState } from "../../slots/slot.rules.ts";
import { LapsedHoldError } from "../expiry/lapsed-hold-error.ts";
import type { ReservationView } from "../reservation.queries.ts";
import type { ItemWindow } from "../reservation.rules.ts";
import type { ReservationLedger } from "../reservation-ledger.ts";
import type { ReservationLocks } from "../reservation-locks.ts";
import type { BookingContext } from "../slot-terms.rules.ts";
import { EXPIRED_REASON } from "../system-reasons.ts";
import {
  type CalendarSettings,
  type Claim,
  type ClaimedItem,
  claimItems,
  decideHold,
  type HoldDecision,
  windowTaken,
} from "./calendar.rules.ts";
import {
  type DueHold,
  END_CLAIM,
  MAKE_HOLDS_DUE,
  OVERLAPPING,
  POSTPONE_HOLDS,
  READ_DUE_HOLDS,
  READ_HOLD,
  RELEASE_PAST,
  SUSPEND_HOLDS,
} from "./calendar.statements.ts";

/** A claim on a slot that is still to be made. */
export interface WantedClaim extends Claim {
  readonly slotId: string;
}

interface Decided {
  readonly hold: DueHold;
  readonly decision: HoldDecision;
}

/**
 * The windows of CALENDAR stations: which of them are free, and which have their slot at present. The transaction must
 * have locked the slots, so that what the ledger finds stays true until the commit.
 */
export class CalendarLedger {
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #sessionEnds: SessionEnds;
  readonly #settings: CalendarSettings;

  constructor(options: {
    locks: ReservationLocks;
    ledger: ReservationLedger;
    sessionEnds: SessionEnds;
    settings: CalendarSettings;
  }) {
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#sessionEnds = options.sessionEnds;
    this.#settings = options.settings;
  }

  /** How items claim their slots at the context's time. */
  claimsOf(items: readonly ItemWindow[], context: BookingContext): ClaimedItem[] {
    return claimItems(items, context, this.#settings);
  }

  /**
   * @throws DomainError WINDOW_TAKEN with the overlapping windows of others, in the order of the claims.
   * @throws LapsedHoldError if reservations overlap only because they have not been swept yet.
   */
  async requireFree(tx: Tx, now: Date, claims: readonly WantedClaim[]): Promise<void> {
    const wanted = claims.flatMap(({ slotId, claimed }) => (claimed ? [{ slotId, ...claimed }] : []));
    if (wanted.length === 0) return;
    const taken = await tx.query(OVERLAPPING, [
      wanted.map((window) => window.slotId),
      wanted.map((window) => window.startAt),
      wanted.map((window) => window.endAt),
      now,
    ]);
    const lapsed = taken.filter((window) => window.lapsed);
    if (lapsed.length > 0) throw new LapsedHoldError(lapsed.map((window) => window.reservationId));
    if (taken.length > 0) throw windowTaken(taken);
  }

  /** After windows were added: updates until when the ACTIVE sessions on their slots may continue. */
  async updateSessionEnds(tx: Tx, now: Date, claims: readonly WantedClaim[]): Promise<void> {
    const windows = claims.filter((claim) => claim.holdFrom !== null);
    await this.#sessionEnds.update(
      tx,
      now,
      windows.map((window) => window.slotId),
    );
  }

  /** After windows and their reservation were added: starts the holds that are due. */
  async beginDue(tx: Tx, now: Date, claims: readonly WantedClaim[]): Promise<void> {
    const due = claims.filter(
      ({ holdFrom, heldAt }) => heldAt === null && holdFrom !== null && holdFrom <= now,
    );
    await this.beginHolds(
      tx,
      now,
      due.map((window) => window.slotId),
    );
  }

  /** After windows of locked slots were changed: starts the holds that are due, or makes them wait for the slot. */
  async reevaluateHolds(tx: Tx, now: Date, slotIds: readonly string[]): Promise<void> {
    await tx.query(MAKE_HOLDS_DUE, [slotIds, now]);
    await this.beginHolds(tx, now, slotIds);
  }

  /** Starts the holds that are due on locked slots, or tells their owners what is in the way. */
  async beginHolds(tx: Tx, now: Date, slotIds: readonly string[]): Promise<void> {
    if (slotIds.length === 0) return;
    const holds = await tx.query(READ_DUE_HOLDS, [slotIds, now]);
    const decided = holds.map((hold) => ({ hold, decision: decideHold(hold, now) }));
    await this.#postpone(tx, now, decided);
    await this.#releasePastHolders(tx, now, decided);
    const suspended = holdersFor(decided, "SUSPEND_HOLDER");
    if (suspended.size > 0)
      await tx.query(SUSPEND_HOLDS, [[...suspended.values()], [...suspended.keys()], now]);
    const free = decided.filter(({ decision }) => decision.kind !== "WAIT" && decision.kind !== "OVERRUN");
    const changes = [...new Set(free.map(({ hold }) => hold.slotId))].map((slotId) => ({
      slotId,
      cause: "RESERVATION_HOLD_STARTED" as const,
    }));
    await this.#ledger.reassignSlots(tx, now, changes);
  }

  /**
   * Ensures that a window holds its slot: only then may it be used.
   *
   * @throws DomainError SLOT_IN_USE or SLOT_BOOKED if somebody else has the slot; INVALID_STATE if it is too early or
   * too late.
   */
  async requireHold(tx: Tx, { id, code }: ReservationView, slot: SlotState): Promise<void> {
    const [hold] = await tx.query(READ_HOLD, [id, slot.id]);
    if (!hold || hold.held) return;
    const { status, holdFrom, released } = hold;
    const refusal = refuseWalkIn({ id: slot.id, status });
    if (refusal) throw refusal;
    if (released) {
      const over = say`Reservation ${code} no longer holds slot ${slot.id} because its window there has ended; charge without the reservation.`;
      throw new DomainError("INVALID_STATE", over, {
        reservationId: id,
        step: "startCharging",
        slotId: slot.id,
      });
    }
    const message = say`Reservation ${code} does not hold slot ${slot.id} until ${holdFrom.toISOString()}; wait, or charge without the reservation.`;
    throw new DomainError("INVALID_STATE", message, {
      reservationId: id,
      step: "startCharging",
      slotId: slot.id,
      holdFrom: holdFrom.toISOString(),
    });
  }

  /** Frees the rest of a window after its charging session has ended, so that others can book it. */
  async endClaim(tx: Tx, reservationId: string, slotId: string): Promise<void> {
    await tx.query(END_CLAIM, [reservationId, slotId]);
  }

  async #postpone(tx: Tx, now: Date, decided: readonly Decided[]): Promise<void> {
    const postponed = decided.filter(
      ({ decision }) => decision.kind === "WAIT" || decision.kind === "OVERRUN",
    );
    if (postponed.length === 0) return;
    await tx.query(POSTPONE_HOLDS, [
      postponed.map(({ hold }) => hold.reservationId),
      postponed.map(({ hold }) => hold.slotId),
      postponed.map(({ decision }) => (decision.kind === "WAIT" ? decision.until : null)),
      now,
      postponed.map(({ decision }) => decision.kind === "OVERRUN"),
    ]);
    const unannounced = postponed.filter(
      ({ hold, decision }) => decision.kind === "OVERRUN" && !hold.isOverrunAnnounced,
    );
    await this.#ledger.announce(
      tx,
      now,
      unannounced.map(({ hold }) => ({ ...hold, id: hold.reservationId, event: "SLOT_OVERRUN" as const })),
    );
  }

  // Releases windows that are over but kept their slots because nobody needed them. A reservation that is left without
  // any window expires.
  async #releasePastHolders(tx: Tx, now: Date, decided: readonly Decided[]): Promise<void> {
    const holders = holdersFor(decided, "RELEASE_HOLDER");
    if (holders.size === 0) return;
    // If two servers release windows of the same reservation at once, the second must see what the first has done.
    await this.#locks.lockAfterSlots(tx, [...new Set(holders.values())]);
    const ended = await tx.query(RELEASE_PAST, [[...holders.values()], [...holders.keys()], now]);
    const expired = { to: "EXPIRED", event: "EXPIRED", reason: EXPIRED_REASON } as const;
    await this.#ledger.changeStatuses(
      tx,
      now,
      ended.map(({ reservationId }) => ({ id: reservationId, ...expired })),
    );
  }
}

/** The reservations that hold the slots for which the decision is of this kind, by slot. */
function holdersFor(
  decided: readonly Decided[],
  kind: "RELEASE_HOLDER" | "SUSPEND_HOLDER",
): Map<string, string> {
  const holders = new Map<string, string>();
  for (const { hold, decision } of decided)
    if (decision.kind === kind && hold.holderId) holders.set(hold.slotId, hold.holderId);
  return holders;
}
