import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Outgoing webhooks: the receivers, the deliveries, and the position up to which the feed was turned into deliveries. A
 * named constraint ensures that an event becomes one delivery for each webhook, and not two.
 */
export class Webhooks1764000000000 implements MigrationInterface {
  readonly name = "Webhooks1764000000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhooks (
        id typeid primary key,
        url text not null,
        events text[] not null,
        -- Null: of every station.
        station_id typeid references stations,
        description text,
        -- In plain text: a signature needs the secret itself, so that a key to unseal it would have to lie beside it.
        -- Whoever can read this table can read the reservations that the secret vouches for.
        secret text not null,
        -- Signs along for a while after a rotation, so that no delivery is refused while the receiver changes over.
        previous_secret text,
        previous_secret_until timestamptz(3),
        -- Null: inactive. Otherwise it is told of what happened since then.
        active_since timestamptz(3),
        disabled_reason text,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        constraint webhook_url check (char_length(url) between 1 and 2000),
        constraint webhook_events check (cardinality(events) > 0
          and events <@ array['EXPIRING_SOON', 'EXPIRED', 'YOUR_TURN', 'MISSED', 'CANCELLED']),
        constraint webhook_previous_secret check ((previous_secret is null) = (previous_secret_until is null)),
        constraint webhook_disabled check (active_since is null or disabled_reason is null)
      );

      create table webhook_deliveries (
        id typeid primary key,
        webhook_id typeid not null references webhooks on delete cascade,
        -- The outbox row that it tells of, which may be gone by now; null for a test.
        event_id bigint,
        event text,
        reservation_id typeid references reservations,
        -- What is sent, to the byte: each attempt signs and sends the same.
        body text not null,
        status text not null default 'PENDING',
        attempts integer not null default 0,
        -- Attempts that failed in a row, since the first or since somebody asked for another round.
        failures integer not null default 0,
        response_status integer,
        error text,
        created_at timestamptz(3) not null,
        last_attempt_at timestamptz(3),
        -- Also the lease: pushed ahead before an attempt, so that one whose server dies is made again.
        next_attempt_at timestamptz(3),
        give_up_at timestamptz(3) not null,
        delivered_at timestamptz(3),
        constraint one_delivery_per_event unique (webhook_id, event_id),
        constraint webhook_delivery_status check (status in ('PENDING', 'DELIVERED', 'FAILED')),
        constraint webhook_delivery_pending check ((status = 'PENDING') = (next_attempt_at is not null)),
        constraint webhook_delivery_delivered check (status <> 'DELIVERED' or delivered_at is not null)
      );
      create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_attempt_at, id) where status = 'PENDING';
      create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, id desc);
      create index webhook_deliveries_by_status on webhook_deliveries (status, id desc);
      create index webhook_deliveries_by_reservation on webhook_deliveries (reservation_id, id desc);
      create index webhook_deliveries_by_age on webhook_deliveries (created_at);

      -- The position in the feed up to which events have become deliveries. What happened before webhooks were there
      -- is nobody's to be told.
      create table webhook_feed (
        singleton boolean primary key default true constraint webhook_feed_singleton check (singleton),
        position bigint not null
      );
      insert into webhook_feed (position) select last_position from feed;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table webhook_feed, webhook_deliveries, webhooks");
  }
}
