import { type Caller, isStaff } from "../access/caller.ts";
import { Conditions, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isWholeNumber,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import type { SessionState, SessionStatus } from "./session.rules.ts";

/** A charging session as the API shows it. Percent of the battery, kW, kWh. */
export interface SessionView extends SessionState {
  readonly slotId: string;
  readonly vehicleId: string;
  /** Of the vehicle. */
  readonly ownerId: string;
  readonly reservationId: string | null;
  readonly initialPercent: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface SessionFilter {
  readonly statuses?: readonly SessionStatus[] | null;
  readonly slotId?: string | null;
  readonly stationId?: string | null;
  readonly vehicleId?: string | null;
}

export const SESSION_COLUMNS = `c.id, c.status, c.slot_id as "slotId", c.vehicle_id as "vehicleId", v.owner_id as "ownerId",
  c.reservation_id as "reservationId", c.initial_percent as "initialPercent", c.target_percent as "targetPercent",
  c.current_percent as "currentPercent", c.power_kw as "powerKw", c.energy_kwh as "energyKwh",
  c.measured_at as "measuredAt", c.started_at as "startedAt", c.ended_at as "endedAt"`;

const BY_IDS = statement<SessionView>(
  "sessions.by_ids",
  `select ${SESSION_COLUMNS} from charging_sessions c join vehicles v on v.id = c.vehicle_id where c.id = any($1::text[])`,
);

export function sessionsByIds(db: Queryable, ids: readonly string[]): Promise<SessionView[]> {
  return db.query(BY_IDS, [ids]);
}

const LIST = "sessions";
/** The end of the year 9999: further on there is nothing, and PostgreSQL's own end of time comes. */
const LATEST_MS = 253_402_300_799_999;

/** The caller's own sessions, or everybody's for staff, those that started last first. */
export async function listSessions(
  db: Queryable,
  caller: Caller,
  filter: SessionFilter,
  page: PageRequest,
): Promise<Connection<SessionView>> {
  const after = decodeCursor<[number, string]>(
    LIST,
    page,
    ([startedAt, id, ...rest]) =>
      isWholeNumber(startedAt) &&
      Number(startedAt) <= LATEST_MS &&
      typeof id === "string" &&
      !id.includes("\0") &&
      rest.length === 0,
  );
  const matching = visible(caller, filter);
  if (after) {
    const [startedAt, id] = after;
    const idPlaceholder = matching.placeholder(id);
    matching.add(
      startedAt,
      (ms) => `(c.started_at, c.id) < (to_timestamp(${ms}::double precision / 1000), ${idPlaceholder})`,
    );
  }
  const from = "from charging_sessions c join vehicles v on v.id = c.vehicle_id";
  const text = `select ${SESSION_COLUMNS} ${from} ${matching.where} order by c.started_at desc, c.id desc limit ${page.first + 1}`;
  const rows = await db.query<SessionView>({ text }, matching.values);
  const count = async () => {
    const all = visible(caller, filter);
    const [row] = await db.query<{ count: number }>(
      { text: `select count(*) ${from} ${all.where}` },
      all.values,
    );
    return row?.count ?? 0;
  };
  return toConnection({ list: LIST, page, rows, keyOf: (row) => [row.startedAt.getTime(), row.id], count });
}

function visible(caller: Caller, filter: SessionFilter): Conditions {
  return new Conditions()
    .add(isStaff(caller) ? null : caller.userId, (id) => `v.owner_id = ${id}`)
    .add(filter.statuses, (list) => `c.status = any(${list}::text[])`)
    .add(filter.slotId, (id) => `c.slot_id = ${id}`)
    .add(filter.vehicleId, (id) => `c.vehicle_id = ${id}`)
    .add(
      filter.stationId,
      (id) => `exists (select from slots s join ports p on p.id = s.port_id
      where s.id = c.slot_id and p.station_id = ${id})`,
    );
}
