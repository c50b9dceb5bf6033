import { firstRow, type Prepared, type ReservationWriter, toWritten } from "./reservation-writer.ts";

const TIME = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const toIso = (time: string) => `to_char(${time} at time zone 'UTC', ${TIME})`;

/** The slot event and outbox row for `changed`, a CTE with the slot after its update, `now` and `event_id`. */
const announceSlot = (cause: string, previousStatus: string, hold: string) => `
  recorded as (
    insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
      select id, version, '${cause}', '${previousStatus}', status, now, event_id from changed
      returning 1
  ), announced as (
    insert into outbox (id, kind, channels, payload, occurred_at)
      select c.event_id, 'slot.status_changed', array[p.station_id::text], jsonb_build_object(
          'slotId', c.id, 'portId', c.port_id, 'stationId', p.station_id, 'label', c.label,
          'connectorType', c.connector_type, 'powerKw', c.power_kw, 'status', c.status,
          'previousStatus', '${previousStatus}', 'version', c.version, 'cause', '${cause}',
          'occurredAt', ${toIso("c.now")}, 'hold', ${hold}), c.now
        from changed c join ports p on p.id = c.port_id
      returning 1
  )`;

/** The outbox row for the reservation $1. */
const announceReservation = (kind: string, from: string) => `
  told as (
    insert into outbox (id, kind, channels, payload, occurred_at)
      select told_id, 'reservation.changed', array[owner_id::text, p.station_id::text], jsonb_build_object(
          'reservationId', $1::text, 'ownerId', owner_id, 'organisation', null, 'stationIds', jsonb_build_array(p.station_id),
          'kind', '${kind}', 'occurredAt', ${toIso("now")}), now
        from ${from} as r join ports p on p.id = r.port_id
      returning 1
  )`;

// The update locks the slot's row and sees its newest version; the time is taken after that. The counter comes as late
// as possible, because its row stays locked until the commit has reached the disk.
const CREATE: Prepared = {
  name: "create",
  text: `with vehicle as (
    select id, owner_id from vehicles where id = $2 and owner_id = $3 and removed_at is null for share
  ), changed as (
    update slots s set status = 'BOOKED', version = version + 1
      from vehicle
      where s.id = $4 and s.status = 'AVAILABLE'
      returning s.*, vehicle.id as vehicle_id, vehicle.owner_id, slotwire_now() as now,
        nextval('outbox_id_seq') as told_id, nextval('outbox_id_seq') as event_id
  ), item as (
    insert into reservation_items (reservation_id, slot_id, position, held_at)
      select $1, id, 1, now from changed
      returning 1
  ), ${announceSlot(
    "RESERVATION_CREATED",
    "AVAILABLE",
    `jsonb_build_object('kind', 'HOLD', 'until', ${toIso("(c.now + interval '30 minutes')")})`,
  )}, ${announceReservation("CREATED", "changed")}, counter as (
    update reservation_counter set last_number = last_number + 1
      from changed, item, recorded, announced, told
      returning last_number, changed.vehicle_id, changed.owner_id, changed.now
  ), created as (
    insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, created_at, updated_at)
      select $1, last_number, vehicle_id, owner_id, 'ACTIVE', now + interval '30 minutes', now, now from counter
      returning id, number, status, created_at
  ), history as (
    insert into reservation_history (reservation_id, entry, status, event, at)
      select id, 1, status, 'CREATED', created_at from created
  )
  select id, number, status from created`,
};

// A released slot with a waitlist would need further statements. Here there are no waitlists.
const CANCEL: Prepared = {
  name: "cancel",
  text: `with claim as (
    select r.owner_id, i.slot_id, nextval('outbox_id_seq') as told_id
      from reservations r join reservation_items i on i.reservation_id = r.id
      where r.id = $1 and r.owner_id = $2 and r.status in ('PENDING', 'ACTIVE') and i.released_at is null
  ), changed as (
    update slots s set status = 'AVAILABLE', version = version + 1
      from claim
      where s.id = claim.slot_id and s.status = 'BOOKED' and not exists (
        select from reservation_items w where w.slot_id = s.id and w.held_at is null and w.released_at is null)
      returning s.*, claim.owner_id, claim.told_id, slotwire_now() as now, nextval('outbox_id_seq') as event_id
  ), moved as (
    update reservations r set status = 'CANCELLED', updated_at = changed.now, dismissible_since = changed.now
      from changed
      where r.id = $1 and r.status in ('PENDING', 'ACTIVE')
      returning r.id, r.number, r.status, r.updated_at
  ), history as (
    insert into reservation_history (reservation_id, entry, status, event, at)
      select id, (select max(entry) + 1 from reservation_history where reservation_id = $1), status, status, updated_at
        from moved
  ), released as (
    update reservation_items i set released_at = moved.updated_at
      from moved
      where i.reservation_id = moved.id and i.released_at is null
  ), ${announceSlot("RESERVATION_CANCELLED", "BOOKED", "null")}, ${announceReservation("CANCELLED", "changed")}
  select id, number, status from moved`,
};

/** One statement per write, so that a transaction takes a single round trip. */
export const statementWriter: ReservationWriter = {
  create: async (client, { id, userId, vehicleId, slotId }) =>
    toWritten(await firstRow(client, CREATE, [id, vehicleId, userId, slotId])),
  cancel: async (client, { id, userId }) => toWritten(await firstRow(client, CANCEL, [id, userId])),
};
