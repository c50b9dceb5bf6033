import { type Caller, type Reach, reachOf } from "../access/caller.ts";
import { addReach, merged } from "../access/reach.ts";
import { Conditions, only, type Queryable } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isNumberKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "./reservation.queries.ts";
import { ReservationStatus } from "./reservation.rules.ts";

export interface ReservationFilter {
  readonly statuses?: readonly ReservationStatus[] | null;
  readonly slotId?: string | null;
  readonly stationId?: string | null;
  readonly vehicleId?: string | null;
  readonly ownerId?: string | null;
  readonly createdAfter?: Date | null;
  readonly createdBefore?: Date | null;
  readonly reservedUntilBefore?: Date | null;
  /** Null: hidden and visible ones alike. */
  readonly hidden?: boolean | null;
}

const LIST = "reservations";

/** The reservations that the caller may see, newest first: numbers follow the order of creation. */
export async function listReservations(
  db: Queryable,
  caller: Caller,
  filter: ReservationFilter,
  page: PageRequest,
): Promise<Connection<ReservationView>> {
  const after = decodeCursor<[number]>(LIST, page, isNumberKey)?.[0] ?? null;
  const parts = reachOf(caller);
  const read = (reach: Reach) => {
    const { text, values } = pageStatement({ filter: within(reach, filter), after, limit: page.first + 1 });
    return db.query<ReservationRow>({ text }, values);
  };
  const rows = merged(await Promise.all(parts.map(read)), (one, other) => other.number - one.number);
  const count = async () => {
    const all = matching(within({}, filter)).add(filter.statuses, ofStatuses).add(filter.hidden, ofHidden);
    addReach(all, parts, "owner_id", "organisation");
    const [row] = await db.query<{ count: number }>(
      { text: `select count(*) from reservations ${atPlaces(all, filter).where}` },
      all.values,
    );
    return row?.count ?? 0;
  };
  return toConnection({
    list: LIST,
    page,
    rows: rows.map(toReservationView),
    keyOf: (row) => [row.number],
    count,
  });
}

interface PartFilter extends ReservationFilter {
  /** The driver whose they are; null: everybody's. */
  readonly callerId: string | null;
  /** At whose stations; null: at all. */
  readonly organisation: string | null;
}

interface Wanted {
  readonly filter: PartFilter;
  /** The number that the page continues from. */
  readonly after: number | null;
  readonly limit: number;
}

interface Page {
  readonly text: string;
  readonly values: readonly unknown[];
}

function within({ ownerId, organisation }: Reach, filter: ReservationFilter): PartFilter {
  return { ...filter, callerId: ownerId ?? null, organisation: organisation ?? null };
}

/**
 * The statement of a page. Which index brings the page's rows in order depends on what is asked for, and PostgreSQL
 * finds it only in a statement of the right shape: left to filter the newest reservations until a page is full, it
 * reads the whole table for what is rare or long ago.
 */
function pageStatement(wanted: Wanted): Page {
  const { slotId, stationId, vehicleId, ownerId, callerId, statuses, hidden } = wanted.filter;
  const { createdAfter, createdBefore, reservedUntilBefore } = wanted.filter;
  if (slotId || stationId) return pageOfSlots(wanted);
  if (vehicleId) return pageByNumber(wanted);
  if (!ownerId && !callerId && (createdAfter || createdBefore || reservedUntilBefore))
    return pageByTime(wanted);
  return statuses || typeof hidden === "boolean" ? pageOfStatuses(wanted) : pageByNumber(wanted);
}

// All, or those of an owner or vehicle: an index by number each.
function pageByNumber({ filter, after, limit }: Wanted): Page {
  const where = matching(filter)
    .add(filter.statuses, ofStatuses)
    .add(filter.hidden, ofHidden)
    .add(after, (number) => `number < ${number}`);
  return {
    text: `select ${RESERVATION_COLUMNS} from reservations ${where.where} order by ${leading(filter)} number desc limit ${limit}`,
    values: where.values,
  };
}

// A page of each slot, of which the newest are the page: reservations of several slots are in several of them.
function pageOfSlots({ filter, after, limit }: Wanted): Page {
  const where = matching(filter)
    .add(filter.statuses, ofStatuses)
    .add(filter.hidden, ofHidden)
    .add(after, (number) => `i.number < ${number}`);
  const conditions = where.where.replace(/^where/, "and");
  const stations = filter.organisation ? " join stations t on t.id = p.station_id" : "";
  const slots =
    stations || filter.stationId ? `slots s join ports p on p.id = s.port_id${stations}` : "slots s";
  const places = [
    ...(filter.slotId ? [`s.id = ${where.placeholder(filter.slotId)}`] : []),
    ...(filter.stationId ? [`p.station_id = ${where.placeholder(filter.stationId)}`] : []),
    // So that nothing is read of another organisation's station.
    ...(filter.organisation ? [`t.organisation = ${where.placeholder(filter.organisation)}`] : []),
  ];
  const text = `select ${RESERVATION_COLUMNS} from (
      select distinct on (newest.number) newest.* from ${slots} cross join lateral (
        select reservations.* from reservation_items i join reservations on reservations.id = i.reservation_id
          where ${only("i.slot_id", "s.id")} and i.number is not null ${conditions}
          order by i.slot_id, i.number desc limit ${limit}
      ) as newest where ${places.join(" and ")} order by newest.number desc
    ) as page order by number desc limit ${limit}`;
  return { text, values: where.values };
}

// Everybody's in a stretch of time: from its end on, in the order of creation, which is that of the numbers but for
// those that were made in the same moment.
function pageByTime({ filter, after, limit }: Wanted): Page {
  const where = matching(filter)
    .add(filter.statuses, ofStatuses)
    .add(filter.hidden, ofHidden)
    .add(
      after,
      (number) =>
        `(created_at, number) < ((select last.created_at from reservations last where last.number = ${number}), ${number})`,
    );
  return {
    text: `select ${RESERVATION_COLUMNS} from reservations ${where.where} order by ${leading(filter)} created_at desc, number desc limit ${limit}`,
    values: where.values,
  };
}

// A page of each status, visible and hidden, of which the newest are the page.
function pageOfStatuses({ filter, after, limit }: Wanted): Page {
  const where = matching(filter).add(after, (number) => `number < ${number}`);
  const conditions = where.where.replace(/^where/, "and");
  const statuses = where.placeholder([...new Set(filter.statuses ?? Object.values(ReservationStatus))]);
  const hiddens = [
    ...(filter.hidden === true ? [] : ["hidden_at is null"]),
    ...(filter.hidden === false ? [] : ["hidden_at is not null"]),
  ];
  const branches = hiddens.map(
    (hidden) =>
      `(select * from reservations where ${only("status", "wanted.status_wanted")} and ${hidden} ${conditions}
          order by ${leading(filter)} status, number desc limit ${limit})`,
  );
  const text = `select ${RESERVATION_COLUMNS} from unnest(${statuses}::text[]) as wanted (status_wanted)
      cross join lateral (${branches.join(" union all ")}) as page
    order by number desc limit ${limit}`;
  return { text, values: where.values };
}

// An organisation's are in the order of the page in indexes that begin with it; those of a driver or vehicle are few.
const isLeading = ({ organisation, ownerId, vehicleId, slotId, stationId }: PartFilter) =>
  organisation !== null && !ownerId && !vehicleId && !slotId && !stationId;
const leading = (filter: PartFilter) => (isLeading(filter) ? "organisation," : "");

const ofStatuses = (list: string) => `status = any(${list}::text[])`;
const ofHidden = (hidden: string) => `(hidden_at is not null) = ${hidden}`;

/** The conditions on a reservation itself, without status and being hidden. */
function matching(filter: PartFilter): Conditions {
  const ofOrganisation = (name: string) =>
    isLeading(filter) ? only("organisation", name) : `organisation = ${name}`;
  return (
    new Conditions()
      .add(filter.organisation, ofOrganisation)
      .add(filter.callerId, (id) => `owner_id = ${id}`)
      .add(filter.ownerId, (id) => `owner_id = ${id}`)
      .add(filter.vehicleId, (id) => `vehicle_id = ${id}`)
      .add(filter.createdAfter, (at) => `created_at > ${at}`)
      .add(filter.createdBefore, (at) => `created_at < ${at}`)
      // It is never in the past when the reservation is made: what has run out by then was created before then.
      .add(filter.reservedUntilBefore, (at) => `reserved_until < ${at} and created_at < ${at}`)
  );
}

function atPlaces(conditions: Conditions, { slotId, stationId }: ReservationFilter): Conditions {
  return conditions
    .add(
      slotId,
      (id) => `exists (select from reservation_items i
      where i.reservation_id = reservations.id and i.slot_id = ${id})`,
    )
    .add(
      stationId,
      (id) => `exists (select from reservation_items i
      join slots s on s.id = i.slot_id join ports p on p.id = s.port_id
      where i.reservation_id = reservations.id and p.station_id = ${id})`,
    );
}
