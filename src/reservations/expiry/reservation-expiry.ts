import { setTimeout as delay } from "node:timers/promises";
import { readClock } from "../../database/clock.ts";
import type { Database, Tx } from "../../database/database.ts";
import { StaleReadError } from "../../database/postgres-errors.ts";
import { DomainError } from "../../shared/domain-error.ts";
import type { SlotStatusCause } from "../../slots/slot.rules.ts";
import type { SlotLedger } from "../../slots/slot-ledger.ts";
import { LEFT_OVER_SLOTS, TAKE_DUE_SLOTS } from "../calendar/calendar.statements.ts";
import type { CalendarLedger } from "../calendar/calendar-ledger.ts";
import type { ReservationView } from "../reservation.queries.ts";
import { reservationCode } from "../reservation.rules.ts";
import type { ReservationLedger } from "../reservation-ledger.ts";
import { statusAt } from "../reservation-lifecycle.rules.ts";
import { EXPIRED_REASON } from "../system-reasons.ts";
import { LapsedHoldError } from "./lapsed-hold-error.ts";
import {
  CLAIMED_SLOTS,
  type Due,
  LAPSED_HOLDS,
  LEFT_OVER,
  RELEASE_BY_POLICY,
  REMIND,
  TAKE_DISMISSIBLE,
  TAKE_EXPIRED,
  TAKE_MISSED,
  WHAT_IS_DUE,
} from "./reservation-expiry.statements.ts";

export interface ExpirySettings {
  readonly expiringSoonSeconds: number;
  /** Null: nothing is hidden by itself. */
  readonly autoHideDays: number | null;
}

/** Deadlines that somebody has kept by hand. */
export interface ByHand {
  /** Whose stations' only; null: all. */
  readonly organisation: string | null;
  /** Done in the transaction that marked these codes. */
  readonly alongside: (tx: Tx, codes: readonly string[]) => Promise<void>;
}

const BY_ITSELF: ByHand = { organisation: null, alongside: async () => {} };

/** How many reservations one transaction takes: enough to be quick, few enough that nobody waits long for a slot. */
const BATCH = 500;
const LEFT_OVER_BATCH = 50;
const MAX_TRIES = 10;
const PAUSE_MS = 5;

/** What becomes of a reservation whose time has passed, and why its slots are given back. */
const lapses = {
  EXPIRED: {
    move: { to: "EXPIRED", event: "EXPIRED", reason: EXPIRED_REASON },
    cause: "RESERVATION_EXPIRED",
  },
  MISSED: { move: { to: "MISSED", event: "MISSED" }, cause: "TURN_MISSED" },
} as const;

/** What happens to reservations when a time passes, a batch in a transaction. */
export class ReservationExpiry {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #settings: ExpirySettings;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    settings: ExpirySettings;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#calendar = options.calendar;
    this.#settings = options.settings;
  }

  /** What there is to do now. */
  async whatIsDue() {
    const { expiringSoonSeconds, autoHideDays } = this.#settings;
    const [due] = await this.#db.query(WHAT_IS_DUE, [expiringSoonSeconds, autoHideDays]);
    if (!due) throw new Error("The database does not tell what is due");
    return due;
  }

  /** Marks PENDING and ACTIVE reservations whose `reservedUntil` has passed; returns their codes, in order. */
  expire({ organisation, alongside }: ByHand = BY_ITSELF): Promise<string[]> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(TAKE_EXPIRED, [BATCH, organisation]);
      await requireUnmoved(tx, due);
      const ids = due.map(({ id }) => id);
      await this.#lapse(tx, await readClock(tx), ids, "EXPIRED");
      const codes = due.map(({ number }) => reservationCode(number));
      await alongside(tx, codes);
      return codes;
    });
  }

  /** Passes on the turns that nobody accepted in time. @returns how many. */
  miss(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(TAKE_MISSED, [BATCH]);
      await requireUnmoved(tx, due);
      const ids = due.map(({ id }) => id);
      await this.#lapse(tx, await readClock(tx), ids, "MISSED");
      return ids.length;
    });
  }

  /**
   * What `expire` and `miss` have left because somebody was busy with it: each waits for its turn at the locks, so
   * that nobody can keep a deadline away by keeping a slot busy.
   *
   * @returns the codes of those that expired.
   */
  async sweepLeftOver({ organisation, alongside }: ByHand = BY_ITSELF): Promise<string[]> {
    const codes: string[] = [];
    for (const { id } of await this.#db.query(LEFT_OVER, [LEFT_OVER_BATCH, organisation])) {
      const swept = await this.#sweep(id, alongside);
      if (swept?.status === "EXPIRED") codes.push(swept.code);
    }
    return codes;
  }

  /** Lets the windows whose time has come begin to hold their slots. @returns on how many slots. */
  beginHolds(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const slotIds = (await tx.query(TAKE_DUE_SLOTS, [BATCH])).map(({ slotId }) => slotId);
      await this.#calendar.beginHolds(tx, await readClock(tx), slotIds);
      return slotIds.length;
    });
  }

  /** What `beginHolds` has left because somebody was busy with the slot. */
  async beginLeftOverHolds(): Promise<void> {
    for (const { slotId } of await this.#db.query(LEFT_OVER_SLOTS, [LEFT_OVER_BATCH])) {
      await this.#db.inTransaction(async (tx) => {
        await this.#slots.lock(tx, [slotId]);
        await this.#calendar.beginHolds(tx, await readClock(tx), [slotId]);
      });
    }
  }

  /** Tells owners, once each, that the time runs out. @returns how many. */
  remind(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(REMIND, [BATCH, this.#settings.expiringSoonSeconds]);
      const events = due.map((each) => ({ ...each, event: "EXPIRING_SOON" as const }));
      await this.#ledger.announce(tx, await readClock(tx), events);
      return due.length;
    });
  }

  /** Hides what could have been dismissed for so many days. @returns how many. */
  hideOld(): Promise<number> {
    const { autoHideDays } = this.#settings;
    if (autoHideDays === null) return Promise.resolve(0);
    return this.#db.inTransaction(async (tx) => {
      const ids = (await tx.query(TAKE_DISMISSIBLE, [BATCH, autoHideDays])).map(({ id }) => id);
      if (ids.length === 0) return 0;
      const now = await readClock(tx);
      await this.#ledger.setHidden(tx, now, ids, true);
      await this.#giveBack(tx, now, await this.#ledger.release(tx, now, ids), "RESERVATION_HIDDEN");
      return ids.length;
    });
  }

  /**
   * Writes down that the time of a reservation has passed, where it has; its slots must be locked, and it too.
   *
   * @param exceptSlotId the caller itself gives this slot back, or takes it out of service.
   * @returns the reservation as it then is.
   */
  async lapse(
    tx: Tx,
    now: Date,
    reservation: ReservationView,
    { exceptSlotId = null }: { exceptSlotId?: string | null } = {},
  ): Promise<ReservationView> {
    const status = statusAt(reservation, now);
    if (status === reservation.status) return reservation;
    const passed = status === "EXPIRED" ? "EXPIRED" : "MISSED";
    const [lapsed] = await this.#lapse(tx, now, [reservation.id], passed, exceptSlotId);
    return lapsed ?? reservation;
  }

  /** @throws LapsedHoldError where one of these slots is held only because nobody has swept yet. */
  async requireNoLapsedHold(tx: Tx, slotIds: readonly string[]): Promise<void> {
    const holds = await tx.query(LAPSED_HOLDS, [slotIds]);
    if (holds.length > 0) throw new LapsedHoldError(holds.map((hold) => hold.reservationId));
  }

  /** Which of these slots are held only because nobody has swept yet. */
  async slotsOfLapsedHolds(tx: Tx, slotIds: readonly string[]): Promise<Set<string>> {
    if (slotIds.length === 0) return new Set();
    return new Set((await tx.query(LAPSED_HOLDS, [slotIds])).map((hold) => hold.slotId));
  }

  /** Runs a transaction again after holds were swept that it found to have lapsed. */
  async sweepingLapsedHolds<Result>(transaction: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transaction();
      } catch (error) {
        if (!(error instanceof LapsedHoldError)) throw error;
        if (attempt === MAX_TRIES)
          throw new DomainError("SERVICE_UNAVAILABLE", "The slot is changing hands; try again");
        for (const id of error.reservationIds) await this.#sweep(id);
        await delay(attempt * PAUSE_MS);
      }
    }
  }

  /** @returns the reservation, where it was this that wrote down that its time has passed. */
  #sweep(
    reservationId: string,
    alongside: ByHand["alongside"] = BY_ITSELF.alongside,
  ): Promise<ReservationView | null> {
    return this.#db.inTransaction(async (tx) => {
      const before = await this.#ledger.lockAny(tx, reservationId);
      const after = before && (await this.lapse(tx, await readClock(tx), before));
      if (!after || after.status === before.status) return null;
      if (after.status === "EXPIRED") await alongside(tx, [after.code]);
      return after;
    });
  }

  async #lapse(
    tx: Tx,
    now: Date,
    ids: readonly string[],
    status: keyof typeof lapses,
    exceptSlotId: string | null = null,
  ): Promise<ReservationView[]> {
    if (ids.length === 0) return [];
    const { move, cause } = lapses[status];
    const views = await this.#ledger.move(
      tx,
      now,
      ids.map((id) => ({ id, ...move })),
    );
    const released =
      status === "EXPIRED"
        ? (await tx.query(RELEASE_BY_POLICY, [ids, now])).map(({ slotId }) => slotId)
        : await this.#ledger.release(tx, now, ids);
    await this.#giveBack(
      tx,
      now,
      released.filter((id) => id !== exceptSlotId),
      cause,
    );
    return views;
  }

  async #giveBack(tx: Tx, now: Date, slotIds: readonly string[], cause: SlotStatusCause): Promise<void> {
    await this.#ledger.giveBack(
      tx,
      now,
      slotIds.map((slotId) => ({ slotId, cause })),
    );
  }
}

// Between the look at what it claims and the locks, a reservation may have moved to slots that are not locked.
async function requireUnmoved(tx: Tx, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  const locked = new Map(due.map(({ id, slotIds }) => [id, new Set(slotIds)]));
  for (const { id, slotId } of await tx.query(CLAIMED_SLOTS, [[...locked.keys()]]))
    if (!locked.get(id)?.has(slotId)) throw new StaleReadError(`Reservation ${id} has moved to other slots`);
}
