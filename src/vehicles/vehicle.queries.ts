import { Conditions, countRows, type Queryable } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import { VEHICLE_COLUMNS, type VehicleView } from "./vehicle.service.ts";

export interface VehicleFilter {
  readonly plateStartsWith?: string | null;
}

type Listed = VehicleView & { readonly plateKey: string };

const LIST = "vehicles";
// As the index has it. The last of all characters: whatever begins with a text lies between that and that followed by it.
const keyOf = (text: string) => `translate(lower(${text}), ' .-', '') collate "C"`;
const LAST_CHARACTER = "chr(1114111)";

/** Vehicles that are in use, by their plates. */
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

// As long as the longest plate may be.
function isPlateKey([plate, ...id]: unknown[]): boolean {
  return typeof plate === "string" && plate.length <= 400 && !plate.includes("\0") && isIdKey(id);
}
