import { mergePages } from "../access/access-scopes.ts";
import { type AccessScope, accessScopesOf, type Caller, operatorOrganisationOf } from "../access/caller.ts";
import { literals, only, type Queryable, type Statement, statement } from "../database/statement.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "../reservations/reservation.queries.ts";
import { holdsSlot, waitsInLine, windowToCome } from "../reservations/reservation-item-states.ts";
import { dismissibleStatuses } from "../reservations/reservation-lifecycle.rules.ts";
import { groupBy } from "../shared/group-by.ts";
import { SLOT_COUNTS, type SlotCountsView } from "../stations/station.queries.ts";

/** The maximum length of a list of the dashboard. */
const LENGTH = 100;

/** The lists of the dashboard, of at most 100 reservations each. */
export interface DashboardView {
  readonly stationId: string | null;
  /** The organisation whose slots are counted if no station is given; null: all slots. */
  readonly organisation: string | null;
  readonly urgent: readonly ReservationView[];
  readonly current: readonly ReservationView[];
  readonly yourTurn: readonly ReservationView[];
  readonly waitlisted: readonly ReservationView[];
  readonly dismissible: readonly ReservationView[];
}

type ListName = Exclude<keyof DashboardView, "stationId" | "organisation">;

interface ListedRow extends ReservationRow {
  readonly list: ListName;
  readonly startsAt: Date | null;
}

/** A list consists of branches, each of which reads one range of one index. */
interface List {
  readonly name: ListName;
  readonly order: string;
  /** The order of the branches' index, if it is another one. */
  readonly branchOrder?: string;
  readonly branches: readonly string[];
}

// Reservations whose time has passed, but which have not been swept yet, are in none of them: their status is stale.
const lists: readonly List[] = [
  {
    name: "urgent",
    order: "reserved_until, id",
    branches: [
      "status = 'ACTIVE' and reserved_until > (select now from moment) and reserved_until <= (select soon from moment)",
    ],
  },
  {
    name: "current",
    order: "coalesce(starts_at, reserved_until), id",
    branchOrder: "reserved_until, id",
    branches: [
      "status = 'PENDING' and reserved_until > (select now from moment)",
      "status = 'ACTIVE' and reserved_until > (select soon from moment)",
    ],
  },
  {
    name: "yourTurn",
    order: "turn_until, id",
    branches: ["status = 'YOUR_TURN' and turn_until > (select now from moment)"],
  },
  {
    name: "waitlisted",
    order: "number",
    branchOrder: "status desc, number",
    branches: [only("status", "'WAITLISTED'")],
  },
  {
    name: "dismissible",
    order: "number desc",
    branchOrder: "status, number desc",
    branches: dismissibleStatuses.map((status) => only("status", literals([status]))),
  },
];

type InOrder = (one: ListedRow, other: ListedRow) => number;

/** The same orders, to merge lists that were read in parts. */
const inOrder: Record<ListName, InOrder> = {
  urgent: byTime((row) => row.reservedUntil),
  current: byTime((row) => row.startsAt ?? row.reservedUntil),
  yourTurn: byTime((row) => row.turnUntil),
  waitlisted: (one, other) => one.number - other.number,
  dismissible: (one, other) => other.number - one.number,
};

function byTime(timeOf: (row: ListedRow) => Date | null): InOrder {
  return (one, other) => Number(timeOf(one)) - Number(timeOf(other)) || (one.id < other.id ? -1 : 1);
}

interface Scope {
  /** In addition to `moment`. */
  readonly ctes?: string;
  readonly from: (list: ListName) => string;
  readonly own?: string;
  /** The columns with which the indexes for `own` begin. */
  readonly leading?: string;
}

// slotwire_now() is volatile, so no index can be searched for its value. Read once, it is a value like any other.
function dashboardOf(name: string, { ctes = "", from, own = "", leading = "" }: Scope): Statement<ListedRow> {
  const branch = ({ name, order, branchOrder = order }: List, condition: string) =>
    `(select * from ${from(name)} where ${condition} and hidden_at is null ${own} order by ${leading} ${branchOrder} limit ${LENGTH})`;
  const list = (each: List) =>
    `(select '${each.name}' as list, row_number() over (order by ${each.order}) as place, branch.* from (
        ${each.branches.map((condition) => branch(each, condition)).join(" union all ")}
      ) as branch order by ${each.order} limit ${LENGTH})`;
  return statement(
    `dashboard.${name}`,
    `with moment as materialized (
       select now, now + interval '24 hours' as soon from (select slotwire_now() as now) as clock
     ) ${ctes}
     select list, ${RESERVATION_COLUMNS}, starts_at as "startsAt" from (${lists.map(list).join(" union all ")}) as listed order by list, place`,
  );
}

// The slots of a reservation tell its stations. A station has few open reservations: those with an item that holds or
// waits for one of its slots. If all such items were released, the reservation only continues at other stations. Ended
// reservations are read slot by slot, newest first, until the list is full.
const atStation = ({ place = "", own = "" } = {}): Pick<Scope, "ctes" | "from"> => ({
  ctes: `, slot as materialized (
      select s.id from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
        where p.station_id = $1 ${place}
    ), open as materialized (
      select * from reservations where id in (
        -- "offset 0": looked up slot by slot, rather than among all that wait anywhere.
        select i.reservation_id from slot cross join lateral (
          select reservation_id from reservation_items item where slot_id = slot.id and ${holdsSlot("item")}
          union all
          select reservation_id from reservation_items item where slot_id = slot.id and ${waitsInLine("item")}
          union all
          select reservation_id from reservation_items item where slot_id = slot.id and ${windowToCome("item")}
          offset 0) as i)
    ), ended as materialized (
      select distinct on (newest.number) newest.* from slot cross join lateral (
        select r.* from reservation_items i join reservations r on r.id = i.reservation_id
          where ${only("i.slot_id", "slot.id")} and i.number is not null and r.status in (${literals(dismissibleStatuses)}) and r.hidden_at is null ${own}
          order by i.slot_id, i.number desc limit ${LENGTH}
      ) as newest
    )`,
  from: (list) => (list === "dismissible" ? "ended" : "open"),
});

const ALL = dashboardOf("all", { from: () => "reservations" });
const OWN = dashboardOf("own", { from: () => "reservations", own: "and owner_id = $1" });
const OF_ORGANISATION = dashboardOf("organisation", {
  from: () => "reservations",
  own: `and ${only("organisation", "$1")}`,
  leading: "organisation,",
});
const STATION = dashboardOf("station", atStation());
const OF_ORGANISATION_AT_STATION = dashboardOf("organisation_at_station", {
  ...atStation({ place: "and t.organisation = $2", own: "and r.organisation = $2" }),
  own: "and organisation = $2",
});
const OWN_AT_STATION = dashboardOf("own_at_station", {
  from: () => `reservations`,
  own: `and owner_id = $2 and exists (select from reservation_items i join slots s on s.id = i.slot_id
    join ports p on p.id = s.port_id where i.reservation_id = reservations.id and p.station_id = $1
      and (i.released_at is null or reservations.status in (${literals(dismissibleStatuses)})))`,
});

/** The dashboard of a driver, of an operator's organisation, of both, or of everybody, for one station or all. */
export async function readDashboard(
  db: Queryable,
  caller: Caller,
  stationId: string | null,
): Promise<DashboardView> {
  const parts = await Promise.all(accessScopesOf(caller).map((reach) => readLists(db, reach, stationId)));
  const byList = parts.map((rows) => groupBy(rows, (row) => row.list));
  const list = (name: ListName) => {
    const rows = byList.map((part) => part.get(name) ?? []);
    const shown = mergePages(rows, inOrder[name]).slice(0, LENGTH);
    return shown.map(({ list: _, startsAt: __, ...row }) => toReservationView(row));
  };
  return {
    stationId,
    organisation: operatorOrganisationOf(caller),
    urgent: list("urgent"),
    current: list("current"),
    yourTurn: list("yourTurn"),
    waitlisted: list("waitlisted"),
    dismissible: list("dismissible"),
  };
}

function readLists(
  db: Queryable,
  { ownerId, organisation }: AccessScope,
  stationId: string | null,
): Promise<ListedRow[]> {
  if (ownerId !== undefined)
    return stationId === null ? db.query(OWN, [ownerId]) : db.query(OWN_AT_STATION, [stationId, ownerId]);
  if (organisation !== undefined)
    return stationId === null
      ? db.query(OF_ORGANISATION, [organisation])
      : db.query(OF_ORGANISATION_AT_STATION, [stationId, organisation]);
  return stationId === null ? db.query(ALL) : db.query(STATION, [stationId]);
}

const COUNT_ALL = statement<SlotCountsView>(
  "dashboard.count_slots",
  `select ${SLOT_COUNTS} from slots where removed_at is null`,
);
const COUNT_STATION = statement<SlotCountsView>(
  "dashboard.count_slots_of_station",
  `select ${SLOT_COUNTS} from slots s join ports p on p.id = s.port_id where p.station_id = $1 and s.removed_at is null`,
);

const COUNT_ORGANISATION = statement<SlotCountsView>(
  "dashboard.count_slots_of_organisation",
  `select ${SLOT_COUNTS} from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
    where t.organisation = $1 and s.removed_at is null`,
);

/** Counts the slots of a station, of an organisation, or all slots. */
export async function countSlots(
  db: Queryable,
  { stationId, organisation }: Pick<DashboardView, "stationId" | "organisation">,
): Promise<SlotCountsView> {
  const counted = () => {
    if (stationId !== null) return db.query(COUNT_STATION, [stationId]);
    return organisation === null ? db.query(COUNT_ALL) : db.query(COUNT_ORGANISATION, [organisation]);
  };
  const [counts] = await counted();
  if (!counts) throw new Error("The count of slots returned no row");
  return counts;
}
