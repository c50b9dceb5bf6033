import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { type Statement, statement } from "../database/statement.ts";
import type { SlotStatusCause } from "../slots/slot.rules.ts";
import { reservationCode } from "./reservation.rules.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { EXPIRED_REASON } from "./system-reasons.ts";

interface Due {
  readonly id: string;
  readonly number: number;
}

/**
 * Takes reservations that are due, the longest due first, with all the slots they still claim. It never waits for a
 * lock: what somebody else has is left for the next look. So several servers share the work, and none can be part
 * of a deadlock, whatever order the others lock in.
 */
// (select slotwire_now()): the function is volatile, so only as a subquery is it one value, which an index can be asked for.
function takeDue(name: string, { due, order }: { due: string; order: string }): Statement<Due> {
  return statement<Due>(
    `expiry.take_${name}`,
    `with candidate as (
       select r.id, r.number from reservations r where ${due} order by ${order} limit $1
     ), claim as (
       select i.reservation_id, i.slot_id from reservation_items i join candidate c on c.id = i.reservation_id
         where i.released_at is null
     ), locked as materialized (
       select id from slots where id in (select slot_id from claim) order by id for no key update skip locked
     ), whole as (
       select c.id from candidate c where not exists (
         select from claim where claim.reservation_id = c.id and claim.slot_id not in (select id from locked))
     )
     select r.id, r.number from reservations r
       where r.id in (select id from whole) and ${due}
       order by r.number for no key update skip locked`,
  );
}

const EXPIRED = "r.status in ('PENDING', 'ACTIVE') and r.reserved_until <= (select slotwire_now())";
const MISSED = "r.status = 'YOUR_TURN' and r.turn_until <= (select slotwire_now())";
const soon = (seconds: string) => `r.status in ('PENDING', 'ACTIVE') and r.reminded_at is null
  and r.reserved_until > (select slotwire_now())
  and r.reserved_until <= (select slotwire_now()) + ${seconds}::integer * interval '1 second'`;
const dismissible = (days: string) =>
  `r.hidden_at is null and r.dismissible_since <= (select slotwire_now()) - ${days}::integer * interval '1 day'`;

const TAKE_EXPIRED = takeDue("expired", { due: EXPIRED, order: "r.reserved_until, r.id" });
const TAKE_MISSED = takeDue("missed", { due: MISSED, order: "r.turn_until, r.id" });
const TAKE_DISMISSIBLE = takeDue("dismissible", {
  due: dismissible("$2"),
  order: "r.dismissible_since, r.id",
});

// Asked four times a second by every server: four looks at the first row of an index.
const WHAT_IS_DUE = statement<Record<"expired" | "missed" | "soon" | "dismissible", boolean>>(
  "expiry.what_is_due",
  `select exists (select from reservations r where ${EXPIRED}) as expired,
     exists (select from reservations r where ${MISSED}) as missed,
     exists (select from reservations r where ${soon("$1")}) as soon,
     exists (select from reservations r where ${dismissible("$2")}) as dismissible`,
);

// What the station's policy does not keep. A CALENDAR station keeps nothing.
const RELEASE_BY_POLICY = statement<{ slotId: string }>(
  "expiry.release_by_policy",
  `update reservation_items i set released_at = $2
     from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
     where i.reservation_id = any($1::text[]) and i.released_at is null and s.id = i.slot_id
       and (t.expiry_policy = 'RELEASE' or t.booking_mode = 'CALENDAR')
     returning i.slot_id as "slotId"`,
);

const REMIND = statement<{ id: string; ownerId: string; stationIds: string[] }>(
  "expiry.remind",
  `with due as (
     select r.id from reservations r where ${soon("$2")}
       order by r.reserved_until, r.id limit $1 for no key update skip locked
   ), r as (
     update reservations set reminded_at = slotwire_now() from due where due.id = reservations.id returning reservations.*
   )
   select r.id, r.owner_id as "ownerId", array(select distinct p.station_id::text from reservation_items i
       join slots s on s.id = i.slot_id join ports p on p.id = s.port_id where i.reservation_id = r.id) as "stationIds"
     from r`,
);

// Those that keep these slots from being booked, although their time has passed.
const LAPSED_HOLDS = statement<{ reservationId: string }>(
  "expiry.lapsed_holds",
  `select i.reservation_id as "reservationId"
     from reservation_items i
       join reservations r on r.id = i.reservation_id
       join slots s on s.id = i.slot_id join ports p on p.id = s.port_id join stations t on t.id = p.station_id
     where i.slot_id = any($1::text[]) and i.held_at is not null and i.released_at is null
       and ((r.status = 'YOUR_TURN' and r.turn_until <= slotwire_now())
         or (r.status in ('PENDING', 'ACTIVE') and r.reserved_until <= slotwire_now()
           and (t.expiry_policy = 'RELEASE' or t.booking_mode = 'CALENDAR')))`,
);

export interface ExpirySettings {
  readonly expiringSoonSeconds: number;
  /** Null: nothing is hidden by itself. */
  readonly autoHideDays: number | null;
}

/** How many reservations one transaction takes: enough to be quick, few enough that nobody waits long for a slot. */
const BATCH = 500;

/** What happens to reservations when a time passes, a batch in a transaction. Each returns how many it took. */
export class ReservationExpiry {
  readonly #db: Database;
  readonly #ledger: ReservationLedger;
  readonly #settings: ExpirySettings;

  constructor({
    db,
    ledger,
    settings,
  }: { db: Database; ledger: ReservationLedger; settings: ExpirySettings }) {
    this.#db = db;
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /** What there is to do now. */
  async whatIsDue() {
    const { expiringSoonSeconds, autoHideDays } = this.#settings;
    const [due] = await this.#db.query(WHAT_IS_DUE, [expiringSoonSeconds, autoHideDays]);
    if (!due) throw new Error("The database does not tell what is due");
    return due;
  }

  /** Marks PENDING and ACTIVE reservations whose `reservedUntil` has passed; returns their codes, in order. */
  expire(): Promise<string[]> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(TAKE_EXPIRED, [BATCH]);
      const ids = due.map(({ id }) => id);
      if (ids.length === 0) return [];
      const now = await readClock(tx);
      const expired = { to: "EXPIRED", event: "EXPIRED", reason: EXPIRED_REASON } as const;
      await this.#ledger.move(
        tx,
        now,
        ids.map((id) => ({ id, ...expired })),
      );
      const released = await tx.query(RELEASE_BY_POLICY, [ids, now]);
      await this.#giveBack(
        tx,
        now,
        released.map(({ slotId }) => slotId),
        "RESERVATION_EXPIRED",
      );
      return due.map(({ number }) => reservationCode(number));
    });
  }

  /** Passes on the turns that nobody accepted in time. */
  miss(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const ids = (await tx.query(TAKE_MISSED, [BATCH])).map(({ id }) => id);
      if (ids.length === 0) return 0;
      const now = await readClock(tx);
      await this.#ledger.move(
        tx,
        now,
        ids.map((id) => ({ id, to: "MISSED" as const, event: "MISSED" as const })),
      );
      await this.#giveBack(tx, now, await this.#ledger.release(tx, now, ids), "TURN_MISSED");
      return ids.length;
    });
  }

  /** Tells owners, once each, that the time runs out. */
  remind(): Promise<number> {
    return this.#db.inTransaction(async (tx) => {
      const due = await tx.query(REMIND, [BATCH, this.#settings.expiringSoonSeconds]);
      const now = await readClock(tx);
      await this.#ledger.announce(
        tx,
        now,
        due.map((each) => ({ ...each, event: "EXPIRING_SOON" as const })),
      );
      return due.length;
    });
  }

  /** Hides what could have been dismissed for so many days. */
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

  /** Whether one of these slots is held by a reservation whose time has passed, and that is only to be swept. */
  async hasLapsedHold(tx: Tx, slotIds: readonly string[]): Promise<boolean> {
    return (await tx.query(LAPSED_HOLDS, [slotIds])).length > 0;
  }

  async #giveBack(tx: Tx, now: Date, slotIds: readonly string[], cause: SlotStatusCause): Promise<void> {
    await this.#ledger.giveBack(
      tx,
      now,
      slotIds.map((slotId) => ({ slotId, cause })),
    );
  }
}
