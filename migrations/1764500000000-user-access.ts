import type { MigrationInterface, QueryRunner } from "typeorm";

/** What admins revoke from users, whatever the users' tokens say, and the channel of the feed that announces it. */
export class UserAccess1764500000000 implements MigrationInterface {
  readonly name = "UserAccess1764500000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users
        add revoked_roles text[] not null default '{}',
        add disabled_at timestamptz(3),
        add disabled_reason text,
        add constraint user_disabled check ((disabled_at is null) = (disabled_reason is null));
    `);
    await runner.query(channelsWith("case kind when 'access.changed' then 'access' end, "));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(channelsWith(""));
    await runner.query("alter table users drop revoked_roles, drop disabled_at, drop disabled_reason;");
  }
}

// PostgreSQL before 17 cannot change the expression of a generated column.
function channelsWith(further: string): string {
  return `
    alter table outbox drop channels;
    alter table outbox
      -- Besides "all": the stations that it happened at, and whom it belongs to. Ids tell what they are of.
      add channels text[] not null generated always as (
        array_remove(array[${further}payload ->> 'stationId', payload ->> 'ownerId'], null)
          || string_to_array(translate(payload ->> 'stationIds', '[]" ', ''), ',')) stored;
  `;
}
