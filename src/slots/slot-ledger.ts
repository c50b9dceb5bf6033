import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { SlotHoldFacts, SlotStatusChanged } from "../outbox/outbox-events.ts";
import { notFound } from "../shared/domain-error.ts";
import type { SlotState, SlotStatusCause } from "./slot.rules.ts";

// FOR NO KEY UPDATE: it excludes other bookings, and lets rows that merely refer to the slot be written.
const SLOTS_TO_LOCK = `select s.id, s.status, p.station_id as "stationId" from slots s join ports p on p.id = s.port_id
    where s.id = any($1::text[])`;
const LOCK_SLOTS = statement<LockedSlot>(
  "slot_ledger.lock",
  `${SLOTS_TO_LOCK} order by s.id for no key update of s`,
);
const LOCK_IDLE_SLOTS = statement<LockedSlot>(
  "slot_ledger.lock_idle",
  `${SLOTS_TO_LOCK} for no key update of s skip locked`,
);

/** A slot as it was when it was locked. */
export interface LockedSlot extends SlotState {
  readonly stationId: string;
}

interface ChangedSlot extends Omit<SlotStatusChanged, "occurredAt" | "hold"> {
  readonly eventId: number;
}

// One statement for any number of slots: writes back the status that follows from the claims, where it differs,
// and the event of each that did. What did not change gets neither a version nor an event.
const SETTLE_SLOTS = statement<ChangedSlot>(
  "slot_ledger.settle",
  `with change as (
     select * from unnest($1::text[], $2::text[], $3::text[]) as c (slot_id, cause, reason)
   ), changed as (
     update slots s set status = claims.status, version = s.version + 1
       from change c
         join slots old on old.id = c.slot_id
         join slot_claims claims on claims.slot_id = c.slot_id
       where s.id = c.slot_id and s.status <> claims.status
       returning s.*, old.status as previous_status, c.cause, c.reason, nextval('outbox_id_seq') as event_id
   ), recorded as (
     insert into slot_events (slot_id, version, cause, previous_status, status, reason, occurred_at, event_id)
       select id, version, cause, previous_status, status, reason, $4, event_id from changed
   )
   select c.id as "slotId", c.port_id as "portId", p.station_id as "stationId", c.label,
       c.connector_type as "connectorType", c.power_kw as "powerKw", c.status, c.previous_status as "previousStatus",
       c.version, c.cause, c.event_id as "eventId"
     from changed c join ports p on p.id = c.port_id`,
);

const RECORD_ADDED_SLOT = statement<ChangedSlot>(
  "slot_ledger.record_added",
  `with recorded as (
     insert into slot_events (slot_id, version, cause, status, occurred_at, event_id)
       select id, version, 'SLOT_ADDED', status, created_at, nextval('outbox_id_seq') from slots where id = any($1::text[])
       returning *
   )
   select s.id as "slotId", s.port_id as "portId", p.station_id as "stationId", s.label,
       s.connector_type as "connectorType", s.power_kw as "powerKw", s.status, null as "previousStatus",
       s.version, r.cause, r.event_id as "eventId"
     from recorded r join slots s on s.id = r.slot_id join ports p on p.id = s.port_id`,
);

/** A slot whose claims were just changed in this transaction, and why. */
export interface SlotChange {
  readonly slotId: string;
  readonly cause: SlotStatusCause;
  readonly reason?: string | null;
  /** Who holds the slot from now on, where it may have become BOOKED. */
  readonly hold?: SlotHoldFacts;
}

/**
 * The only writer of `slots.status` and `slots.version`.
 *
 * A use case locks the slots it touches, changes claims (reservation items, charging sessions, being out of
 * service), and settles: the ledger derives each status from the claims as they now are, raises the version by
 * one where it changed, and appends the event, all in the caller's transaction.
 */
export class SlotLedger {
  readonly #outbox: Outbox;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /**
   * Locks the slots in the order of their ids until the transaction ends, and returns them as they then are, in
   * the order asked for. Facts that depend on them must be read by a later statement: this one's snapshot is
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

  /** Locks those of the slots that nobody else has locked, as `lock` does, without waiting for any; by id. */
  async lockIdle(tx: Tx, slotIds: readonly string[]): Promise<Map<string, LockedSlot>> {
    const rows = await tx.query(LOCK_IDLE_SLOTS, [slotIds]);
    return new Map(rows.map((slot) => [slot.id, slot]));
  }

  /** Writes back the status of slots locked in this transaction after their claims changed. */
  async settle(tx: Tx, now: Date, changes: readonly SlotChange[]): Promise<void> {
    const announce = await this.settleQuietly(tx, now, changes);
    await announce();
  }

  /** The same, and leaves it to the caller when to append the events: before the transaction ends. */
  async settleQuietly(tx: Tx, now: Date, changes: readonly SlotChange[]): Promise<() => Promise<void>> {
    if (changes.length === 0) return async () => {};
    const changed = await tx.query(SETTLE_SLOTS, [
      changes.map((change) => change.slotId),
      changes.map((change) => change.cause),
      changes.map((change) => change.reason ?? null),
      now,
    ]);
    const holds = new Map(changes.map((change) => [change.slotId, change.hold]));
    return () => this.#announce(tx, now, changed, holds);
  }

  /** Announces slots that were inserted in this transaction. */
  async added(tx: Tx, now: Date, slotIds: readonly string[]): Promise<void> {
    await this.#announce(tx, now, await tx.query(RECORD_ADDED_SLOT, [slotIds]), new Map());
  }

  async #announce(
    tx: Tx,
    now: Date,
    changed: readonly ChangedSlot[],
    holds: ReadonlyMap<string, SlotHoldFacts | undefined>,
  ): Promise<void> {
    const events = changed.map(({ eventId, ...slot }) => ({
      id: eventId,
      kind: "slot.status_changed" as const,
      occurredAt: now,
      payload: {
        ...slot,
        occurredAt: now.toISOString(),
        hold: slot.status === "BOOKED" ? (holds.get(slot.slotId) ?? null) : null,
      },
    }));
    await this.#outbox.append(tx, events);
  }
}
