import { type Queryable, statement } from "../database/statement.ts";
import type { PortView } from "../stations/station.queries.ts";
import type { SlotView } from "./slot.queries.ts";

/** A port with its slots, which are asked for together more often than not. */
export interface PortWithSlots extends PortView {
  readonly slots: readonly SlotView[];
}

interface Row extends Omit<SlotView, "id"> {
  /** Null: the port has no slot. */
  readonly id: string | null;
  readonly stationId: string;
  readonly portLabel: string;
}

// Two statements would take a second turn to PostgreSQL and back. Its own making of the JSON costs as much as rows do.
const PORTS_WITH_SLOTS = `select p.id as "portId", p.station_id as "stationId", p.label as "portLabel", s.id, s.label,
    s.status, s.version, s.connector_type as "connectorType", s.power_kw as "powerKw"
  from ports p left join slots s on s.port_id = p.id`;

const BY_IDS = statement<Row>(
  "ports.with_slots_by_ids",
  `${PORTS_WITH_SLOTS} where p.id = any($1::text[]) order by p.id, s.id`,
);
const BY_STATIONS = statement<Row>(
  "ports.with_slots_by_stations",
  `${PORTS_WITH_SLOTS} where p.station_id = any($1::text[]) order by p.station_id, p.id, s.id`,
);

export async function portsWithSlots(db: Queryable, ids: readonly string[]): Promise<PortWithSlots[]> {
  return toPorts(await db.query(BY_IDS, [ids]));
}

export async function portsWithSlotsByStations(
  db: Queryable,
  stationIds: readonly string[],
): Promise<PortWithSlots[]> {
  return toPorts(await db.query(BY_STATIONS, [stationIds]));
}

/** @param rows each port's together. */
function toPorts(rows: readonly Row[]): PortWithSlots[] {
  const ports: (PortWithSlots & { slots: SlotView[] })[] = [];
  for (const row of rows) {
    let port = ports.at(-1);
    if (port?.id !== row.portId) {
      port = { id: row.portId, stationId: row.stationId, label: row.portLabel, slots: [] };
      ports.push(port);
    }
    if (row.id !== null) port.slots.push(row as SlotView);
  }
  return ports;
}
