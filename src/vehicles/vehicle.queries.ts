import { Conditions, countRows, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";

/** A vehicle as the API shows it. kWh. */
export interface VehicleView {
  readonly id: string;
  readonly ownerId: string;
  readonly plate: string;
  readonly model: string | null;
  readonly batteryKwh: number | null;
}

/** The columns of `VehicleView`. */
export const VEHICLE_COLUMNS = `id, owner_id as "ownerId", plate, model, battery_kwh as "batteryKwh"`;

const BY_IDS = statement<VehicleView>(
  "vehicles.by_ids",
  `select ${VEHICLE_COLUMNS} from vehicles where id = any($1::text[])`,
);
const BY_OWNERS = statement<VehicleView>(
  "vehicles.by_owners",
  `select ${VEHICLE_COLUMNS} from vehicles where owner_id = any($1::text[]) and removed_at is null order by owner_id, id`,
);

export function vehiclesByIds(db: Queryable, ids: readonly string[]): Promise<VehicleView[]> {
  return db.query(BY_IDS, [ids]);
}

export function vehiclesByOwners(db: Queryable, ownerIds: readonly string[]): Promise<VehicleView[]> {
  return db.query(BY_OWNERS, [ownerIds]);
}

export interface VehicleFilter {
  readonly plateStartsWith?: string | null;
}

type Listed = VehicleView & { readonly plateKey: string };

const LIST = "vehicles";
// The index's expression. Plates that begin with a text lie between the text and the text plus the last character.
const keyOf = (text: string) => `translate(lower(${text}), ' .-', '') collate "C"`;
const LAST_CHARACTER = "chr(1114111)";

/** Vehicles that have not been removed, by plate. */
export async function listVehicles(
  db: Queryable,
  filter: VehicleFilter,
  page: PageRequest,
): Promise<Connection<VehicleView>> {
  const after = decodeCursor<[string, string]>(LIST, page, isPlateKey);
  const matching = vehicleConditions(filter);
  if (after) {
    const [key, id] = after.map((value) => matching.placeholder(value));
    matching.addText(`(${keyOf("plate")}, id) > (${key}, ${id})`);
  }
  const text = `select ${VEHICLE_COLUMNS}, ${keyOf("plate")} as "plateKey" from vehicles ${matching.where}
    order by ${keyOf("plate")}, id limit ${page.first + 1}`;
  const rows = await db.query<Listed>({ text }, matching.values);
  const count = () => countRows(db, "vehicles", vehicleConditions(filter));
  return toConnection({ list: LIST, page, rows, keyOf: ({ plateKey, id }) => [plateKey, id], count });
}

function vehicleConditions({ plateStartsWith }: VehicleFilter): Conditions {
  return new Conditions()
    .addText("removed_at is null")
    .add(
      plateStartsWith,
      (start) =>
        `${keyOf("plate")} >= ${keyOf(start)} and ${keyOf("plate")} < ${keyOf(start)} || ${LAST_CHARACTER}`,
    );
}

// A plate has at most 200 characters: at most 400 UTF-16 units.
function isPlateKey([plate, ...id]: unknown[]): boolean {
  return typeof plate === "string" && plate.length <= 400 && !plate.includes("\0") && isIdKey(id);
}
