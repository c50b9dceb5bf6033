import type { MigrationInterface, QueryRunner } from "typeorm";

/** Finds and lists vehicles by how their plates begin, ignoring case, spaces, dots and dashes. */
export class VehiclePlates1764620000000 implements MigrationInterface {
  readonly name = "VehiclePlates1764620000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index vehicles_by_plate on vehicles ((translate(lower(plate), ' .-', '') collate "C"), id)
        where removed_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index vehicles_by_plate");
  }
}
