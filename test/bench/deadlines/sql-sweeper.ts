import pg from "pg";
import type { Sweeper } from "./sweeper.ts";

/** The product's batch size. */
const BATCH = 500;

const ISO = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

// Updates the reservations and writes their history and events.
const EXPIRE = {
  name: "expire",
  text: `with due as (
    select id from reservations
      where status in ('PENDING', 'ACTIVE') and reserved_until <= (select slotwire_now())
      order by reserved_until, id limit ${BATCH} for update skip locked
  ), moved as (
    update reservations r set status = 'EXPIRED', cancellation_reason = 'The reserved time has passed',
        updated_at = $1, dismissible_since = $1
      from due where r.id = due.id
      returning r.id, r.owner_id, r.organisation
  ), recorded as (
    insert into reservation_history (reservation_id, entry, status, event, reason, at)
      select id, (select max(entry) + 1 from reservation_history h where h.reservation_id = moved.id),
          'EXPIRED', 'EXPIRED', 'The reserved time has passed', $1
        from moved
  ), told as (
    insert into outbox (kind, payload, occurred_at, channels)
      select 'reservation.changed', jsonb_build_object(
          'reservationId', id, 'ownerId', owner_id, 'organisation', organisation, 'kind', 'EXPIRED', 'occurredAt', ${ISO("$1::timestamptz")},
          'stationIds', to_jsonb(station_ids)), $1, owner_id::text || station_ids
        from moved cross join lateral (
          select array_agg(distinct p.station_id::text) as station_ids from reservation_items i
            join slots s on s.id = i.slot_id join ports p on p.id = s.port_id where i.reservation_id = moved.id) stations
  )
  select id from moved`,
};

// Releases the claims on slots of stations that release expired ones, with the slots' events. There are no waitlists.
const RELEASE = {
  name: "release",
  text: `with released as (
    update reservation_items i set released_at = $2
      from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
      where i.reservation_id = any($1::text[]) and i.released_at is null and s.id = i.slot_id
        and t.expiry_policy = 'RELEASE'
      returning i.slot_id, p.station_id
  ), changed as (
    update slots s set status = 'AVAILABLE', version = version + 1
      from released where s.id = released.slot_id and s.status = 'BOOKED'
      returning s.*, released.station_id, nextval('outbox_id_seq') as event_id
  ), recorded as (
    insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
      select id, version, 'RESERVATION_EXPIRED', 'BOOKED', status, $2, event_id from changed
  )
  insert into outbox (id, kind, channels, payload, occurred_at)
    select event_id, 'slot.status_changed', array[station_id::text], jsonb_build_object(
        'slotId', id, 'portId', port_id, 'stationId', station_id, 'label', label, 'connectorType', connector_type,
        'powerKw', power_kw, 'status', status, 'previousStatus', 'BOOKED', 'version', version,
        'cause', 'RESERVATION_EXPIRED', 'occurredAt', ${ISO("$2::timestamptz")}, 'hold', null), $2
      from changed`,
};

/** Writes the same rows without any code in between: two set-based statements in a transaction per batch. */
export async function openSqlSweeper(databaseUrl: string): Promise<Sweeper> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    async expire() {
      await client.query("begin");
      const clock = await client.query<{ now: Date }>("select slotwire_now() as now");
      const now = clock.rows[0]?.now;
      const { rows } = await client.query<{ id: string }>({ ...EXPIRE, values: [now] });
      await client.query({ ...RELEASE, values: [rows.map(({ id }) => id), now] });
      await client.query("commit");
      return rows.length;
    },
    close: () => client.end(),
  };
}
