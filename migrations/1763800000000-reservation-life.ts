import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What happens to a reservation after its creation: deadlines, the waitlist, hiding, and repeated requests. Each
 * deadline has a partial index of only the rows that still wait for it, so that a search reads only what is due,
 * however many reservations there are.
 */
export class ReservationLife1763800000000 implements MigrationInterface {
  readonly name = "ReservationLife1763800000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reservations
        add turn_until timestamptz(3),
        add hidden_at timestamptz(3),
        -- When the owner was told that the time runs out.
        add reminded_at timestamptz(3),
        -- Since when it could be hidden: it ended, or was restored.
        add dismissible_since timestamptz(3);
      update reservations set dismissible_since = updated_at where status in ('EXPIRED', 'MISSED', 'CANCELLED');
      alter table reservations
        add constraint reservation_turn check ((status = 'YOUR_TURN') = (turn_until is not null)),
        add constraint reservation_hidden check (hidden_at is null or status in ('EXPIRED', 'MISSED', 'CANCELLED')),
        add constraint reservation_dismissible
          check ((dismissible_since is not null) = (status in ('EXPIRED', 'MISSED', 'CANCELLED')));

      create index reservations_due on reservations (reserved_until, id) where status in ('PENDING', 'ACTIVE');
      create index reservations_to_remind on reservations (reserved_until, id)
        where status in ('PENDING', 'ACTIVE') and reminded_at is null;
      create index reservation_turns_due on reservations (turn_until, id) where status = 'YOUR_TURN';
      create index reservations_dismissible on reservations (dismissible_since, id)
        where hidden_at is null and dismissible_since is not null;
      create index reservations_open_by_owner on reservations (owner_id, reserved_until, id)
        where status in ('PENDING', 'ACTIVE');
      create index reservations_visible_by_owner on reservations (owner_id, status, number desc) where hidden_at is null;
      create index reservations_by_creation on reservations (created_at);
      create index reservation_history_by_time on reservation_history (at, status);

      -- The line of a slot: items that neither hold it nor were given back.
      create index waiting_items on reservation_items (slot_id) where held_at is null and released_at is null;
      create index released_items_by_time on reservation_items (released_at) where released_at is not null;

      -- The same key with the same input returns the first answer.
      create table idempotency_keys (
        user_id typeid not null references users,
        operation text not null,
        key text not null,
        input_hash text not null,
        answer jsonb not null,
        created_at timestamptz(3) not null default slotwire_now(),
        primary key (user_id, operation, key)
      );
      create index idempotency_keys_by_age on idempotency_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table idempotency_keys;
      drop index waiting_items, released_items_by_time, reservation_history_by_time, reservations_by_creation,
        reservations_due, reservations_to_remind, reservation_turns_due, reservations_dismissible,
        reservations_open_by_owner, reservations_visible_by_owner;
      alter table reservations drop turn_until, drop hidden_at, drop reminded_at, drop dismissible_since;
    `);
  }
}
