import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The basic tables. Named constraints refuse what must never be true, so that no code path has to be trusted with it:
 * two holding items on one slot, two ACTIVE sessions on one slot or one vehicle, a gap or a repeat in a slot's
 * versions, a reservation number used twice.
 */
export class CreateTables1763700000000 implements MigrationInterface {
  readonly name = "CreateTables1763700000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCK_AND_IDS);
    await runner.query(PLACES);
    await runner.query(PEOPLE);
    await runner.query(RESERVATIONS);
    await runner.query(SESSIONS);
    await runner.query(STATUS);
    await runner.query(FEED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table outbox, feed, slot_events, reservation_history, reservation_items, charging_sessions, reservations,
        reservation_counter, vehicles, users, slots, ports, stations cascade;
      drop function slotwire_now();
      drop domain typeid;
    `);
  }
}

const CLOCK_AND_IDS = `
  -- The one clock of the product. Milliseconds, because JavaScript's dates end there: a time that is read,
  -- compared and written back stays the same.
  create function slotwire_now() returns timestamptz language sql volatile
    as $$ select date_trunc('milliseconds', clock_timestamp()) $$;

  create domain typeid as text collate "C" check (value ~ '^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$');
`;

const PLACES = `
  create table stations (
    id typeid primary key,
    name text not null,
    address text,
    latitude double precision,
    longitude double precision,
    expiry_policy text not null default 'KEEP_BOOKED',
    booking_mode text not null default 'IMMEDIATE',
    created_at timestamptz(3) not null default slotwire_now(),
    constraint station_expiry_policy check (expiry_policy in ('KEEP_BOOKED', 'RELEASE')),
    constraint station_booking_mode check (booking_mode in ('IMMEDIATE', 'CALENDAR')),
    constraint station_position check (
      (latitude is null) = (longitude is null) and latitude between -90 and 90 and longitude between -180 and 180)
  );

  create table ports (
    id typeid primary key,
    station_id typeid not null references stations,
    label text not null,
    created_at timestamptz(3) not null default slotwire_now()
  );
  create index ports_by_station on ports (station_id, id);

  create table slots (
    id typeid primary key,
    port_id typeid not null references ports,
    label text not null,
    connector_type text,
    power_kw double precision,
    status text not null default 'AVAILABLE',
    version integer not null default 1,
    -- Set while an operator has taken the slot out of service.
    deactivated_at timestamptz(3),
    created_at timestamptz(3) not null default slotwire_now(),
    constraint slot_status check (status in ('AVAILABLE', 'BOOKED', 'IN_USE', 'INACTIVE')),
    constraint slot_version check (version >= 1),
    constraint slot_power check (power_kw > 0)
  );
  create index slots_by_port on slots (port_id, id);
  create index slots_by_status on slots (status, id);
`;

const PEOPLE = `
  create table users (
    id typeid primary key,
    subject text not null constraint user_subject unique,
    name text,
    email text,
    roles text[] not null default '{}',
    created_at timestamptz(3) not null default slotwire_now()
  );

  create table vehicles (
    id typeid primary key,
    owner_id typeid not null references users,
    plate text not null,
    model text,
    battery_kwh double precision,
    removed_at timestamptz(3),
    created_at timestamptz(3) not null default slotwire_now(),
    constraint vehicle_battery check (battery_kwh > 0)
  );
  create index vehicles_by_owner on vehicles (owner_id, id);
`;

const RESERVATIONS = `
  -- One row. Its lock is held until commit, so that numbers follow the order of commits, and a transaction
  -- that fails gives its number back: no gap, no repeat. A sequence would leave gaps.
  create table reservation_counter (
    singleton boolean primary key default true constraint reservation_counter_singleton check (singleton),
    last_number bigint not null default 0
  );
  insert into reservation_counter default values;

  create table reservations (
    id typeid primary key,
    number bigint not null constraint reservation_number unique,
    vehicle_id typeid not null references vehicles,
    owner_id typeid not null references users,
    status text not null,
    reserved_until timestamptz(3) not null,
    cancellation_reason text,
    notes text,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    constraint reservation_status check (status in
      ('PENDING', 'ACTIVE', 'WAITLISTED', 'YOUR_TURN', 'MISSED', 'EXPIRED', 'CANCELLED', 'COMPLETED'))
  );
  create index reservations_by_owner on reservations (owner_id, number desc);
  create index reservations_by_vehicle on reservations (vehicle_id, number desc);
  create index reservations_by_status on reservations (status, number desc);

  create table reservation_items (
    -- Deferred: the items are written first and the reservation last, so that the counter's row is locked for
    -- as short a time as can be.
    reservation_id typeid not null references reservations deferrable initially deferred,
    slot_id typeid not null references slots,
    position smallint not null,
    start_at timestamptz(3),
    end_at timestamptz(3),
    -- An item holds its slot from held_at until released_at.
    held_at timestamptz(3),
    released_at timestamptz(3),
    primary key (reservation_id, slot_id),
    constraint reservation_item_window check ((start_at is null) = (end_at is null) and start_at < end_at)
  );
  create unique index one_holding_item_per_slot on reservation_items (slot_id)
    where held_at is not null and released_at is null;
  create index reservation_items_by_slot on reservation_items (slot_id, reservation_id);

  create table reservation_history (
    reservation_id typeid not null references reservations,
    entry integer not null,
    status text not null,
    event text not null,
    reason text,
    at timestamptz(3) not null,
    primary key (reservation_id, entry)
  );
`;

const SESSIONS = `
  create table charging_sessions (
    id typeid primary key,
    slot_id typeid not null references slots,
    vehicle_id typeid not null references vehicles,
    reservation_id typeid constraint one_session_per_reservation unique references reservations,
    status text not null,
    initial_percent double precision not null,
    target_percent double precision not null,
    current_percent double precision not null,
    power_kw double precision,
    energy_kwh double precision not null default 0,
    measured_at timestamptz(3) not null,
    started_at timestamptz(3) not null,
    ended_at timestamptz(3),
    constraint session_status check (status in ('ACTIVE', 'COMPLETED', 'CANCELLED')),
    constraint session_ended check ((status = 'ACTIVE') = (ended_at is null)),
    constraint session_percent check (0 <= initial_percent and initial_percent < target_percent
      and target_percent <= 100 and initial_percent <= current_percent and current_percent <= 100),
    constraint session_meter check (power_kw >= 0 and energy_kwh >= 0)
  );
  create unique index one_active_session_per_slot on charging_sessions (slot_id) where status = 'ACTIVE';
  create unique index one_active_session_per_vehicle on charging_sessions (vehicle_id) where status = 'ACTIVE';
  create index charging_sessions_by_start on charging_sessions (started_at desc, id desc);
  create index charging_sessions_by_slot on charging_sessions (slot_id, started_at desc, id desc);
  create index charging_sessions_by_vehicle on charging_sessions (vehicle_id, started_at desc, id desc);
`;

const STATUS = `
  -- The definition of a slot's status: what follows from the claims on it. Whoever changes a claim writes this
  -- back to slots.status in the same transaction; the doctor compares the two.
  create view slot_claims as
    select s.id as slot_id,
      case
        when s.deactivated_at is not null then 'INACTIVE'
        when exists (select from charging_sessions c where c.slot_id = s.id and c.status = 'ACTIVE') then 'IN_USE'
        when exists (select from reservation_items i
          where i.slot_id = s.id and i.held_at is not null and i.released_at is null) then 'BOOKED'
        else 'AVAILABLE'
      end as status
    from slots s;

  create table slot_events (
    slot_id typeid not null references slots,
    version integer not null,
    cause text not null,
    previous_status text,
    status text not null,
    reason text,
    occurred_at timestamptz(3) not null,
    -- The outbox row that announced it.
    event_id bigint not null,
    primary key (slot_id, version),
    constraint slot_event_is_a_change check (previous_status is distinct from status)
  );
`;

const FEED = `
  -- What happened, written in the transaction that made it happen. "position" is given by the relay once the
  -- row is committed: ids are drawn before the commit, so a reader that follows ids would step over a row that
  -- commits late; positions have neither gap nor latecomer.
  create table outbox (
    id bigint generated by default as identity primary key,
    kind text not null,
    payload jsonb not null,
    occurred_at timestamptz(3) not null,
    position bigint constraint outbox_position unique
  );
  create index outbox_unpositioned on outbox (id) where position is null;

  create table feed (
    singleton boolean primary key default true constraint feed_singleton check (singleton),
    last_position bigint not null default 0,
    published_position bigint not null default 0
  );
  insert into feed default values;
`;
