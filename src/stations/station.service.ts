import { confinedTo, requireStaffOf } from "../access/caller.ts";
import { type Acting, record } from "../audit/audit-log.ts";
import type { Database } from "../database/database.ts";
import { prepareModeSwitch } from "../reservations/booking-mode.ts";
import type { ReservationExpiry } from "../reservations/expiry/reservation-expiry.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { followOrganisation } from "../reservations/station-organisation.ts";
import { badInput, DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { PortRow } from "./port.entity.ts";
import { StationRow } from "./station.entity.ts";
import { type PortView, placeOfPort, type StationView, stationsByIds } from "./station.queries.ts";
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
  readonly #parts: { slots: SlotLedger; ledger: ReservationLedger; expiry: ReservationExpiry };

  constructor({
    db,
    ...parts
  }: { db: Database; slots: SlotLedger; ledger: ReservationLedger; expiry: ReservationExpiry }) {
    this.#db = db;
    this.#parts = parts;
  }

  /** @throws DomainError BAD_USER_INPUT where only one of latitude and longitude is given; FORBIDDEN for another's. */
  createStation(by: Acting, details: StationDetails): Promise<StationView> {
    const { name, address = null, latitude = null, longitude = null } = details;
    const { expiryPolicy = ExpiryPolicy.KEEP_BOOKED, bookingMode = BookingMode.IMMEDIATE } = details;
    const organisation = details.organisation ?? confinedTo(by.caller);
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
   * Changes what is given.
   *
   * @throws DomainError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE where the mode is switched under open
   * reservations.
   */
  updateStation(by: Acting, stationId: string, change: Partial<StationDetails>): Promise<StationView> {
    return this.#parts.expiry.sweepingLapsedHolds(() =>
      this.#db.inTransaction(async (tx) => {
        // A slot that is added at the same time waits: it shares the lock of its station.
        const before = await tx.manager.findOne(StationRow, {
          where: { id: stationId },
          lock: { mode: "for_no_key_update" },
        });
        if (!before) throw notFound("Station", stationId);
        requireStaffOf(by.caller, before);
        const { organisation = before.organisation } = change;
        const changesHands = organisation !== before.organisation;
        if (changesHands && confinedTo(by.caller) !== null) throw onlyByAll();
        requireWholePosition({ ...before, ...change });
        if (change.bookingMode !== undefined && change.bookingMode !== before.bookingMode)
          await prepareModeSwitch(tx, this.#parts, stationId);
        if (Object.keys(change).length > 0) await tx.manager.update(StationRow, stationId, change);
        if (changesHands) await followOrganisation(tx, this.#parts.slots, stationId);
        const [station] = (await stationsByIds(tx, [stationId])) as [StationView];
        const { createdAt, ...known } = before;
        await record(tx, by, { ...ofStation("updateStation", station), before: known, after: station });
        return station;
      }),
    );
  }

  /** @throws DomainError NOT_FOUND where the station does not exist; FORBIDDEN. */
  createPort(by: Acting, stationId: string, { label }: { label: string }): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      const [station] = await stationsByIds(tx, [stationId]);
      if (!station) throw notFound("Station", stationId);
      requireStaffOf(by.caller, station);
      const port = { id: newId("port"), stationId, label };
      await tx.manager.insert(PortRow, { ...port });
      await record(tx, by, { ...ofPort("createPort", port, station), before: null, after: port });
      return port;
    });
  }

  /** Changes what is given. @throws DomainError NOT_FOUND, FORBIDDEN */
  updatePort(by: Acting, portId: string, change: { label?: string }): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      const lock = { mode: "for_no_key_update" } as const;
      const row = await tx.manager.findOne(PortRow, { where: { id: portId }, lock });
      const place = row && (await placeOfPort(tx, portId));
      if (!row || !place) throw notFound("Port", portId);
      requireStaffOf(by.caller, place);
      if (Object.keys(change).length > 0) await tx.manager.update(PortRow, portId, change);
      const { createdAt, ...before } = row;
      const port = { ...before, ...change };
      await record(tx, by, { ...ofPort("updatePort", port, place), before, after: port });
      return port;
    });
  }
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
    "Only an admin, or an operator who is of no organisation, may give a station to another organisation",
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
