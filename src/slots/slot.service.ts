import { requireStaffOf } from "../access/caller.ts";
import { type Actor, type AuditRecord, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { CalendarLedger } from "../reservations/calendar/calendar-ledger.ts";
import type { LapsedHolds } from "../reservations/expiry/lapsed-holds.ts";
import { reservationAuditRecord } from "../reservations/reservation-audit-record.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { readClaims } from "../reservations/slot-claims.ts";
import type { Evicted, Eviction, SlotEvictions } from "../reservations/slot-evictions.ts";
import { equivalentSlots } from "../reservations/slot-moves.ts";
import { OUT_OF_SERVICE_REASON } from "../reservations/system-reasons.ts";
import { notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { stationOfSlot } from "../stations/station.queries.ts";
import { SlotRow } from "./slot.entity.ts";
import { type SlotView, slotsByIds } from "./slot.queries.ts";
import { refuseActivation, refuseDeactivation, refuseRemoval, type SlotStatus } from "./slot.rules.ts";
import type { LockedSlot, SlotLedger } from "./slot-ledger.ts";

// A switch of the station's mode locks all existing slots: either it waits for the new slot, or the new slot for it.
// The same is true of the port's removal.
const SHARE_PORT = statement<{ organisation: string | null }>(
  "slots.share_port",
  `select t.organisation from ports p join stations t on t.id = p.station_id
    where p.id = $1 and p.removed_at is null for share`,
);

/** What happens to the reservations on a slot that is taken out of service; if neither is chosen, they make it fail. */
export interface DeactivateSlot {
  readonly reason: string | null;
  readonly cancelReservations: boolean;
  readonly moveReservations: boolean;
}

interface OwnSlot extends LockedSlot {
  readonly organisation: string | null;
}

export interface SlotDetails {
  readonly label: string;
  readonly connectorType?: string | null;
  readonly powerKw?: number | null;
}

/** What operators do to slots: add, change, activate, deactivate and remove. Each public method is one transaction. */
export class SlotService {
  readonly #db: Database;
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #evictions: SlotEvictions;

  constructor(options: {
    db: Database;
    slots: SlotLedger;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    evictions: SlotEvictions;
  }) {
    this.#db = options.db;
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
    this.#evictions = options.evictions;
  }

  /** @throws DomainError NOT_FOUND if the port does not exist; FORBIDDEN. */
  create(by: Actor, portId: string, details: SlotDetails): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      const [station] = await tx.query(SHARE_PORT, [portId]);
      if (!station) throw notFound("Port", portId);
      requireStaffOf(by.caller, station);
      const { label, connectorType = null, powerKw = null } = details;
      const id = newId("slot");
      const createdAt = await readClock(tx);
      await tx.manager.insert(SlotRow, { id, portId, label, connectorType, powerKw, createdAt });
      await this.#slots.recordAdded(tx, createdAt, [id]);
      const slot = await requireSlot(tx, id);
      await record(tx, by, { ...slotAuditRecord("createSlot", id, station), before: null, after: slot });
      return slot;
    });
  }

  /** Changes the given fields. @throws DomainError NOT_FOUND, FORBIDDEN */
  update(by: Actor, slotId: string, change: Partial<SlotDetails>): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      const locked = await this.#lock(tx, by, slotId);
      const before = await requireSlot(tx, slotId);
      if (Object.keys(change).length > 0) await tx.manager.update(SlotRow, slotId, change);
      const slot = await requireSlot(tx, slotId);
      await record(tx, by, { ...slotAuditRecord("updateSlot", slotId, locked), before, after: slot });
      return slot;
    });
  }

  /** Puts a slot back into service. @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE */
  activate(by: Actor, slotId: string): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      const before = await this.#lock(tx, by, slotId);
      const refusal = refuseActivation(before);
      if (refusal) throw refusal;
      const now = await readClock(tx);
      await tx.manager.update(SlotRow, slotId, { deactivatedAt: null });
      await this.#slots.updateStatuses(tx, now, [{ slotId, cause: "SLOT_ACTIVATED" }]);
      const slot = await requireSlot(tx, slotId);
      await record(tx, by, { ...slotAuditRecord("activateSlot", slotId, before), ...statuses(before, slot) });
      return slot;
    });
  }

  /**
   * Takes a slot out of service. This fails if reservations hold it, wait for it or have a window to come there, unless
   * they are cancelled, which releases their other slots, too, or moved to equivalent slots of the station.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN, SLOT_IN_USE, SLOT_BOOKED also if a reservation cannot be moved,
   * INVALID_STATE
   */
  deactivate(by: Actor, slotId: string, options: DeactivateSlot): Promise<SlotView> {
    return this.#lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction(async (tx) => {
        const { slotIds } = await readClaims(tx, slotId);
        const candidates = options.moveReservations ? await equivalentSlots(tx, slotId) : [];
        const lockedSlotIds = [...new Set([slotId, ...slotIds, ...candidates])];
        const slot = await this.#lock(tx, by, slotId, lockedSlotIds);
        const eviction = { slotId, claims: await readClaims(tx, slotId), lockedSlotIds };
        await this.#requireDeactivatable(tx, slot, eviction, options);
        const now = await readClock(tx);
        const { changes, reservations } = await this.#evict(tx, now, eviction, options);
        await tx.manager.update(SlotRow, slotId, { deactivatedAt: now });
        const deactivated = { slotId, cause: "SLOT_DEACTIVATED" as const, reason: options.reason };
        await this.#ledger.reassignSlots(tx, now, [deactivated, ...changes]);
        await this.#calendar.beginHolds(
          tx,
          now,
          changes.map((change) => change.slotId),
        );
        const after = await requireSlot(tx, slotId);
        const facts = statuses(slot, after, options);
        await record(tx, by, { ...slotAuditRecord("deactivateSlot", slotId, slot), ...facts });
        for (const { reservation, ...changed } of reservations)
          await record(tx, by, { ...reservationAuditRecord("deactivateSlot", reservation), ...changed });
        return after;
      }),
    );
  }

  /** Removes a slot that is out of service from all lists. @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE */
  remove(by: Actor, slotId: string): Promise<SlotView> {
    return this.#db.inTransaction(async (tx) => {
      const locked = await this.#lock(tx, by, slotId);
      const refusal = refuseRemoval(locked);
      if (refusal) throw refusal;
      const before = await requireSlot(tx, slotId);
      await this.#slots.remove(tx, await readClock(tx), slotId);
      await record(tx, by, { ...slotAuditRecord("removeSlot", slotId, locked), before, after: null });
      return requireSlot(tx, slotId);
    });
  }

  /** Locks one of the caller's slots, and with it all of `slotIds`, of which it is the first. */
  async #lock(tx: Tx, by: Actor, slotId: string, slotIds: readonly string[] = [slotId]): Promise<OwnSlot> {
    const [slot] = await this.#slots.lock(tx, slotIds);
    if (!slot) throw notFound("Slot", slotId);
    const station = await requireStation(tx, slotId);
    requireStaffOf(by.caller, station);
    return { ...slot, ...station };
  }

  async #requireDeactivatable(
    tx: Tx,
    slot: LockedSlot,
    { claims }: Eviction,
    options: DeactivateSlot,
  ): Promise<void> {
    const reservationCount = claims.reservationIds.length;
    const evicts = options.cancelReservations || options.moveReservations;
    const refusal = refuseDeactivation(slot, { reservationCount, evicts });
    if (!refusal) return;
    await this.#lapsedHolds.requireNone(tx, [slot.id]);
    throw refusal;
  }

  /** Makes the reservations on a slot leave it, in the requested way. */
  #evict(
    tx: Tx,
    now: Date,
    eviction: Eviction,
    { moveReservations, reason }: DeactivateSlot,
  ): Promise<Evicted> {
    return moveReservations
      ? this.#evictions.move(tx, now, eviction)
      : this.#evictions.cancel(tx, now, eviction, reason ?? OUT_OF_SERVICE_REASON);
  }
}

function slotAuditRecord(operation: string, id: string, { organisation }: { organisation: string | null }) {
  return { operation, type: "Slot", id, organisation };
}

function statuses(
  before: { status: SlotStatus },
  after: { status: SlotStatus },
  chosen: object = {},
): Pick<AuditRecord, "before" | "after"> {
  return { before: { status: before.status }, after: { status: after.status, ...chosen } };
}

/** The organisation of the station of a slot that has not been removed. */
async function requireStation(tx: Tx, slotId: string): Promise<{ organisation: string | null }> {
  const { isRemoved, ...station } = await stationOfSlot(tx, slotId);
  if (isRemoved) throw notFound("Slot", slotId);
  return station;
}

async function requireSlot(tx: Tx, slotId: string): Promise<SlotView> {
  const [slot] = await slotsByIds(tx, [slotId]);
  if (!slot) throw notFound("Slot", slotId);
  return slot;
}
