import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Replaces the check of ids by a faster one. For 25 counted characters, PostgreSQL builds a state of its matcher for
 * each of them, every time again: a twentieth of all its work for a reservation. Existing ids have passed the
 * equivalent old check, and are not checked again.
 */
export class TypeidCheck1764670000000 implements MigrationInterface {
  readonly name = "TypeidCheck1764670000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      check("value ~ '^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]+$' and length(value) = strpos(value, '_') + 26"),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(check("value ~ '^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$'"));
  }
}

function check(condition: string): string {
  return `
    alter domain typeid drop constraint typeid_check;
    alter domain typeid add constraint typeid_check check (${condition}) not valid;
  `;
}
