import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What operators did. Entries are only added and read. The database itself refuses to change an entry, and to delete
 * one that is not older than the retention. The deleting transaction names the retention: at least 30 days.
 */
export class AuditLog1764610000000 implements MigrationInterface {
  readonly name = "AuditLog1764610000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_log (
        id typeid primary key,
        occurred_at timestamptz(3) not null default slotwire_now(),
        actor_id typeid not null references users,
        -- As it was shown then.
        actor_name text,
        operation text not null,
        thing_type text not null,
        -- Without a reference: a webhook that was removed stays in the log. Null: many things at once.
        thing_id typeid,
        organisation text,
        request_id text not null,
        before jsonb,
        after jsonb,
        constraint audit_entry_tells_something check (before is not null or after is not null)
      );
      create index audit_log_by_time on audit_log (occurred_at desc, id desc);
      create index audit_log_by_thing on audit_log (thing_id, occurred_at desc, id desc);
      create index audit_log_by_actor on audit_log (actor_id, occurred_at desc, id desc);
      create index audit_log_by_operation on audit_log (operation, occurred_at desc, id desc);
      create index audit_log_by_actor_and_operation on audit_log (actor_id, operation, occurred_at desc, id desc);

      create function keep_audit_log() returns trigger language plpgsql as $$
        declare
          retention_days integer := nullif(current_setting('slotwire.audit_retention_days', true), '')::integer;
        begin
          if tg_op = 'DELETE' and retention_days >= 30
            and old.occurred_at < slotwire_now() - retention_days * interval '1 day' then
            return old;
          end if;
          raise exception 'audit_log is append-only: % is refused', tg_op using errcode = 'restrict_violation';
        end $$;
      create trigger keep_audit_log before update or delete on audit_log
        for each row execute function keep_audit_log();
      create trigger keep_audit_log_whole before truncate on audit_log
        for each statement execute function keep_audit_log();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table audit_log; drop function keep_audit_log();");
  }
}
