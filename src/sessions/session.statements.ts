import { statement } from "../database/statement.ts";
import { SESSION_COLUMNS, type SessionView } from "./session.queries.ts";

export const ACTIVE_OF_VEHICLE = statement<{ id: string; organisation: string | null }>(
  "sessions.active_of_vehicle",
  "select id, organisation from charging_sessions where vehicle_id = $1 and status = 'ACTIVE'",
);
/** A session of this transaction, and its station. */
export interface PlacedSession extends SessionView {
  readonly stationId: string;
}

const PLACED = `${SESSION_COLUMNS}, p.station_id as "stationId"`;
const PLACE = `join vehicles v on v.id = c.vehicle_id
     join slots s on s.id = c.slot_id join ports p on p.id = s.port_id`;

export const INSERT = statement<PlacedSession>(
  "sessions.insert",
  `with c as (
     insert into charging_sessions (id, slot_id, vehicle_id, reservation_id, status, initial_percent, target_percent,
         current_percent, measured_at, started_at, must_end_by, organisation)
       select $1, s.id, $3, $4, 'ACTIVE', $5, $6, $5, $7, $7, must_end_by($2, $4), t.organisation
         from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id where s.id = $2
       returning *
   )
   select ${PLACED} from c ${PLACE}`,
);
export const LOCK = statement<PlacedSession>(
  "sessions.lock",
  `select ${PLACED} from charging_sessions c ${PLACE}
    where c.id = $1 for no key update of c`,
);
export const UPDATE = statement<never>(
  "sessions.update",
  `update charging_sessions
    set status = $2, current_percent = $3, power_kw = $4, energy_kwh = $5, measured_at = $6, ended_at = $7
    where id = $1`,
);
