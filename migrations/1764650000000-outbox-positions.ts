import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Keeps rows without a position out of the index of positions. Every row starts without one, so that a full index would
 * get two entries for each row. All queries that use the index name a position.
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
