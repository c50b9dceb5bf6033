import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Keeps what has no position yet out of the index of positions: every row begins without one, and entered the index
 * twice. All that reads it names a position.
 */
export class OutboxPositions1764650000000 implements MigrationInterface {
  readonly name = "OutboxPositions1764650000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox drop constraint outbox_position;
      create unique index outbox_position on outbox (position) where position is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index outbox_position;
      alter table outbox add constraint outbox_position unique (position);
    `);
  }
}
