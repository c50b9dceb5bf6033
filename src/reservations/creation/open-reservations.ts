import { type Caller, isStaffOf, requireUserId } from "../../access/caller.ts";
import type { Tx } from "../../database/database.ts";
import { literals, statement } from "../../database/statement.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { releasesAtExpiry } from "../expiry/reservation-expiry.statements.ts";
import { holdsSlot } from "../reservation-item-states.ts";
import { openStatuses } from "../reservation-lifecycle.rules.ts";

// Whoever makes another reservation for the driver waits, and counts this one then.
const LOCK_DRIVER = statement<{ id: string }>(
  "open_reservations.lock_driver",
  "select id from users where id = $1 for no key update",
);
const LOCK_IDLE_DRIVERS = statement<{ id: string }>(
  "open_reservations.lock_idle_drivers",
  "select id from users where id = any($1::text[]) for no key update skip locked",
);
// By a statement after that which locks. What has run out counts no more; but while it keeps a slot, by the policy
// KEEP_BOOKED, it is in everybody's way like an open one. The same goes before it is swept.
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
  /** Null while there is one more. */
  refuse(): DomainError | null;
  /** Says that one was made. */
  take(): void;
}

const UNLIMITED: Allowance = { refuse: () => null, take: () => {} };

/** Sees to it that no driver has more reservations open than one may have; operators may make more for anybody. */
export class OpenReservations {
  readonly #max: number | null;

  /** @param max null: nothing is looked up. */
  constructor(max: number | null) {
    this.#max = max;
  }

  /**
   * What the caller may still make as a driver, locked against others who make some for it. Operators of an organisation
   * are drivers elsewhere.
   */
  async lock(tx: Tx, caller: Caller): Promise<Allowance> {
    if (this.#max === null || isStaffOf(caller, null)) return UNLIMITED;
    const driverId = requireUserId(caller);
    const [, [row]] = await Promise.all([tx.query(LOCK_DRIVER, [driverId]), tx.query(COUNT, [[driverId]])]);
    return allowanceOf(this.#max, row?.open ?? 0);
  }

  /** The same for drivers with whom nobody else is busy, by id. It waits for none. */
  async lockIdle(tx: Tx, driverIds: readonly string[]): Promise<(driverId: string) => Allowance | undefined> {
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
    say`You have ${max} reservations that are open or keep a slot, as many as a driver may have: cancel, complete or hide one of them first.`,
    { step: "createReservation", maxOpenReservations: max },
  );
}
