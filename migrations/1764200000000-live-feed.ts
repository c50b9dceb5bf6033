import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the feed needs for exact cursors, a relay that holds a lease, and servers that read only a part of it. */
export class LiveFeed1764200000000 implements MigrationInterface {
  readonly name = "LiveFeed1764200000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox
        -- Who wrote it: a reader that knows which transactions its read saw knows which events are no news to it,
        -- also where they had no position yet. Rows that are here already get the number of this migration, which
        -- every later reader has seen.
        add xid xid8 not null default pg_current_xact_id(),
        -- Besides "all": the stations that it happened at, and whom it belongs to. Ids tell what they are of.
        add channels text[] not null generated always as (
          array_remove(array[payload ->> 'stationId', payload ->> 'ownerId'], null)
            || string_to_array(translate(payload ->> 'stationIds', '[]" ', ''), ',')) stored;

      alter table feed
        -- Who relays, and until when, by real time. Null: nobody.
        add leader text,
        add leader_until timestamptz,
        -- Up to here nothing is kept; above it, positions are dense.
        add pruned_position bigint not null default 0,
        add constraint feed_leader check ((leader is null) = (leader_until is null));
      update feed set pruned_position = case
        when exists (select from outbox where position is not null) then (
          select coalesce(max(position) - 1, 0) from (
            select position, lag(position, 1, 0::bigint) over (order by position) as before
              from outbox where position is not null
          ) kept where position > before + 1)
        else last_position end;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feed drop leader, drop leader_until, drop pruned_position;
      alter table outbox drop channels, drop xid;
    `);
  }
}
