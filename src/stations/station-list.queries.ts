import { Conditions, countRows, type Queryable } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import { badInput } from "../shared/domain-error.ts";
import { type PageKey, STATION_COLUMNS, type StationView } from "./station.queries.ts";
import { addCircle, type Near } from "./station-distance.ts";

interface StationFilter {
  readonly nameContains?: string | null;
  readonly organisation?: string | null;
  readonly hasAvailable?: boolean | null;
  readonly near?: Near | null;
}

interface Asked {
  readonly filter: StationFilter;
  readonly page: PageRequest;
}

const LISTED = "removed_at is null";
const LIST = "stations";
const LIST_NEAR = "stations.near";

/**
 * Stations in order of creation or, with `near`, the nearest first.
 *
 * @param pageOfAll reads a page if there is no filter, which is the most frequent request.
 * @throws DomainError BAD_USER_INPUT for a cursor of the other order, or of another point.
 */
export function listStations(
  db: Queryable,
  asked: Asked,
  pageOfAll: (key: string) => Promise<StationView[]>,
): Promise<Connection<StationView>> {
  const { near } = asked.filter;
  return near ? listNear(db, asked, near) : listAll(db, asked, pageOfAll);
}

async function listAll(
  db: Queryable,
  { filter, page }: Asked,
  pageOfAll: (key: string) => Promise<StationView[]>,
): Promise<Connection<StationView>> {
  const [after] = decodeCursor<[string]>(LIST, page, isIdKey) ?? [];
  const matching = stationConditions(filter);
  const size = page.first + 1;
  const key: PageKey = { after: after ?? "", size };
  const rows =
    matching.where === "" ? await pageOfAll(JSON.stringify(key)) : await pageOf(db, matching, after, size);
  const count = () => countRows(db, "stations", stationConditions(filter).addText(LISTED));
  return toConnection({ list: LIST, page, rows, keyOf: (row) => [row.id], count });
}

function pageOf(
  db: Queryable,
  matching: Conditions,
  after: string | undefined,
  size: number,
): Promise<StationView[]> {
  matching.addText(LISTED).add(after, (id) => `id > ${id}`);
  return db.query<StationView>(
    {
      text: `select ${STATION_COLUMNS} from stations ${matching.where} order by id limit ${matching.placeholder(size)}`,
    },
    matching.values,
  );
}

type StationAtDistance = StationView & { readonly distanceKm: number };

/** The centre of the list, and the position from which a page continues. */
type PlaceNear = readonly [latitude: number, longitude: number, distanceKm: number, id: string];

async function listNear(
  db: Queryable,
  { filter, page }: Asked,
  near: Near,
): Promise<Connection<StationView>> {
  const after = decodeCursor<PlaceNear>(LIST_NEAR, page, isPlaceNear);
  if (after && (after[0] !== near.latitude || after[1] !== near.longitude))
    throw badInput({ path: "after", message: "must be a cursor of the list around the same point" });
  const rows = await pageNear(db, { filter, near, after, size: page.first + 1 });
  const keyOf = ({ distanceKm, id }: StationAtDistance): PlaceNear => [
    near.latitude,
    near.longitude,
    distanceKm,
    id,
  ];
  const count = () => countRows(db, "stations", stationConditions(filter).addText(LISTED));
  const connection = toConnection({ list: LIST_NEAR, page, rows, keyOf, count });
  const edges = connection.edges.map(({ cursor, node }) => ({ cursor, node, distanceKm: node.distanceKm }));
  return { ...connection, edges };
}

function isPlaceNear([latitude, longitude, distanceKm, ...id]: unknown[]): boolean {
  return [latitude, longitude, distanceKm].every(Number.isFinite) && isIdKey(id);
}

interface WantedNear {
  readonly filter: StationFilter;
  readonly near: Near;
  readonly after: PlaceNear | null;
  readonly size: number;
}

function pageNear(db: Queryable, { filter, near, after, size }: WantedNear): Promise<StationAtDistance[]> {
  const { hasAvailable, ...rest } = filter;
  const matching = stationConditions({ ...rest, near: null }).addText(LISTED);
  const distance = addCircle(matching, near);
  if (after) {
    const [, , km, id] = after;
    matching.addText(`(${distance}, id) > (${matching.placeholder(km)}, ${matching.placeholder(id)})`);
  }
  const inOrder = `select ${STATION_COLUMNS}, ${distance} as "distanceKm" from stations ${matching.where}
    order by "distanceKm", id`;
  const limit = `limit ${matching.placeholder(size)}`;
  if (typeof hasAvailable !== "boolean") return db.query({ text: `${inOrder} ${limit}` }, matching.values);
  // With "offset 0", stations are checked one by one until the page is full. Without it, the slots of all are read.
  const text = `select * from (${inOrder} offset 0) as stations
    where ${availability("offset 0")} = ${matching.placeholder(hasAvailable)} order by "distanceKm", id ${limit}`;
  return db.query({ text }, matching.values);
}

function stationConditions({ nameContains, organisation, hasAvailable, near }: StationFilter): Conditions {
  const conditions = new Conditions()
    .add(nameContains, (text) => `position(lower(${text}) in lower(name)) > 0`)
    .add(organisation, (name) => `organisation = ${name}`)
    .add(hasAvailable, (wanted) => `${availability()} = ${wanted}`);
  if (near) addCircle(conditions, near);
  return conditions;
}

function availability(ending = ""): string {
  return `exists (select from ports p join slots s on s.port_id = p.id
    where p.station_id = stations.id and s.status = 'AVAILABLE' ${ending})`;
}
