import { type Caller, isStaffOf, requireUserId } from "../../access/caller.ts";
import type { Tx } from "../../database/database.ts";
import { literals, statement } from "../../database/statement.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { releasesAtExpiry } from "../expiry/reservation-expiry.statements.ts";
import { holdsSlot } from "../reservation-item-states.ts";
import { openStatuses } from "../reservation-lifecycle.rules.ts";

// Another transaction that makes a reservation for the driver waits for this lock, and then counts this reservation.
const LOCK_DRIVER = statement<{ id: string }>(
  "open_reservations.lock_driver",
  "select id from users where id = $1 for no key update",
);
const LOCK_IDLE_DRIVERS = statement<{ id: string }>(
  "open_reservations.lock_idle_drivers",
  "select id from users where id = any($1::text[]) for no key update skip locked",
);
// A separate statement after the locks, so that it counts what others have committed before. A reservation whose time
// has passed counts only if it keeps a slot (KEEP_BOOKED), swept or not: then it blocks others like an open one.
const COUNT = statement<{ ownerId: string; open: number }>(
  "open_reservations.count",
  `select r.owner_id as "ownerId", count(*)::int as open from reservations r
     where r.owner_id = any($1::text[]) and r.hidden_at is null and r.status in (${literals([...openStatuses, "EXPIRED"])})
       and case
         when r.status = 'WAITLISTED' then true
         when r.status = 'YOUR_TURN' then r.turn_until > slotwire_now()
         when r.status <> 'EXPIRED' and r.reserved_until > slotwire_now() then true
         else exists (select from reservation_items i
           join slots s on s.id = i.slot_id join ports p on p.id = s.port_id join stations t on t.id = p.station_id
           where i.reservation_id = r.id and ${holdsSlot("i")} and (r.status = 'EXPIRED' or not ${releasesAtExpiry("t")}))
       end
     group by r.owner_id`,
);

/** How many more reservations a driver may make in a transaction. */
export interface Allowance {
  /** Null while one more is allowed. */
  refuse(): DomainError | null;
  /** Counts a reservation that was made. */
  take(): void;
}

const UNLIMITED: Allowance = { refuse: () => null, take: () => {} };

/** Ensures that no driver exceeds the maximum of open reservations. Operators may make more for any driver. */
export class OpenReservations {
  readonly #max: number | null;

  /** @param max null: no limit, and nothing is read. */
  constructor(max: number | null) {
    this.#max = max;
  }

  /**
   * How many more reservations the caller may make as a driver, locked against concurrent creations for the same
   * driver. Operators of an organisation are drivers at the stations of others.
   */
  async lock(tx: Tx, caller: Caller): Promise<Allowance> {
    if (this.#max === null || isStaffOf(caller, null)) return UNLIMITED;
    const driverId = requireUserId(caller);
    const [, [row]] = await Promise.all([tx.query(LOCK_DRIVER, [driverId]), tx.query(COUNT, [[driverId]])]);
    return allowanceOf(this.#max, row?.open ?? 0);
  }

  /** The same for several drivers, by id. Drivers whose rows are locked are left out: it never waits. */
  async tryLock(tx: Tx, driverIds: readonly string[]): Promise<(driverId: string) => Allowance | undefined> {
    const max = this.#max;
    if (max === null) return () => UNLIMITED;
    const [drivers, counts] = await Promise.all([
      tx.query(LOCK_IDLE_DRIVERS, [driverIds]),
      tx.query(COUNT, [driverIds]),
    ]);
    const open = new Map(counts.map((row) => [row.ownerId, row.open]));
    const allowances = new Map(drivers.map(({ id }) => [id, allowanceOf(max, open.get(id) ?? 0)]));
    return (driverId) => allowances.get(driverId);
  }
}

function allowanceOf(max: number, openBefore: number): Allowance {
  let open = openBefore;
  return {
    refuse: () => (open < max ? null : tooMany(max)),
    take: () => void open++,
  };
}

function tooMany(max: number): DomainError {
  return new DomainError(
    "INVALID_STATE",
    say`You have reached the limit of ${max} reservations that are open or still hold a slot: cancel, complete or hide one first.`,
    { step: "createReservation", maxOpenReservations: max },
  );
}
