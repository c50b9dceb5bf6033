import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import {
  columnsOf,
  INSERT_NEW_EVENTS,
  newEvents,
  type Outbox,
  positionsFor,
  sendWithPositions,
} from "../outbox/outbox.ts";
import type { OutboxEvent, SlotHoldFacts } from "../outbox/outbox-events.ts";
import { notFound } from "../shared/domain-error.ts";
import type { SlotState, SlotStatusCause } from "./slot.rules.ts";

// FOR NO KEY UPDATE excludes other bookings, but rows that only refer to the slot can still be written. A subquery
// looks up the station of each slot: for a join, PostgreSQL would rather read all ports.
const slotsToLock = (ids: string) =>
  `select s.id, s.status, (select p.station_id from ports p where p.id = s.port_id) as "stationId"
    from slots s where s.id = any(${ids})`;
const LOCK_SLOTS = statement<LockedSlot>(
  "slot_ledger.lock",
  `${slotsToLock("$1::text[]")} order by s.id for no key update of s`,
);
const TRY_LOCK_SLOTS = statement<LockedSlot>(
  "slot_ledger.lock_idle",
  `${slotsToLock("$1::text[]")} for no key update of s skip locked`,
);
const TRY_LOCK_SLOTS_OF_RESERVATIONS = statement<LockedSlot>(
  "slot_ledger.lock_idle_of_reservations",
  `${slotsToLock("array(select slot_id::text from reservation_items where reservation_id = any($1::text[]))")}
    for no key update of s skip locked`,
);

/** A slot in the state in which it was locked. */
export interface LockedSlot extends SlotState {
  readonly stationId: string;
}

// Inserts the outbox row of each slot in "changed", as part of the statement that changes them. The row contains what
// that statement returned, and a separate statement would cost a round trip while the slots are locked.
const announcedAt = (now: string, occurredAt: string, after = "0") => `announced as (
     insert into outbox (id, kind, channels, payload, occurred_at, position)
       select c.event_id, 'slot.status_changed', array[p.station_id::text], jsonb_build_object(
           'slotId', c.id, 'portId', c.port_id, 'stationId', p.station_id, 'label', c.label,
           'connectorType', c.connector_type, 'powerKw', c.power_kw, 'status', c.status,
           'previousStatus', c.previous_status, 'version', c.version, 'cause', c.cause, 'occurredAt', ${occurredAt}::text,
           'hold', case when c.status = 'BOOKED' and c.hold_kind is not null
             then jsonb_build_object('kind', c.hold_kind, 'until', c.hold_until) end), ${now},
           positions.before + ${after} + row_number() over (order by c.event_id)
         from changed c join ports p on p.id = c.port_id left join positions on true
   )`;

// One statement for any number of slots. For each slot whose status differs from what its claims imply, it writes back
// the status and appends an event. Other slots get neither a version nor an event. The statement also inserts the
// caller's other events, because only the last statement of a transaction may assign positions. These events precede
// those of the slots, which "after_those" ensures. With `limit 1`, each slot is looked up by itself: otherwise
// PostgreSQL may prefer to read all slots.
const UPDATE_STATUSES = statement<never>(
  "slot_ledger.settle",
  `with ${newEvents(8)}, change as (
     select * from unnest($1::text[], $2::text[], $3::text[], $6::text[], $7::text[])
       as c (slot_id, cause, reason, hold_kind, hold_until)
   ), changed as (
     update slots s set status = claims.status, version = s.version + 1
       from (select count(*) from new_events) as after_those, change c cross join lateral (
         select old.status as previous_status, claimed.status
           from slots old join slot_claims claimed on claimed.slot_id = old.id where old.id = c.slot_id limit 1
       ) claims
       where s.id = c.slot_id and s.status <> claims.status
       returning s.*, claims.previous_status, c.cause, c.reason, c.hold_kind, c.hold_until,
         nextval('outbox_id_seq') as event_id
   ), ${positionsFor("cardinality($8::text[]) + (select count(*) from changed)", "$11")},
   appended as (
     ${INSERT_NEW_EVENTS}
   ), ${announcedAt("$4", "$5", "cardinality($8::text[])")}
   insert into slot_events (slot_id, version, cause, previous_status, status, reason, occurred_at, event_id)
     select id, version, cause, previous_status, status, reason, $4, event_id from changed`,
);

const RECORD_ADDED_SLOT = statement<never>(
  "slot_ledger.record_added",
  `with changed as (
     select *, null::text as previous_status, 'SLOT_ADDED' as cause, null::text as hold_kind, null::text as hold_until,
         nextval('outbox_id_seq') as event_id
       from slots where id = any($1::text[])
   ), ${positionsFor("(select count(*) from changed)", "$4")}, ${announcedAt("$2", "$3")}
   insert into slot_events (slot_id, version, cause, status, occurred_at, event_id)
     select id, version, cause, status, $2, event_id from changed`,
);

const REMOVE_SLOT = statement<never>(
  "slot_ledger.remove",
  `with changed as (
     update slots set removed_at = $2, version = version + 1 where id = any($1::text[])
       returning *, status as previous_status, 'SLOT_REMOVED' as cause, null::text as hold_kind, null::text as hold_until,
         nextval('outbox_id_seq') as event_id
   ), ${positionsFor("(select count(*) from changed)", "$4")}, ${announcedAt("$2", "$3")}
   insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
     select id, version, cause, previous_status, status, $2, event_id from changed`,
);

/** A slot whose claims this transaction has just changed, and why. */
export interface SlotChange {
  readonly slotId: string;
  readonly cause: SlotStatusCause;
  readonly reason?: string | null;
  /** Who holds the slot from now on, if it may have become BOOKED. */
  readonly hold?: SlotHoldFacts;
}

/**
 * The only writer of `slots.status`, `slots.version` and `slots.removed_at`.
 *
 * A use case locks the slots it touches, changes their claims (reservation items, charging sessions, being out of
 * service) and calls `updateStatuses`. The ledger derives each status from the present claims, increases the version by
 * one if the status changed, and appends the event, all in the caller's transaction.
 */
export class SlotLedger {
  readonly #outbox: Outbox;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /**
   * Locks the slots in the order of their ids until the transaction ends, and returns them in the requested order, as
   * they are once locked. Facts that depend on them must be read by a later statement: the snapshot of this one is
   * older than the locks it waited for.
   *
   * @throws DomainError NOT_FOUND with the first id that does not exist.
   */
  async lock(tx: Tx, slotIds: readonly string[]): Promise<LockedSlot[]> {
    const rows = await tx.query(LOCK_SLOTS, [slotIds]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return slotIds.map((id) => {
      const slot = byId.get(id);
      if (!slot) throw notFound("Slot", id);
      return slot;
    });
  }

  /** Locks the slots that no other transaction has locked, without waiting. @returns them by id. */
  async tryLock(tx: Tx, slotIds: readonly string[]): Promise<Map<string, LockedSlot>> {
    const rows = await tx.query(TRY_LOCK_SLOTS, [slotIds]);
    return new Map(rows.map((slot) => [slot.id, slot]));
  }

  /** The same for the slots of reservations. */
  async tryLockOfReservations(tx: Tx, reservationIds: readonly string[]): Promise<Map<string, LockedSlot>> {
    const rows = await tx.query(TRY_LOCK_SLOTS_OF_RESERVATIONS, [reservationIds]);
    return new Map(rows.map((slot) => [slot.id, slot]));
  }

  /**
   * Writes back the status of slots locked in this transaction after their claims changed, and appends their events.
   *
   * @param events other events to append.
   */
  async updateStatuses(
    tx: Tx,
    now: Date,
    changes: readonly SlotChange[],
    events: readonly OutboxEvent[] = [],
  ): Promise<void> {
    if (changes.length === 0) return this.#outbox.append(tx, events);
    this.#outbox.wakeAfterCommit(tx);
    await sendWithPositions(tx, UPDATE_STATUSES, [
      changes.map((change) => change.slotId),
      changes.map((change) => change.cause),
      changes.map((change) => change.reason ?? null),
      now,
      now.toISOString(),
      changes.map((change) => change.hold?.kind ?? null),
      changes.map((change) => change.hold?.until ?? null),
      ...columnsOf(events),
    ]);
  }

  /** Appends the events of slots that were inserted in this transaction. */
  async recordAdded(tx: Tx, now: Date, slotIds: readonly string[]): Promise<void> {
    this.#outbox.wakeAfterCommit(tx);
    await sendWithPositions(tx, RECORD_ADDED_SLOT, [slotIds, now, now.toISOString()]);
  }

  /** Removes a locked slot that is out of service from all lists, and appends the event. Its status stays INACTIVE. */
  async remove(tx: Tx, now: Date, slotId: string): Promise<void> {
    this.#outbox.wakeAfterCommit(tx);
    await sendWithPositions(tx, REMOVE_SLOT, [[slotId], now, now.toISOString()]);
  }
}
