import type { MigrationInterface, QueryRunner } from "typeorm";

/** Removes stations, ports and slots from all lists. Their rows stay for reservations, sessions and histories. */
export class Removal1764690000000 implements MigrationInterface {
  readonly name = "Removal1764690000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table stations add column removed_at timestamptz(3);
      alter table ports add column removed_at timestamptz(3);
      -- The last event of a slot: it was INACTIVE, and is so still.
      alter table slot_events drop constraint slot_event_is_a_change,
        add constraint slot_event_is_a_change check (previous_status is distinct from status or cause = 'SLOT_REMOVED');
      alter table slots add column removed_at timestamptz(3),
        -- So that nobody can book a slot that is gone, or charge on it: it is INACTIVE, and stays so.
        add constraint removed_slots_are_inactive check (removed_at is null or deactivated_at is not null);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table slots drop column removed_at;
      -- What was removed stays told.
      alter table slot_events drop constraint slot_event_is_a_change,
        add constraint slot_event_is_a_change check (previous_status is distinct from status) not valid;
      alter table ports drop column removed_at;
      alter table stations drop column removed_at;
    `);
  }
}
