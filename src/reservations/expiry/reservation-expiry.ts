import { readClock } from "../../database/clock.ts";
import type { Database, Tx } from "../../database/database.ts";
import { StaleReadError } from "../../database/postgres-errors.ts";
import type { SlotLedger } from "../../slots/slot-ledger.ts";
import { LEFT_OVER_SLOTS, TAKE_DUE_SLOTS } from "../calendar/calendar.statements.ts";
import type { CalendarLedger } from "../calendar/calendar-ledger.ts";
import { reservationCode } from "../reservation.rules.ts";
import type { ReservationLedger } from "../reservation-ledger.ts";
import type { LapsedHolds, OnExpired } from "./lapsed-holds.ts";
import {
  CLAIMED_SLOTS,
  DUE_KINDS,
  type Due,
  LEFT_OVER,
  REMIND,
  TAKE_DISMISSIBLE,
  TAKE_EXPIRED,
  TAKE_MISSED,
} from "./reservation-expiry.statements.ts";

export interface ExpirySettings {
  readonly expiringSoonSeconds: number;
  /** Null: reservations are never hidden automatically. */
  readonly autoHideDays: number | null;
}

/** How deadlines are processed on request. */
export interface ExpiryRun {
  /** Only at the stations of this organisation; null: at all stations. */
  readonly organisation: string | null;
  readonly onExpired: OnExpired;
}

const AUTOMATIC_RUN: ExpiryRun = { organisation: null, onExpired: async () => {} };

/** How many reservations one transaction takes: enough to be fast, few enough not to lock slots for long. */
const BATCH = 500;
const LEFT_OVER_BATCH = 50;

/** Processes the deadlines of reservations, one batch per transaction. */
export class ReservationExpiry {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #settings: ExpirySettings;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    settings: ExpirySettings;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
    this.#settings = options.settings;
  }

  /** Which kinds of deadlines have passed. */
  async findDueKinds() {
    const { expiringSoonSeconds, autoHideDays } = this.#settings;
    const [due] = await this.#db.query(DUE_KINDS, [expiringSoonSeconds, autoHideDays]);
    if (!due) throw new Error("The database does not tell what is due");
    return due;
  }

  /** Expires PENDING and ACTIVE reservations whose `reservedUntil` has passed. @returns their codes, in order. */
  expire({ organisation, onExpired }: ExpiryRun = AUTOMATIC_RUN): Promise<string[]> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(TAKE_EXPIRED, [BATCH, organisation]);
      await requireUnmoved(tx, due);
      const ids = due.map(({ id }) => id);
      await this.#lapsedHolds.lapseAll(tx, await readClock(tx), ids, "EXPIRED");
      const codes = due.map(({ number }) => reservationCode(number));
      await onExpired(tx, codes);
      return codes;
    });
  }

  /** Ends the turns that were not accepted in time. @returns how many. */
  endMissedTurns(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(TAKE_MISSED, [BATCH]);
      await requireUnmoved(tx, due);
      const ids = due.map(({ id }) => id);
      await this.#lapsedHolds.lapseAll(tx, await readClock(tx), ids, "MISSED");
      return ids.length;
    });
  }

  /**
   * Processes the reservations that `expire` and `endMissedTurns` skipped because they were locked. It waits for each
   * lock, so that nobody can postpone a deadline by keeping a slot locked.
   *
   * @returns the codes of the reservations that expired.
   */
  async sweepLeftOver({ organisation, onExpired }: ExpiryRun = AUTOMATIC_RUN): Promise<string[]> {
    const codes: string[] = [];
    for (const { id } of await this.#db.query(LEFT_OVER, [LEFT_OVER_BATCH, organisation])) {
      const swept = await this.#lapsedHolds.sweep(id, onExpired);
      if (swept?.status === "EXPIRED") codes.push(swept.code);
    }
    return codes;
  }

  /** Starts the holds of windows that are due. @returns on how many slots. */
  beginHolds(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const slotIds = (await tx.query(TAKE_DUE_SLOTS, [BATCH])).map(({ slotId }) => slotId);
      await this.#calendar.beginHolds(tx, await readClock(tx), slotIds);
      return slotIds.length;
    });
  }

  /** Starts the holds that `beginHolds` skipped because their slots were locked. */
  async beginLeftOverHolds(): Promise<void> {
    for (const { slotId } of await this.#db.query(LEFT_OVER_SLOTS, [LEFT_OVER_BATCH])) {
      await this.#db.inTransaction(async (tx) => {
        await this.#slots.lock(tx, [slotId]);
        await this.#calendar.beginHolds(tx, await readClock(tx), [slotId]);
      });
    }
  }

  /** Reminds owners, once each, that their time is running out. @returns how many. */
  sendReminders(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(REMIND, [BATCH, this.#settings.expiringSoonSeconds]);
      const events = due.map((each) => ({ ...each, event: "EXPIRING_SOON" as const }));
      await this.#ledger.announce(tx, await readClock(tx), events);
      return due.length;
    });
  }

  /** Hides reservations that have been dismissible for the configured number of days. @returns how many. */
  hideDismissible(): Promise<number> {
    const { autoHideDays } = this.#settings;
    if (autoHideDays === null) return Promise.resolve(0);
    return this.#db.inTransaction(async (tx) => {
      const ids = (await tx.query(TAKE_DISMISSIBLE, [BATCH, autoHideDays])).map(({ id }) => id);
      if (ids.length === 0) return 0;
      const now = await readClock(tx);
      await this.#ledger.setHidden(tx, now, ids, true);
      await this.#ledger.releaseAndReassign(tx, now, ids, "RESERVATION_HIDDEN");
      return ids.length;
    });
  }
}

// A reservation may have moved to other slots, which are not locked, after its claims were read.
async function requireUnmoved(tx: Tx, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  const locked = new Map(due.map(({ id, slotIds }) => [id, new Set(slotIds)]));
  for (const { id, slotId } of await tx.query(CLAIMED_SLOTS, [[...locked.keys()]]))
    if (!locked.get(id)?.has(slotId)) throw new StaleReadError(`Reservation ${id} has moved to other slots`);
}
