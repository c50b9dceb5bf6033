import { Conditions, countRows, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import { notFound } from "../shared/domain-error.ts";
import type { SlotView } from "../slots/slot.queries.ts";
import type { BookingMode, ExpiryPolicy } from "./station.rules.ts";

/** A station as the API shows it. Degrees, WGS 84. */
export interface StationView {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly expiryPolicy: ExpiryPolicy;
  readonly bookingMode: BookingMode;
  /** Null: of none. */
  readonly organisation: string | null;
}

export interface PortView {
  readonly id: string;
  readonly stationId: string;
  readonly label: string;
  /** Where they were read with it. */
  readonly slots?: readonly SlotView[];
}

/** How many slots are in each status. */
export interface SlotCountsView {
  readonly available: number;
  readonly booked: number;
  readonly inUse: number;
  readonly inactive: number;
}

export interface StationFilter {
  readonly nameContains?: string | null;
  readonly organisation?: string | null;
  readonly hasAvailable?: boolean | null;
  readonly near?: { latitude: number; longitude: number; radiusKm: number } | null;
}

/** The columns of `SlotCountsView`, over rows of slots. */
export const SLOT_COUNTS = `count(*) filter (where status = 'AVAILABLE')::int as available,
      count(*) filter (where status = 'BOOKED')::int as booked,
      count(*) filter (where status = 'IN_USE')::int as "inUse",
      count(*) filter (where status = 'INACTIVE')::int as inactive`;

const STATION_COLUMNS = `id, name, address, latitude, longitude, expiry_policy as "expiryPolicy", booking_mode as "bookingMode",
  organisation`;
const PORT_COLUMNS = `id, station_id as "stationId", label`;

const STATIONS_BY_IDS = statement<StationView>(
  "stations.by_ids",
  `select ${STATION_COLUMNS} from stations where id = any($1::text[])`,
);
const PORTS_BY_IDS = statement<PortView>(
  "ports.by_ids",
  `select ${PORT_COLUMNS} from ports where id = any($1::text[])`,
);
const PORTS_BY_STATIONS = statement<PortView>(
  "ports.by_stations",
  `select ${PORT_COLUMNS} from ports where station_id = any($1::text[]) order by station_id, id`,
);
const SLOT_COUNTS_BY_STATIONS = statement<SlotCountsView & { stationId: string }>(
  "stations.slot_counts",
  `select p.station_id as "stationId",
${SLOT_COUNTS}
    from ports p join slots s on s.port_id = p.id
    where p.station_id = any($1::text[]) group by p.station_id`,
);

export function stationsByIds(db: Queryable, ids: readonly string[]): Promise<StationView[]> {
  return db.query(STATIONS_BY_IDS, [ids]);
}

export function portsByIds(db: Queryable, ids: readonly string[]): Promise<PortView[]> {
  return db.query(PORTS_BY_IDS, [ids]);
}

const ORGANISATION_OF_PORT = statement<{ stationId: string; organisation: string | null }>(
  "ports.organisation",
  `select t.id as "stationId", t.organisation from ports p join stations t on t.id = p.station_id where p.id = $1`,
);

/** The station that a port is of, and whose it is; null where there is no such port. */
export async function placeOfPort(db: Queryable, portId: string) {
  const [place] = await db.query(ORGANISATION_OF_PORT, [portId]);
  return place ?? null;
}

const ORGANISATION_OF_SLOT = statement<{ organisation: string | null }>(
  "slots.organisation",
  `select t.organisation from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
    where s.id = $1`,
);

/** Whose station a slot is at. @throws DomainError NOT_FOUND */
export async function placeOfSlot(db: Queryable, slotId: string) {
  const [place] = await db.query(ORGANISATION_OF_SLOT, [slotId]);
  if (!place) throw notFound("Slot", slotId);
  return place;
}

export function portsByStations(db: Queryable, stationIds: readonly string[]): Promise<PortView[]> {
  return db.query(PORTS_BY_STATIONS, [stationIds]);
}

export function slotCountsByStations(
  db: Queryable,
  stationIds: readonly string[],
): Promise<(SlotCountsView & { stationId: string })[]> {
  return db.query(SLOT_COUNTS_BY_STATIONS, [stationIds]);
}

const LIST = "stations";

/** What a page of all stations is read by, together with other such pages. */
interface PageKey {
  /** The stations after this one; empty: from the first on. */
  readonly after: string;
  readonly size: number;
}

const PAGES_OF_ALL = statement<StationView & { page: string }>(
  "stations.pages_of_all",
  `select asked.page, stations.* from unnest($1::text[], $2::text[], $3::int[]) as asked (page, after, size)
     cross join lateral (
       select ${STATION_COLUMNS} from stations where id > asked.after order by id limit asked.size
     ) stations
    order by stations.id`,
);

/** The rows of pages of all stations, each with the key of its page. */
export function stationPages(
  db: Queryable,
  pages: readonly string[],
): Promise<(StationView & { page: string })[]> {
  const keys = pages.map((page) => JSON.parse(page) as PageKey);
  return db.query(PAGES_OF_ALL, [pages, keys.map(({ after }) => after), keys.map(({ size }) => size)]);
}

/**
 * Stations in the order they were created.
 *
 * @param pageOfAll reads a page where nothing filters: it is asked for more often than others.
 */
export async function listStations(
  db: Queryable,
  { filter, page }: { filter: StationFilter; page: PageRequest },
  pageOfAll: (key: string) => Promise<StationView[]>,
): Promise<Connection<StationView>> {
  const [after] = decodeCursor<[string]>(LIST, page, isIdKey) ?? [];
  const matching = stationConditions(filter);
  const size = page.first + 1;
  const key: PageKey = { after: after ?? "", size };
  const rows =
    matching.where === "" ? await pageOfAll(JSON.stringify(key)) : await pageOf(db, matching, after, size);
  const count = () => countRows(db, "stations", stationConditions(filter));
  return toConnection({ list: LIST, page, rows, keyOf: (row) => [row.id], count });
}

function pageOf(
  db: Queryable,
  matching: Conditions,
  after: string | undefined,
  size: number,
): Promise<StationView[]> {
  matching.add(after, (id) => `id > ${id}`);
  return db.query<StationView>(
    {
      text: `select ${STATION_COLUMNS} from stations ${matching.where} order by id limit ${matching.placeholder(size)}`,
    },
    matching.values,
  );
}

function stationConditions({ nameContains, organisation, hasAvailable, near }: StationFilter): Conditions {
  const conditions = new Conditions()
    .add(nameContains, (text) => `position(lower(${text}) in lower(name)) > 0`)
    .add(organisation, (name) => `organisation = ${name}`)
    .add(hasAvailable, (wanted) => `${HAS_AVAILABLE} = ${wanted}`);
  if (!near) return conditions;
  const latitude = conditions.placeholder(near.latitude);
  const longitude = conditions.placeholder(near.longitude);
  return conditions.add(near.radiusKm, (radius) => `${kilometresFrom(latitude, longitude)} <= ${radius}`);
}

const HAS_AVAILABLE = `exists (select from ports p join slots s on s.port_id = p.id
  where p.station_id = stations.id and s.status = 'AVAILABLE')`;

// The haversine on a sphere of the Earth's mean radius: off by at most 0.5 %, which no driver notices.
function kilometresFrom(latitude: string, longitude: string): string {
  const [here, there] = [inSteps("latitude"), inSteps(latitude)];
  const eastward = `${inSteps("longitude")} - ${inSteps(longitude)}`;
  return `2 * 6371.0088 * asin(least(1, sqrt(
    sin(radians(${here} - ${there}) / 2) ^ 2
    + cos(radians(${there})) * cos(radians(${here})) * sin(radians(${eastward}) / 2) ^ 2)))`;
}

// Of a tenth of a millimetre: PostgreSQL fails where a number is too small for what is done with it.
function inSteps(degrees: string): string {
  return `trunc(${degrees}::float8 * 1e9) / 1e9`;
}
