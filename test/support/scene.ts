import { expect } from "vitest";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import { examine } from "../../src/doctor/doctor.ts";
import { createLogger } from "../../src/shared/logger.ts";
import type { ApiClient } from "./api-client.ts";
import { CreateReservation, ReadReservation, ReadSlot, StartSession } from "./operations.ts";
import { createSite, registerVehicle, type Site } from "./site.ts";
import { startTestApp, type TestApp, type TestAppOptions } from "./test-app.ts";
import type { TestDatabase } from "./test-database.ts";

/** A server with an operator and with drivers who have one vehicle each. */
export interface Scene extends TestApp {
  readonly operator: ApiClient;
  newSite(slotCount?: number, policy?: "KEEP_BOOKED" | "RELEASE"): Promise<Site>;
  newDriver(): Promise<Driver>;
}

export interface Driver {
  readonly client: ApiClient;
  readonly vehicleId: string;
  /** Books slots and returns the reservation. */
  book(slotIds: readonly string[], extra?: Record<string, unknown>): Promise<BookedReservation>;
  /** Joins the waitlist of a taken slot and returns the reservation. */
  queue(slotId: string): Promise<BookedReservation>;
  /** Starts charging from 20 to 80 percent and returns the session. */
  charge(slotId: string, extra?: Record<string, unknown>): Promise<{ id: string; status: string }>;
}

type BookedReservation = Awaited<ReturnType<typeof bookWith>>;

export async function openScene(options?: TestAppOptions): Promise<Scene> {
  const app = await startTestApp(options);
  const operator = await app.as("operator", "OPERATOR");
  let drivers = 0;
  return {
    ...app,
    operator,
    newSite: (slotCount = 1, policy = "KEEP_BOOKED") => createSite(operator, slotCount, policy),
    newDriver: async () => newDriver(await app.as(`driver-${++drivers}-${Date.now()}`, "DRIVER")),
  };
}

async function newDriver(client: ApiClient): Promise<Driver> {
  const vehicleId = await registerVehicle(client);
  return {
    client,
    vehicleId,
    book: (slotIds, extra) => bookWith(client, vehicleId, slotIds, extra),
    queue: (slotId) => bookWith(client, vehicleId, [slotId], { joinWaitlist: true }),
    charge: async (slotId, extra = {}) => {
      const input = { slotId, vehicleId, initialPercent: 20, targetPercent: 80, ...extra };
      return (await client.request(StartSession, { input })).startChargingSession.session;
    },
  };
}

async function bookWith(client: ApiClient, vehicleId: string, slotIds: readonly string[], extra = {}) {
  const input = { vehicleId, items: slotIds.map((slotId) => ({ slotId })), ...extra };
  return (await client.request(CreateReservation, { input })).createReservation.reservation;
}

export async function readSlot(client: ApiClient, id: string) {
  const { slot } = await client.request(ReadSlot, { id });
  if (!slot) throw new Error(`Slot ${id} was not found`);
  return slot;
}

export async function readReservation(client: ApiClient, id: string) {
  const { reservation } = await client.request(ReadReservation, { id });
  if (!reservation) throw new Error(`Reservation ${id} was not found`);
  return reservation;
}

/** All rows of the tables that a refused request must not change. */
export async function everything(database: TestDatabase): Promise<unknown> {
  const tables = [
    ...["stations", "ports", "slots", "vehicles", "reservations", "reservation_items", "reservation_history"],
    ...["charging_sessions", "slot_events", "reservation_counter", "webhooks", "audit_log"],
  ];
  const rows = await Promise.all(
    tables.map((table) => database.query(`select * from ${table} t order by t::text`)),
  );
  return Object.fromEntries(tables.map((table, index) => [table, rows[index]]));
}

/** Fails if the doctor finds an inconsistency, or if an event has the wrong channels. */
export async function expectHealthy(database: TestDatabase): Promise<void> {
  const doctor = await openDoctor(database);
  await doctor.expectHealthy().finally(doctor.close);
}

export interface Doctor {
  /** The inconsistencies. */
  examine(): ReturnType<typeof examine>;
  expectHealthy(): Promise<void>;
  close(): Promise<void>;
}

/** A doctor that runs repeatedly over one connection. */
export async function openDoctor(database: TestDatabase): Promise<Doctor> {
  const log = createLogger({ level: "silent", readable: false });
  const dataSource = await createDataSource({ url: database.url, log, poolSize: 1 }).initialize();
  const db = new Database(dataSource);
  return {
    examine: () => examine(db),
    expectHealthy: async () => {
      expect(await examine(db)).toEqual([]);
      // The writer of an event sets its channels, which must equal those derived from the event itself.
      const astray = await database.query(
        "select * from outbox where channels is distinct from event_channels(kind, payload)",
      );
      expect(astray).toEqual([]);
    },
    close: () => dataSource.destroy(),
  };
}
