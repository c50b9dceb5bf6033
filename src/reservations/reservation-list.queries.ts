import { addAccessScopes, mergePages } from "../access/access-scopes.ts";
import { type AccessScope, accessScopesOf, type Caller } from "../access/caller.ts";
import { Conditions, countRows, only, type Queryable } from "../database/statement.ts";
import { type Connection, decodeCursor, type PageRequest, toConnection } from "../shared/connection.ts";
import { badInput } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "./reservation.queries.ts";
import { ReservationStatus } from "./reservation.rules.ts";
import {
  byCreation,
  listOrders,
  type PlaceInList,
  type ReservationOrder,
  type WindowRange,
} from "./reservation-order.ts";

export interface ReservationFilter extends WindowRange {
  readonly statuses?: readonly ReservationStatus[] | null;
  readonly slotId?: string | null;
  readonly stationId?: string | null;
  readonly vehicleId?: string | null;
  readonly ownerId?: string | null;
  readonly createdAfter?: Date | null;
  readonly createdBefore?: Date | null;
  readonly reservedUntilBefore?: Date | null;
  /** Null: both hidden and visible ones. */
  readonly hidden?: boolean | null;
}

// The order whose index serves each range of time. In another order, a page would read the whole range.
const rangesOf = {
  NEWEST: ["createdAfter", "createdBefore", "reservedUntilBefore"],
  WINDOW: ["windowAfter", "windowBefore"],
} as const;

interface ListedRow extends ReservationRow {
  readonly startsAt: Date | null;
}

/**
 * The reservations that the caller may see.
 *
 * @throws DomainError BAD_USER_INPUT for a cursor or a range of time of another order.
 */
export async function listReservations(
  db: Queryable,
  caller: Caller,
  filter: ReservationFilter,
  order: ReservationOrder,
  page: PageRequest,
): Promise<Connection<ReservationView>> {
  requireRangeOf(order, filter);
  const { list, keyOf, isKey, addBounds, compare } = listOrders[order];
  const after = decodeCursor<PlaceInList>(list, page, isKey);
  const parts = accessScopesOf(caller);
  const byTime = isByTime(filter, parts);
  const read = (scope: AccessScope) => {
    const { text, values } = pageStatement({
      filter: within(scope, filter),
      order,
      byTime,
      after,
      limit: page.first + 1,
    });
    return db.query<ListedRow>({ text }, values);
  };
  const rows = mergePages(await Promise.all(parts.map(read)), byTime ? byCreation : compare);
  const count = () => {
    const all = addAccessScopes(matching(within({}, filter)), parts, "owner_id", "organisation")
      .add(filter.statuses, ofStatuses)
      .add(filter.hidden, ofHidden);
    const inRange = addBounds(all, "reservations", { after: null, range: filter });
    return countRows(db, "reservations", atPlaces(inRange, filter));
  };
  const shown = rows.map((row) => ({ ...toReservationView(row), startsAt: row.startsAt }));
  return toConnection({ list, page, rows: shown, keyOf, count });
}

function requireRangeOf(order: ReservationOrder, filter: ReservationFilter): void {
  const other = order === "WINDOW" ? "NEWEST" : "WINDOW";
  const [path] = rangesOf[other].filter((range) => filter[range]);
  if (path) throw badInput({ path: `filter.${path}`, message: say`needs orderBy: ${other}` });
}

// Decided for the whole list: a page has one order, in which each of its parts is read.
function isByTime(filter: ReservationFilter, parts: readonly AccessScope[]): boolean {
  const { slotId, stationId, vehicleId, ownerId } = filter;
  if (slotId || stationId || vehicleId || ownerId) return false;
  return rangesOf.NEWEST.some((range) => filter[range]) && parts.some((part) => part.ownerId === undefined);
}

interface PartFilter extends ReservationFilter {
  /** Only this driver's; null: everybody's. */
  readonly callerId: string | null;
  /** Only at this organisation's stations; null: at all. */
  readonly organisation: string | null;
}

interface Wanted {
  readonly filter: PartFilter;
  readonly order: ReservationOrder;
  /** Whether the newest are read in the order of their creation times instead of their numbers. */
  readonly byTime: boolean;
  /** Where the page continues. */
  readonly after: PlaceInList | null;
  readonly limit: number;
}

interface Page {
  readonly text: string;
  readonly values: readonly unknown[];
}

const COLUMNS = `${RESERVATION_COLUMNS}, starts_at as "startsAt"`;

function within({ ownerId, organisation }: AccessScope, filter: ReservationFilter): PartFilter {
  return { ...filter, callerId: ownerId ?? null, organisation: organisation ?? null };
}

/**
 * The statement for a page. Different filters need different indexes to read the page's rows in order, and PostgreSQL
 * finds the right one only if the statement has the right shape. If it filters the newest reservations until a page is
 * full, it reads the whole table for rows that are rare or old.
 */
function pageStatement(wanted: Wanted): Page {
  const { slotId, stationId, vehicleId, statuses, hidden } = wanted.filter;
  if (slotId || stationId) return pageOfSlots(wanted);
  if (vehicleId) return pageOfAll(wanted);
  if (wanted.byTime) return pageByTime(wanted);
  const byStatus = statuses || typeof hidden === "boolean" || wanted.order === "WINDOW";
  return byStatus ? pageOfStatuses(wanted) : pageOfAll(wanted);
}

// All reservations, or those of an owner or vehicle: each has an index by number. In the order of windows, only a
// vehicle's are read this way, and all of them: a vehicle has no more than it can charge.
function pageOfAll({ filter, order, after, limit }: Wanted): Page {
  const { by, addBounds } = listOrders[order];
  const matches = matching(filter).add(filter.statuses, ofStatuses).add(filter.hidden, ofHidden);
  const { where, values } = addBounds(matches, "reservations", { after, range: filter });
  return {
    text: `select ${COLUMNS} from reservations ${where} order by ${leading(filter)} ${by("reservations")} limit ${limit}`,
    values,
  };
}

// Reads a page for each slot, and takes the first rows of them all. A reservation may be in several of them.
function pageOfSlots({ filter, order, after, limit }: Wanted): Page {
  const { by, addBounds } = listOrders[order];
  const matches = matching(filter).add(filter.statuses, ofStatuses).add(filter.hidden, ofHidden);
  const where = addBounds(matches, "i", {
    after,
    range: filter,
    leading: { column: "i.slot_id", value: "s.id" },
  });
  const ports = filter.stationId || filter.organisation ? "join ports p on p.id = s.port_id" : "";
  const stations = filter.organisation ? "join stations t on t.id = p.station_id" : "";
  const places = [
    ...(filter.slotId ? [`s.id = ${where.placeholder(filter.slotId)}`] : []),
    ...(filter.stationId ? [`p.station_id = ${where.placeholder(filter.stationId)}`] : []),
    // With "offset 0", PostgreSQL finds the slots first, and reads no reservation at another organisation's station.
    ...(filter.organisation ? [`t.organisation = ${where.placeholder(filter.organisation)}`] : []),
  ];
  const text = `select ${COLUMNS} from (
      select distinct on (${by("first").replace(" desc", "")}) first.* from (
          select s.id from slots s ${ports} ${stations} where ${places.join(" and ")} offset 0
        ) as s cross join lateral (
        select reservations.* from reservation_items i join reservations on reservations.id = i.reservation_id
          where i.number is not null ${where.and}
          order by ${by("i", "i.slot_id")} limit ${limit}
      ) as first order by ${by("first")}
    ) as page order by ${by("page")} limit ${limit}`;
  return { text, values: where.values };
}

// A range of creation times, newest first. Everybody's reservations are read by an index. A driver's own are few and in
// no index by time, so all of them are read: with "offset 0", PostgreSQL finds them by owner, not among everybody's.
function pageByTime({ filter, after, limit }: Wanted): Page {
  const where = matching(filter)
    .add(filter.statuses, ofStatuses)
    .add(filter.hidden, ofHidden)
    .add(
      after?.[0],
      (number) =>
        `(created_at, number) < ((select last.created_at from reservations last where last.number = ${number}), ${number})`,
    );
  const matches = filter.callerId
    ? `(select * from reservations ${where.where} offset 0) as own`
    : `reservations ${where.where}`;
  return {
    text: `select ${COLUMNS} from ${matches} order by ${leading(filter)} created_at desc, number desc limit ${limit}`,
    values: where.values,
  };
}

// Reads a page for each status, visible and hidden, and takes the first rows of them all.
function pageOfStatuses({ filter, order, after, limit }: Wanted): Page {
  const { by, addBounds } = listOrders[order];
  const where = addBounds(matching(filter), "reservations", {
    after,
    range: filter,
    leading: { column: "status", value: "wanted.status_wanted" },
  });
  const statuses = where.placeholder([...new Set(filter.statuses ?? Object.values(ReservationStatus))]);
  const hiddens = [
    ...(filter.hidden === true ? [] : ["hidden_at is null"]),
    ...(filter.hidden === false ? [] : ["hidden_at is not null"]),
  ];
  const branches = hiddens.map(
    (hidden) =>
      `(select * from reservations where ${hidden} ${where.and}
          order by ${leading(filter)} ${by("reservations", "status")} limit ${limit})`,
  );
  const text = `select ${COLUMNS} from unnest(${statuses}::text[]) as wanted (status_wanted)
      cross join lateral (${branches.join(" union all ")}) as page
    order by ${by("page")} limit ${limit}`;
  return { text, values: where.values };
}

// Indexes that begin with the organisation have its reservations in the page's order. A driver's or vehicle's are few.
const isLeading = ({ organisation, ownerId, vehicleId, slotId, stationId }: PartFilter) =>
  organisation !== null && !ownerId && !vehicleId && !slotId && !stationId;
const leading = (filter: PartFilter) => (isLeading(filter) ? "organisation," : "");

const ofStatuses = (list: string) => `status = any(${list}::text[])`;
const ofHidden = (hidden: string) => `(hidden_at is not null) = ${hidden}`;

/** The conditions on a reservation itself, except those on its status and on being hidden. */
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
      // When a reservation is made, this is never in the past: one that ran out by then was created before then.
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
