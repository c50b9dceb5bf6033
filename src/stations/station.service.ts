import { readClock } from "../database/clock.ts";
import type { Database } from "../database/database.ts";
import { prepareModeSwitch } from "../reservations/booking-mode.ts";
import type { ReservationExpiry } from "../reservations/reservation-expiry.ts";
import type { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { badInput, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { PortRow } from "./port.entity.ts";
import { StationRow } from "./station.entity.ts";
import { type PortView, portsByIds, type StationView, stationsByIds } from "./station.queries.ts";
import { BookingMode, ExpiryPolicy } from "./station.rules.ts";

export interface StationDetails {
  readonly name: string;
  readonly address?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  readonly expiryPolicy?: ExpiryPolicy;
  readonly bookingMode?: BookingMode;
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

  /** @throws DomainError BAD_USER_INPUT where only one of latitude and longitude is given. */
  createStation(details: StationDetails): Promise<StationView> {
    const { name, address = null, latitude = null, longitude = null } = details;
    const { expiryPolicy = ExpiryPolicy.KEEP_BOOKED, bookingMode = BookingMode.IMMEDIATE } = details;
    requireWholePosition({ latitude, longitude });
    return this.#db.inTransaction(async ({ manager }) => {
      const station = { id: newId("station"), name, address, latitude, longitude, expiryPolicy, bookingMode };
      await manager.insert(StationRow, station);
      return station;
    });
  }

  /**
   * Changes what is given.
   *
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT, INVALID_STATE where the mode is switched under open reservations.
   */
  updateStation(stationId: string, change: Partial<StationDetails>): Promise<StationView> {
    return this.#parts.expiry.sweepingLapsedHolds(() =>
      this.#db.inTransaction(async (tx) => {
        // A slot that is added at the same time waits: it shares the lock of its station.
        const before = await tx.manager.findOne(StationRow, {
          where: { id: stationId },
          lock: { mode: "for_no_key_update" },
        });
        if (!before) throw notFound("Station", stationId);
        requireWholePosition({ ...before, ...change });
        if (change.bookingMode !== undefined && change.bookingMode !== before.bookingMode)
          await prepareModeSwitch(tx, this.#parts, await readClock(tx), stationId);
        if (Object.keys(change).length > 0) await tx.manager.update(StationRow, stationId, change);
        const [station] = await stationsByIds(tx, [stationId]);
        return station as StationView;
      }),
    );
  }

  /** @throws DomainError NOT_FOUND where the station does not exist. */
  createPort(stationId: string, { label }: { label: string }): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      const [station] = await stationsByIds(tx, [stationId]);
      if (!station) throw notFound("Station", stationId);
      const port = { id: newId("port"), stationId, label };
      await tx.manager.insert(PortRow, port);
      return port;
    });
  }

  /** Changes what is given. @throws DomainError NOT_FOUND */
  updatePort(portId: string, change: { label?: string }): Promise<PortView> {
    return this.#db.inTransaction(async (tx) => {
      if (Object.keys(change).length > 0) await tx.manager.update(PortRow, portId, change);
      const [port] = await portsByIds(tx, [portId]);
      if (!port) throw notFound("Port", portId);
      return port;
    });
  }
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
