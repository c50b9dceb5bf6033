import type pg from "pg";
import { Role } from "../../src/access/roles.ts";
import { Tokens } from "../../src/access/tokens/tokens.ts";
import { newId } from "../../src/shared/ids.ts";

interface SlotData {
  readonly id: string;
  readonly label: string;
  readonly status: "AVAILABLE";
  readonly version: number;
  readonly connectorType: string;
  readonly powerKw: number;
}

export interface PortData {
  readonly id: string;
  readonly label: string;
  readonly slots: readonly SlotData[];
}

interface DriverData {
  readonly token: string;
  readonly userId: string;
  readonly vehicleId: string;
}

/** The contents of the database before a benchmark begins. */
export interface Dataset {
  /** Sorted by id. */
  readonly stationIds: readonly string[];
  readonly ports: readonly PortData[];
  /** A driver with a vehicle for each client. Clients share no drivers, so that they do not wait for each other. */
  readonly drivers: readonly DriverData[];
}

const STATIONS = 200;
const PORTS_PER_STATION = 4;
const DRIVERS = 128;
const slotKinds = [
  { label: "A", connectorType: "CCS2", powerKw: 150 },
  { label: "B", connectorType: "CCS2", powerKw: 50 },
  { label: "C", connectorType: "TYPE2", powerKw: 22 },
  { label: "D", connectorType: "TYPE2", powerKw: 7.4 },
];

/** Fills an empty database with stations, ports, slots and drivers. */
export async function seed(client: pg.Client, jwtSecret: string): Promise<Dataset> {
  const insert = (table: string, rows: readonly Readonly<Record<string, unknown>>[]) => {
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    const sql = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`;
    return client.query(sql, [JSON.stringify(rows)]);
  };

  const stations = times(STATIONS, (n) => ({ id: newId("station"), name: `Station ${n}` }));
  await insert("stations", stations);
  const ports = stations.flatMap((station) =>
    times(PORTS_PER_STATION, (n) => ({ stationId: station.id, ...newPort(`Port ${n}`) })),
  );
  await insert(
    "ports",
    ports.map(({ id, stationId, label }) => ({ id, station_id: stationId, label })),
  );
  await insert(
    "slots",
    ports.flatMap(({ id, slots }) =>
      slots.map((slot) => ({
        id: slot.id,
        port_id: id,
        label: slot.label,
        connector_type: slot.connectorType,
        power_kw: slot.powerKw,
        status: slot.status,
        version: slot.version,
      })),
    ),
  );

  const tokens = new Tokens(jwtSecret);
  const drivers: (DriverData & { subject: string })[] = [];
  for (const subject of times(DRIVERS, (n) => `bench-driver-${n}`)) {
    const token = await tokens.sign({ subject, roles: [Role.DRIVER] }, "1h");
    drivers.push({ subject, token, userId: newId("user"), vehicleId: newId("vehicle") });
  }
  await insert(
    "users",
    drivers.map(({ userId, subject }) => ({ id: userId, subject, roles: [Role.DRIVER] })),
  );
  await insert(
    "vehicles",
    drivers.map(({ vehicleId, userId, subject }) => ({ id: vehicleId, owner_id: userId, plate: subject })),
  );
  // As autovacuum does eventually. If a table was empty when last analyzed, PostgreSQL keeps planning sequential scans
  // on it, and autovacuum skips tables without changes.
  await client.query("vacuum analyze stations, ports, slots, users, vehicles");
  const stationIds = stations.map(({ id }) => id).toSorted();
  return { stationIds, ports: ports.map(({ id, label, slots }) => ({ id, label, slots })), drivers };
}

function newPort(label: string): PortData {
  const slots = slotKinds.map(({ label, connectorType, powerKw }) => ({
    id: newId("slot"),
    label,
    status: "AVAILABLE" as const,
    version: 1,
    connectorType,
    powerKw,
  }));
  // In the API's order. Ids generated in the same millisecond are not ordered.
  return { id: newId("port"), label, slots: slots.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

function times<Item>(count: number, make: (n: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
