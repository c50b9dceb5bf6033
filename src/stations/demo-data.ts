import { demoUsers } from "../access/users/demo-users.ts";
import { UserRow } from "../access/users/user.entity.ts";
import { readClock } from "../database/clock.ts";
import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { newId } from "../shared/ids.ts";
import { SlotRow } from "../slots/slot.entity.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { VehicleRow } from "../vehicles/vehicle.entity.ts";
import { PortRow } from "./port.entity.ts";
import { StationRow } from "./station.entity.ts";
import { BookingMode } from "./station.rules.ts";

const stations = [
  {
    name: "Central Garage",
    address: "Torggata 2, Trondheim",
    latitude: 63.4305,
    longitude: 10.3951,
    ports: ["Level 1", "Level 2"],
  },
  {
    name: "Harbour East",
    address: "Brattorkaia 17, Trondheim",
    latitude: 63.4381,
    longitude: 10.4036,
    ports: ["Quay"],
  },
  {
    name: "University Hill",
    address: "Hogskoleringen 1, Trondheim",
    latitude: 63.4195,
    longitude: 10.4021,
    ports: ["North", "South"],
  },
  {
    name: "Ferry Terminal",
    address: "Pirterminalen 1, Trondheim",
    latitude: 63.4402,
    longitude: 10.4019,
    bookingMode: BookingMode.CALENDAR,
    ports: ["Pier"],
  },
];
const slots = [
  { label: "A", connectorType: "CCS2", powerKw: 150 },
  { label: "B", connectorType: "CCS2", powerKw: 50 },
  { label: "C", connectorType: "TYPE2", powerKw: 22 },
  { label: "D", connectorType: "TYPE2", powerKw: 11 },
];
const vehicles = [
  { plate: "EL 10001", model: "Volkswagen ID.4", batteryKwh: 77 },
  { plate: "EL 10002", model: "Nissan Leaf", batteryKwh: 40 },
];

const IS_EMPTY = statement<{ empty: boolean }>(
  "demo.is_empty",
  "select not exists (select from stations) and not exists (select from users) as empty",
);

/**
 * Fills an empty database with demo data, all or nothing.
 *
 * @returns whether it was empty.
 */
export function seedDemo(db: Database, ledger: SlotLedger): Promise<boolean> {
  return db.inTransaction(async (tx) => {
    const [row] = await tx.query(IS_EMPTY);
    if (!row?.empty) return false;
    const { manager } = tx;
    const createdAt = await readClock(tx);
    const slotIds: string[] = [];
    for (const { ports, ...details } of stations) {
      const stationId = newId("station");
      await manager.insert(StationRow, { id: stationId, ...details });
      for (const label of ports) {
        const port = { id: newId("port"), stationId, label };
        await manager.insert(PortRow, port);
        const rows = slots.map((slot) => ({ id: newId("slot"), portId: port.id, createdAt, ...slot }));
        await manager.insert(SlotRow, rows);
        slotIds.push(...rows.map((slot) => slot.id));
      }
    }
    await ledger.recordAdded(tx, createdAt, slotIds);
    const driver = { id: newId("user"), ...demoUsers.driver };
    const staff = [demoUsers.operator, demoUsers.admin].map((user) => ({ id: newId("user"), ...user }));
    await manager.insert(UserRow, [driver, ...staff]);
    await manager.insert(
      VehicleRow,
      vehicles.map((vehicle) => ({ id: newId("vehicle"), ownerId: driver.id, ...vehicle })),
    );
    return true;
  });
}
