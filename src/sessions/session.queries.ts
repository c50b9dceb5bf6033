import { addAccessScopes, mergePages } from "../access/access-scopes.ts";
import { type AccessScope, accessScopesOf, type Caller, mayActFor } from "../access/caller.ts";
import { Conditions, countRows, only, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isTimedKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import { type SessionState, SessionStatus } from "./session.rules.ts";

/** A charging session as the API shows it. Percent of the battery, kW, kWh. */
export interface SessionView extends SessionState {
  readonly slotId: string;
  readonly vehicleId: string;
  /** The owner of the vehicle. */
  readonly ownerId: string;
  /** The organisation of the slot's station. */
  readonly organisation: string | null;
  readonly reservationId: string | null;
  readonly initialPercent: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Set while ACTIVE if a window is booked after it. */
  readonly mustEndBy: Date | null;
}

export interface SessionFilter {
  readonly statuses?: readonly SessionStatus[] | null;
  readonly slotId?: string | null;
  readonly stationId?: string | null;
  readonly vehicleId?: string | null;
}

export const SESSION_COLUMNS = `c.id, c.status, c.slot_id as "slotId", c.vehicle_id as "vehicleId", v.owner_id as "ownerId", c.organisation,
  c.reservation_id as "reservationId", c.initial_percent as "initialPercent", c.target_percent as "targetPercent",
  c.current_percent as "currentPercent", c.power_kw as "powerKw", c.energy_kwh as "energyKwh",
  c.measured_at as "measuredAt", c.started_at as "startedAt", c.ended_at as "endedAt",
  case when c.status = 'ACTIVE' then c.must_end_by end as "mustEndBy"`;

const BY_IDS = statement<SessionView>(
  "sessions.by_ids",
  `select ${SESSION_COLUMNS} from charging_sessions c join vehicles v on v.id = c.vehicle_id where c.id = any($1::text[])`,
);

export function sessionsByIds(db: Queryable, ids: readonly string[]): Promise<SessionView[]> {
  return db.query(BY_IDS, [ids]);
}

const LIST = "sessions";

/** The sessions that the caller may see, the last started first. */
export async function listSessions(
  db: Queryable,
  caller: Caller,
  filter: SessionFilter,
  page: PageRequest,
): Promise<Connection<SessionView>> {
  const after = decodeCursor<[number, string]>(LIST, page, isTimedKey);
  const parts = accessScopesOf(caller);
  const read = (scope: AccessScope) => {
    const { text, values } = pageStatement(scope, filter, after, page.first + 1);
    return db.query<SessionView>({ text }, values);
  };
  const rows = mergePages(await Promise.all(parts.map(read)), lastFirst);
  const count = () => {
    const all = addAccessScopes(ofFilter(filter), parts, "v.owner_id", "c.organisation");
    return countRows(db, "charging_sessions c join vehicles v on v.id = c.vehicle_id", all);
  };
  return toConnection({ list: LIST, page, rows, keyOf: (row) => [row.startedAt.getTime(), row.id], count });
}

interface Source {
  /** SQL for `source`: rows with a `key` for a column of sessions, by which an index has them, newest first. */
  readonly from: string;
  readonly column: "slot_id" | "vehicle_id" | "status";
  /** What precedes that column in the order of the index. */
  readonly leading?: string;
}

/**
 * The statement for a page: it reads a page for each key from an index that has the sessions in order, and takes the
 * newest of these rows. If PostgreSQL filters the newest sessions until a page is full, it reads all of them for rare
 * ones. Equality with the key is written as a range: otherwise the planner drops the column from the order, and with it
 * the only index that has this order.
 */
function pageStatement(
  scope: AccessScope,
  filter: SessionFilter,
  after: [startedAt: number, id: string] | null,
  limit: number,
): { text: string; values: readonly unknown[] } {
  const matching = ofFilter(filter);
  const place = after?.map((key) => matching.placeholder(key));
  // With "offset 0", each vehicle is looked up. Otherwise all vehicles would be read to join them with a few sessions.
  const { from, column, leading = "" } = sourceOf(scope, filter, matching);
  matching.addText(only(`c.${column}`, "source.key"));
  if (place) {
    const [startedAt, id] = place;
    matching.addText(`(c.started_at, c.id) < (to_timestamp(${startedAt}::double precision / 1000), ${id})`);
  }
  const text = `select ${SESSION_COLUMNS} from (
      select page.* from ${from} cross join lateral (
        select c.* from charging_sessions c ${matching.where}
          order by ${leading} c.${column}, c.started_at desc, c.id desc limit ${limit}
      ) as page order by page.started_at desc, page.id desc limit ${limit}
    ) as c cross join lateral (select owner_id from vehicles where id = c.vehicle_id offset 0) as v
    order by c.started_at desc, c.id desc`;
  return { text, values: matching.values };
}

function sourceOf({ ownerId, organisation }: AccessScope, filter: SessionFilter, values: Conditions): Source {
  const { statuses, slotId, stationId, vehicleId } = filter;
  const all = (column: string, value: string | null | undefined) =>
    value ? `and ${column} = ${values.placeholder(value)}` : "";
  // As a range, so that the organisation stays in the order, too.
  const leads = organisation && !vehicleId && !slotId && !stationId;
  values.add(organisation, (name) => (leads ? only("c.organisation", name) : `c.organisation = ${name}`));
  if (ownerId || vehicleId) {
    const from = `(select id as key from vehicles where true ${all("owner_id", ownerId)} ${all("id", vehicleId)}) as source`;
    return { from, column: "vehicle_id" };
  }
  if (slotId || stationId) {
    const ports = stationId || organisation ? "join ports p on p.id = s.port_id" : "";
    const stations = organisation ? "join stations t on t.id = p.station_id" : "";
    const from = `(select s.id as key from slots s ${ports} ${stations}
      where true ${all("s.id", slotId)} ${all("p.station_id", stationId)} ${all("t.organisation", organisation)}) as source`;
    return { from, column: "slot_id" };
  }
  const wanted = values.placeholder([...new Set(statuses ?? Object.values(SessionStatus))]);
  return {
    from: `unnest(${wanted}::text[]) as source (key)`,
    column: "status",
    ...(leads && { leading: "c.organisation," }),
  };
}

function lastFirst(one: SessionView, other: SessionView): number {
  return other.startedAt.getTime() - one.startedAt.getTime() || (one.id < other.id ? 1 : -1);
}

function ofFilter(filter: SessionFilter): Conditions {
  return new Conditions()
    .add(filter.statuses, (list) => `c.status = any(${list}::text[])`)
    .add(filter.slotId, (id) => `c.slot_id = ${id}`)
    .add(filter.vehicleId, (id) => `c.vehicle_id = ${id}`)
    .add(
      filter.stationId,
      (id) => `exists (select from slots s join ports p on p.id = s.port_id
      where s.id = c.slot_id and p.station_id = ${id})`,
    );
}

/** The session; null if it does not exist or is not the caller's. */
export async function findOwnSession(
  db: Queryable,
  caller: Caller,
  sessionId: string,
): Promise<SessionView | null> {
  const [session] = await sessionsByIds(db, [sessionId]);
  return session && mayActFor(caller, session) ? session : null;
}
