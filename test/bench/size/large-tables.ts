import type pg from "pg";

/** The number of rows added to the dataset. */
export const LARGE = { slots: 100_000, reservations: 1_000_000 } as const;

const SLOTS_PER_STATION = 16;
const STATIONS = LARGE.slots / SLOTS_PER_STATION;
const DRIVERS = 50_000;
/** The newest reservations are open: each holds, charges at or waits for a slot of its own, one of the last slots. */
export const OPEN = 10_000;
const FREE_SLOTS = LARGE.slots - OPEN;
const EVENTS_PER_SLOT = 5;
/** The number of events of one slot, for paging. */
const LONG_HISTORY = 5_000;
const OUTBOX = 200_000;
const AUDIT = 100_000;
const DELIVERIES = 100_000;
const WEBHOOKS = 20;

const id = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
/** The id of an object generated below. */
export const largeId = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, "0")}`;

// Two years of reservations, one per minute. A tenth are at stations of "acme", and a tenth are bookings.
const MADE = `create temp table made as
  select n, ${id("reservation", "n")} as id, ${id("vehicle", "driver")} as vehicle_id, ${id("user", "driver")} as owner_id,
      ${id("slot", "slot")} as slot_id, slotwire_now() - (${LARGE.reservations} - n) * interval '1 minute' as created_at,
      case when n % 10 = 3 then slotwire_now() - (${LARGE.reservations} - n - 120) * interval '1 minute' end as starts_at,
      case when slot < ${LARGE.slots / 10} then 'acme' end as organisation,
      case when n > ${LARGE.reservations - OPEN} then (array['ACTIVE','ACTIVE','PENDING','ACTIVE','YOUR_TURN','WAITLISTED'])[n % 6 + 1]
        when n % 50000 = 0 then 'MISSED' when n % 10 = 1 then 'EXPIRED' when n % 10 = 2 then 'CANCELLED'
        else 'COMPLETED' end as status
    from (select n, n::bigint * 7919 % ${DRIVERS} as driver,
        case when n > ${LARGE.reservations - OPEN} then ${FREE_SLOTS - LARGE.reservations + OPEN} + n - 1
          else n::bigint * 104729 % ${FREE_SLOTS} end as slot
      from generate_series(1, ${LARGE.reservations}) n) as numbers`;

const open = `n > ${LARGE.reservations - OPEN}`;

const statements = [
  `insert into stations (id, name, organisation, booking_mode)
    select ${id("station", "n")}, 'Large ' || n, case when n < ${STATIONS / 10} then 'acme' end, case when n % 10 = 3 then 'CALENDAR' else 'IMMEDIATE' end
      from generate_series(0, ${STATIONS - 1}) n`,
  `insert into ports (id, station_id, label)
    select ${id("port", "n")}, ${id("station", "n / 4")}, 'Port ' || n % 4 from generate_series(0, ${STATIONS * 4 - 1}) n`,
  `insert into slots (id, port_id, label, connector_type, power_kw, status, version)
    select ${id("slot", "n")}, ${id("port", "n / 4")}, chr(65 + n % 4), (array['CCS2','CCS2','TYPE2','TYPE2'])[n % 4 + 1],
        (array[150, 50, 22, 7.4])[n % 4 + 1],
        case when n < ${FREE_SLOTS} or (n - ${FREE_SLOTS}) % 6 = 4 then 'AVAILABLE' else 'BOOKED' end,
        case when n = 0 then ${LONG_HISTORY} else ${EVENTS_PER_SLOT} end
      from generate_series(0, ${LARGE.slots - 1}) n`,
  `insert into users (id, subject, roles) select ${id("user", "n")}, 'large-' || n, '{DRIVER}' from generate_series(0, ${DRIVERS - 1}) n`,
  `insert into vehicles (id, owner_id, plate) select ${id("vehicle", "n")}, ${id("user", "n")}, 'L' || n from generate_series(0, ${DRIVERS - 1}) n`,
  MADE,
  `insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, turn_until, starts_at, created_at,
      updated_at, hidden_at, dismissible_since, reminded_at, organisation)
    select id, n, vehicle_id, owner_id, status,
        case when ${open} then slotwire_now() + (3600 + n % 172800) * interval '1 second' else created_at + interval '30 minutes' end,
        case when status = 'YOUR_TURN' then slotwire_now() + (3600 + n % 86400) * interval '1 second' end,
        starts_at, created_at, created_at + interval '30 minutes',
        case when status in ('EXPIRED', 'CANCELLED') and n < ${LARGE.reservations * 0.95} then created_at + interval '30 days' end,
        case when status in ('EXPIRED', 'MISSED', 'CANCELLED') then created_at + interval '30 minutes' end,
        case when not ${open} then created_at end, organisation
      from made`,
  `insert into reservation_items (reservation_id, slot_id, position, start_at, end_at, hold_from, held_at, released_at, number, starts_at)
    select id, slot_id, 1, starts_at, starts_at + interval '1 hour', starts_at - interval '15 minutes',
        case when status <> 'WAITLISTED' then created_at end,
        case when not ${open} then created_at + interval '30 minutes' end, n, starts_at from made`,
  `insert into reservation_history (reservation_id, entry, status, event, at)
    select id, 1, 'ACTIVE', 'CREATED', created_at from made
    union all
    select id, 2, status, status, created_at + interval '30 minutes' from made where not ${open}`,
  `insert into charging_sessions (id, slot_id, vehicle_id, reservation_id, status, initial_percent, target_percent,
      current_percent, energy_kwh, measured_at, started_at, ended_at, organisation)
    select ${id("session", "n")}, slot_id, vehicle_id, id, 'COMPLETED', 20, 80, 80, 30, created_at + interval '30 minutes',
        created_at + interval '5 minutes', created_at + interval '30 minutes', organisation
      from made where status = 'COMPLETED' and n > ${LARGE.reservations / 2}`,
  `insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
    select ${id("slot", "slot")}, version, (array['RESERVATION_CREATED','RESERVATION_CANCELLED'])[version % 2 + 1],
        (array['AVAILABLE','BOOKED'])[version % 2 + 1], (array['BOOKED','AVAILABLE'])[version % 2 + 1],
        slotwire_now() - (${LONG_HISTORY} - version) * interval '1 hour', 1
      from generate_series(0, ${LARGE.slots - 1}) slot,
        lateral generate_series(1, case when slot = 0 then ${LONG_HISTORY} else ${EVENTS_PER_SLOT} end) version`,
  `insert into outbox (kind, channels, payload, occurred_at, position)
    select 'slot.status_changed', array[${id("station", "n / 16")}], jsonb_build_object('slotId', slot_id, 'portId', ${id("port", "n / 4")}, 'stationId', ${id("station", "n / 16")},
        'label', 'A', 'connectorType', 'CCS2', 'powerKw', 150, 'status', 'BOOKED', 'previousStatus', 'AVAILABLE', 'version', 2,
        'cause', 'RESERVATION_CREATED', 'occurredAt', created_at, 'hold', null),
        slotwire_now() - (${LARGE.reservations} - n) * interval '300 milliseconds', n - ${LARGE.reservations - OUTBOX}
      from made where n > ${LARGE.reservations - OUTBOX} order by n`,
  `insert into audit_log (id, occurred_at, actor_id, operation, thing_type, thing_id, request_id, after)
    select ${id("audit", "n")}, created_at, owner_id, (array['cancelReservation','updateSlot','hideReservation'])[n % 3 + 1], 'Reservation', id, 'r', '{}'
      from made where n > ${LARGE.reservations - AUDIT}`,
  `insert into webhooks (id, url, events, secret, created_at, updated_at, organisation)
    select ${id("webhook", "n")}, 'https://example.com/', '{EXPIRED}', 's', now(), now(), case when n % 10 = 0 then 'acme' end
      from generate_series(1, ${WEBHOOKS}) n`,
  `insert into webhook_deliveries (id, webhook_id, event, reservation_id, body, status, attempts, created_at, give_up_at, delivered_at)
    select ${id("delivery", "n")}, ${id("webhook", `n % ${WEBHOOKS} + 1`)}, 'EXPIRED', id, '{}', case when n % 1000 = 0 then 'FAILED' else 'DELIVERED' end,
        1, slotwire_now() - (${LARGE.reservations} - n) * interval '1 second', slotwire_now(), slotwire_now()
      from made where n > ${LARGE.reservations - DELIVERIES}`,
  "drop table made",
  `update reservation_counter set last_number = ${LARGE.reservations}`,
  `update feed set last_position = ${OUTBOX}, published_position = ${OUTBOX}`,
  `update webhook_feed set position = ${OUTBOX}`,
];

const FILLED = [
  ...[
    "stations",
    "ports",
    "slots",
    "users",
    "vehicles",
    "reservations",
    "reservation_items",
    "reservation_history",
  ],
  ...["charging_sessions", "slot_events", "outbox", "audit_log", "webhook_deliveries"],
];

/**
 * Adds years of use to a database with the dataset. Triggers are disabled, and indexes are created after the rows,
 * which is three times as fast.
 */
export async function fillLarge(client: pg.Client): Promise<void> {
  await client.query(
    "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'",
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
      where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = i.indexrelid)`,
    [FILLED],
  );
  await client.query(`drop index ${indexes.map(({ name }) => name).join(", ")}`);
  const { rows: checks } = await client.query<{ name: string; definition: string }>(
    "select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where contypid = 'typeid'::regtype",
  );
  // Checking the format of each id would take a third of the time.
  for (const { name } of checks) await client.query(`alter domain typeid drop constraint ${name}`);
  for (const statement of statements) await client.query(statement);
  for (const { name, definition } of checks)
    await client.query(`alter domain typeid add constraint ${name} ${definition}`);
  for (const { definition } of indexes) await client.query(definition);
  await client.query("vacuum analyze");
  await client.query("checkpoint");
}

/** Some of the ports, and some slots that are free and have no waitlist. */
export async function readPlaces(client: pg.Client): Promise<{ portIds: string[]; freeSlotIds: string[] }> {
  const { rows: ports } = await client.query<{ id: string }>(
    "select id from ports order by md5(id) limit 20000",
  );
  const { rows: slots } = await client.query<{ id: string }>(
    "select s.id from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id where s.status = 'AVAILABLE' and t.booking_mode = 'IMMEDIATE' and not exists (select from reservation_items i where i.slot_id = s.id and i.released_at is null) order by md5(s.id) limit 3200",
  );
  return { portIds: ports.map(({ id }) => id), freeSlotIds: slots.map(({ id }) => id) };
}
