import { IsNull } from "typeorm";
import { operatorOrganisationOf, requireStaffOf } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import type { Database, ManagedTx } from "../database/database.ts";
import { prepareModeSwitch } from "../reservations/booking-mode.ts";
import type { LapsedHolds } from "../reservations/expiry/lapsed-holds.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { propagateOrganisation } from "../reservations/station-organisation.ts";
import { badInput, DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { slotsByPorts } from "../slots/slot.queries.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { PortRow } from "./port.entity.ts";
import { StationRow } from "./station.entity.ts";
import {
  type PortView,
  portsByStations,
  type StationView,
  stationOfPort,
  stationsByIds,
} from "./station.queries.ts";
import { BookingMode, ExpiryPolicy } from "./station.rules.ts";

export interface StationDetails {
  readonly name: string;
  readonly address?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  readonly expiryPolicy?: ExpiryPolicy;
  readonly bookingMode?: BookingMode;
  readonly organisation?: string | null;
}

/** Stations and their ports, as an operator edits them. Each public method is one transaction. */
export class StationService {
  readonly #db: Database;
  readonly #parts: { slots: SlotLedger; ledger: ReservationLedger; lapsedHolds: LapsedHolds };

  constructor({
    db,
    ...parts
  }: { db: Database; slots: SlotLedger; ledger: ReservationLedger; lapsedHolds: LapsedHolds }) {
    this.#db = db;
    this.#parts = parts;
  }

  /** @throws DomainError BAD_USER_INPUT if only one of latitude and longitude is given; FORBIDDEN for another's. */
  createStation(by: Actor, details: StationDetails): Promise<StationView> {
    const { name, address = null, latitude = null, longitude = null } = details;
    const { expiryPolicy = ExpiryPolicy.KEEP_BOOKED, bookingMode = BookingMode.IMMEDIATE } = details;
    const organisation = details.organisation ?? operatorOrganisationOf(by.caller);
    requireStaffOf(by.caller, { organisation });
    requireWholePosition({ latitude, longitude });
    return this.#db.inTransaction(async (tx) => {
      const modes = { expiryPolicy, bookingMode };
      const station = { id: newId("station"), name, address, latitude, longitude, ...modes, organisation };
      await tx.manager.insert(StationRow, { ...station });
      await record(tx, by, { ...ofStation("createStation", station), before: null, after: station });
      return station;
    });
  }

  /**
   * Changes the given fields.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE if the mode is switched while reservations
   * are open.
   */
  updateStation(by: Actor, stationId: string, change: Partial<StationDetails>): Promise<StationView> {
    return this.#parts.lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction(async (tx) => {
        // Adding a slot takes a shared lock of the station, so it waits for this transaction.
        const before = await lockStation(tx, by, stationId);
        const { organisation = before.organisation } = change;
        const changesHands = organisation !== before.organisation;
        if (changesHands && operatorOrganisationOf(by.caller) !== null) throw onlyByAll();
        requireWholePosition({ ...before, ...change });
        if (change.bookingMode !== undefined && change.bookingMode !== before.bookingMode)
          await prepareModeSwitch(tx, this.#parts, stationId);
        if (Object.keys(change).length > 0) await tx.manager.update(StationRow, stationId, change);
        if (changesHands) await propagateOrganisation(tx, this.#parts.slots, stationId);
        const [station] = (await stationsByIds(tx, [stationId])) as [StationView];
        await record(tx, by, { ...ofStation("updateStation", station), before, after: station });
        return station;
      }),
    );
  }

  /** @throws DomainError NOT_FOUND if the station does not exist; FORBIDDEN. */
  createPort(by: Actor, stationId: string, { label }: { label: string }): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      const station = await lockStation(tx, by, stationId, "pessimistic_read");
      const port = { id: newId("port"), stationId, label };
      await tx.manager.insert(PortRow, { ...port });
      await record(tx, by, { ...ofPort("createPort", port, station), before: null, after: port });
      return port;
    });
  }

  /** Changes the given fields. @throws DomainError NOT_FOUND, FORBIDDEN */
  updatePort(by: Actor, portId: string, change: { label?: string }): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      const { station, ...before } = await lockPort(tx, by, portId);
      if (Object.keys(change).length > 0) await tx.manager.update(PortRow, portId, change);
      const port = { ...before, ...change };
      await record(tx, by, { ...ofPort("updatePort", port, station), before, after: port });
      return port;
    });
  }

  /** Removes a port without slots from all lists. @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE */
  removePort(by: Actor, portId: string): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      const { station, ...port } = await lockPort(tx, by, portId);
      requireEmpty("port", portId, await slotsByPorts(tx, [portId]));
      await tx.manager.update(PortRow, portId, { removedAt: () => "slotwire_now()" });
      await record(tx, by, { ...ofPort("removePort", port, station), before: port, after: null });
      return port;
    });
  }

  /** Removes a station without ports from all lists. @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE */
  removeStation(by: Actor, stationId: string): Promise<StationView> {
    return this.#db.inTransaction(async (tx) => {
      const station = await lockStation(tx, by, stationId);
      requireEmpty("station", stationId, await portsByStations(tx, [stationId]));
      await tx.manager.update(StationRow, stationId, { removedAt: () => "slotwire_now()" });
      await record(tx, by, { ...ofStation("removeStation", station), before: station, after: null });
      return station;
    });
  }
}

/** Adding something to a station takes the lock shared, and so waits for a change or removal of the station. */
async function lockStation(
  tx: ManagedTx,
  by: Actor,
  stationId: string,
  mode: "for_no_key_update" | "pessimistic_read" = "for_no_key_update",
): Promise<StationView> {
  const where = { id: stationId, removedAt: IsNull() };
  const row = await tx.manager.findOne(StationRow, { where, lock: { mode } });
  if (!row) throw notFound("Station", stationId);
  const { createdAt, removedAt, ...station } = row;
  requireStaffOf(by.caller, station);
  return station;
}

async function lockPort(tx: ManagedTx, by: Actor, portId: string) {
  const where = { id: portId, removedAt: IsNull() };
  const row = await tx.manager.findOne(PortRow, { where, lock: { mode: "for_no_key_update" } });
  if (!row) throw notFound("Port", portId);
  const { createdAt, removedAt, ...port } = row;
  const station = await stationOfPort(tx, portId);
  requireStaffOf(by.caller, station);
  return { ...port, station };
}

/** @param left what is still inside. */
function requireEmpty(thing: "station" | "port", id: string, left: readonly { readonly id: string }[]): void {
  if (left.length === 0) return;
  const ids = left.map((each) => each.id);
  const list = ids.join(", ");
  const message =
    thing === "station"
      ? say`Station ${id} cannot be removed while it has ports; remove ${list} first.`
      : say`Port ${id} cannot be removed while it has slots; remove ${list} first.`;
  throw new DomainError("INVALID_STATE", message, { [`${thing}Id`]: id, step: "remove", left: ids });
}

function ofStation(operation: string, { id, organisation }: StationView) {
  return { operation, type: "Station", id, organisation };
}

function ofPort(operation: string, { id }: PortView, { organisation }: { organisation: string | null }) {
  return { operation, type: "Port", id, organisation };
}

function onlyByAll(): DomainError {
  return new DomainError(
    "FORBIDDEN",
    "Only an admin, or an operator without an organisation, can move a station to another organisation",
  );
}

function requireWholePosition({
  latitude,
  longitude,
}: {
  latitude: number | null;
  longitude: number | null;
}): void {
  if ((latitude === null) === (longitude === null)) return;
  const missing = latitude === null ? "latitude" : "longitude";
  throw badInput({ path: `input.${missing}`, message: "must be given together with the other coordinate" });
}
