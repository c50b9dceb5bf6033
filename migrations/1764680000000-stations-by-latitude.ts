import type { MigrationInterface, QueryRunner } from "typeorm";

/** Finds stations around a point: those no further north or south than the radius. */
export class StationsByLatitude1764680000000 implements MigrationInterface {
  readonly name = "StationsByLatitude1764680000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("create index stations_by_latitude on stations (latitude) where latitude is not null");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index stations_by_latitude");
  }
}
