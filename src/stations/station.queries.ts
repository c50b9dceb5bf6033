import { type Queryable, statement } from "../database/statement.ts";
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
  /** Null: no organisation. */
  readonly organisation: string | null;
}

export interface PortView {
  readonly id: string;
  readonly stationId: string;
  readonly label: string;
  /** Set if they were read together with the port. */
  readonly slots?: readonly SlotView[];
}

/** How many slots are in each status. */
export interface SlotCountsView {
  readonly available: number;
  readonly booked: number;
  readonly inUse: number;
  readonly inactive: number;
}

/** The columns of `SlotCountsView`, over rows of slots. */
export const SLOT_COUNTS = `count(*) filter (where status = 'AVAILABLE')::int as available,
      count(*) filter (where status = 'BOOKED')::int as booked,
      count(*) filter (where status = 'IN_USE')::int as "inUse",
      count(*) filter (where status = 'INACTIVE')::int as inactive`;

export const STATION_COLUMNS = `id, name, address, latitude, longitude, expiry_policy as "expiryPolicy", booking_mode as "bookingMode",
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
  `select ${PORT_COLUMNS} from ports where station_id = any($1::text[]) and removed_at is null order by station_id, id`,
);
const SLOT_COUNTS_BY_STATIONS = statement<SlotCountsView & { stationId: string }>(
  "stations.slot_counts",
  `select p.station_id as "stationId",
${SLOT_COUNTS}
    from ports p join slots s on s.port_id = p.id
    where p.station_id = any($1::text[]) and s.removed_at is null group by p.station_id`,
);

export function stationsByIds(db: Queryable, ids: readonly string[]): Promise<StationView[]> {
  return db.query(STATIONS_BY_IDS, [ids]);
}

export function portsByIds(db: Queryable, ids: readonly string[]): Promise<PortView[]> {
  return db.query(PORTS_BY_IDS, [ids]);
}

const STATION_OF_PORT = statement<{ organisation: string | null }>(
  "ports.organisation",
  "select t.organisation from ports p join stations t on t.id = p.station_id where p.id = $1",
);

/** The organisation of a port's station. @throws DomainError NOT_FOUND */
export async function stationOfPort(db: Queryable, portId: string) {
  const [station] = await db.query(STATION_OF_PORT, [portId]);
  if (!station) throw notFound("Port", portId);
  return station;
}

const STATION_OF_SLOT = statement<{ organisation: string | null; isRemoved: boolean }>(
  "slots.organisation",
  `select t.organisation, s.removed_at is not null as "isRemoved" from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
    where s.id = $1`,
);

/** The organisation of a slot's station, even of a removed slot's. @throws DomainError NOT_FOUND */
export async function stationOfSlot(db: Queryable, slotId: string) {
  const [station] = await db.query(STATION_OF_SLOT, [slotId]);
  if (!station) throw notFound("Slot", slotId);
  return station;
}

const REMOVALS = statement<RemovalView>(
  "stations.removals",
  `select id, removed_at as "removedAt" from stations where id = any($1::text[])
   union all select id, removed_at from ports where id = any($1::text[])
   union all select id, removed_at from slots where id = any($1::text[])`,
);

/** When a station, a port or a slot was removed; null: it was not. */
export interface RemovalView {
  readonly id: string;
  readonly removedAt: Date | null;
}

export function removalsByIds(db: Queryable, ids: readonly string[]): Promise<RemovalView[]> {
  return db.query(REMOVALS, [ids]);
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

/** The key of a page of all stations, by which several such pages are read together. */
export interface PageKey {
  /** The id before the first station of the page; empty: from the first station on. */
  readonly after: string;
  readonly size: number;
}

const PAGES_OF_ALL = statement<StationView & { page: string }>(
  "stations.pages_of_all",
  `select asked.page, stations.* from unnest($1::text[], $2::text[], $3::int[]) as asked (page, after, size)
     cross join lateral (
       select ${STATION_COLUMNS} from stations where id > asked.after and removed_at is null order by id limit asked.size
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
