import type { Caller } from "../../src/access/caller.ts";
import { createServices, type Services } from "../../src/composition/services.ts";
import { readConfig } from "../../src/config.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import type { ReservationView } from "../../src/reservations/reservation.queries.ts";
import { DomainError } from "../../src/shared/domain-error.ts";
import { newId } from "../../src/shared/ids.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** The use cases on a separate database. */
interface Twin {
  readonly database: TestDatabase;
  readonly reservations: Services["reservations"];
  close(): Promise<void>;
}

/** The same use cases on two databases with equal contents. One batches requests, the other executes each by itself. */
export interface Twins {
  readonly together: Twin;
  readonly byThemselves: Twin;
  /** Creates equal stations, slots and drivers in both. */
  newWorld(): Promise<World>;
  /** Everything written to both databases, as text without ids and times, which differ. */
  rows(): Promise<{ together: string[]; byThemselves: string[] }>;
  close(): Promise<void>;
}

export interface World {
  /** The second last slot is out of service, the last one belongs to a CALENDAR station. */
  readonly slotIds: readonly string[];
  readonly drivers: readonly { caller: Caller; vehicleId: string; removedVehicleId: string }[];
}

const SLOTS = 6;
const DRIVERS = 4;

export async function openTwins(): Promise<Twins> {
  const [together, byThemselves] = await Promise.all([openTwin(256), openTwin(1)]);
  const both = [together, byThemselves] as const;
  return {
    together,
    byThemselves,
    newWorld: async () => {
      const world = makeWorld();
      for (const { database } of both)
        for (const [text, values] of world.statements) await database.query(text, values);
      return world;
    },
    rows: async () => {
      const [one, other] = await Promise.all(both.map(({ database }) => readRows(database)));
      return { together: one ?? [], byThemselves: other ?? [] };
    },
    close: async () => {
      await Promise.all(both.map((twin) => twin.close()));
    },
  };
}

async function openTwin(writeBatchSize: number): Promise<Twin> {
  const database = await createTestDatabase();
  const log = createLogger({ level: "silent", readable: false });
  const dataSource = await createDataSource({ url: database.url, log }).initialize();
  const config = { ...readConfig({ DATABASE_URL: database.url }), writeBatchSize };
  const { reservations } = createServices(config, new Database(dataSource), {
    onCommitted: () => {},
    log,
  });
  return {
    database,
    reservations,
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

function makeWorld(): World & { statements: [string, unknown[]][] } {
  const statements: [string, unknown[]][] = [];
  const insert = (table: string, row: Record<string, unknown>) => {
    const places = Object.keys(row).map((_, index) => `$${index + 1}`);
    statements.push([
      `insert into ${table} (${Object.keys(row)}) values (${places})`,
      Object.values(row).map((value) => value),
    ]);
    return row["id"] as string;
  };
  const newPort = (mode: "IMMEDIATE" | "CALENDAR") => {
    const station = insert("stations", { id: newId("station"), name: mode, booking_mode: mode });
    return insert("ports", { id: newId("port"), station_id: station, label: "P" });
  };
  const newSlot = (portId: string, state: { status?: string; deactivated_at?: string } = {}) => {
    const id = insert("slots", { id: newId("slot"), port_id: portId, label: "S", ...state });
    const { status = "AVAILABLE" } = state;
    const event = {
      version: 1,
      cause: "SLOT_ADDED",
      status,
      occurred_at: "2020-01-01T00:00:00Z",
      event_id: 0,
    };
    insert("slot_events", { slot_id: id, ...event });
    return id;
  };
  const portId = newPort("IMMEDIATE");
  const slotIds = Array.from({ length: SLOTS }, () => newSlot(portId));
  slotIds.push(newSlot(portId, { status: "INACTIVE", deactivated_at: "2020-01-01T00:00:00Z" }));
  slotIds.push(newSlot(newPort("CALENDAR")));
  const drivers = Array.from({ length: DRIVERS }, () => {
    const userId = insert("users", { id: newId("user"), subject: newId("user"), roles: ["DRIVER"] });
    const newVehicle = (state = {}) =>
      insert("vehicles", { id: newId("vehicle"), owner_id: userId, plate: "EL 1", ...state });
    const caller: Caller = { userId, roles: new Set(["DRIVER"]), organisation: null, expiresAt: null };
    const removedVehicleId = newVehicle({ removed_at: "2020-01-01T00:00:00Z" });
    return { caller, vehicleId: newVehicle(), removedVehicleId };
  });
  return { slotIds, drivers, statements };
}

const tables = [
  ...[
    "reservations",
    "reservation_items",
    "reservation_history",
    "reservation_counter",
    "slots",
    "slot_events",
  ],
  ...["outbox", "idempotency_keys", "audit_log"],
];

async function readRows(database: TestDatabase): Promise<string[]> {
  const rows: string[] = [];
  for (const table of tables) {
    // Sequence values depend on the order of the statements.
    const drawn =
      table === "outbox"
        ? "- 'id' - 'position' - 'xid'"
        : table === "reservation_items"
          ? "- 'number'"
          : "- 'event_id'";
    const found = await database.query<{ row: string }>(
      `select (to_jsonb(t) ${drawn})::text as row from ${table} t`,
    );
    rows.push(...found.map(({ row }) => `${table} ${row}`));
  }
  const named = await namer(database);
  return rows.map(named).toSorted();
}

/** The result of a request, or the error that refused it. */
export async function settle(answer: Promise<ReservationView>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, message: error.message, facts: error.facts };
  }
}

/** Returns a function that replaces reservation ids with codes, and removes times. */
export async function namer(database: TestDatabase): Promise<(text: string) => string> {
  const reservations = await database.query<{ id: string; number: number }>(
    "select id, number::int from reservations",
  );
  const codes = new Map(reservations.map(({ id, number }) => [id, `RS${number}`]));
  return (text) =>
    text
      .replaceAll(/reservation_[0-9a-z]{26}/g, (id) => codes.get(id) ?? "UNKNOWN")
      .replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)"/g, '"TIME"');
}
