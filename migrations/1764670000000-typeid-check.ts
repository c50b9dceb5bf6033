import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Says what an id looks like in a way that is quick to check. PostgreSQL makes a state of its matcher for each of 25
 * counted characters, every time anew: a twentieth of all it did for a reservation. What is there has passed the same
 * check, so that it is not looked at again.
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
