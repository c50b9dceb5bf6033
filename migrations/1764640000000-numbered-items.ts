import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Skips items that are written with their number, as the server writes them: to fill it in afterwards costs another
 * version of each row, an entry in each of its indexes, and a second check of its foreign keys. Items written without a
 * number still get it.
 */
export class NumberedItems1764640000000 implements MigrationInterface {
  readonly name = "NumberedItems1764640000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function number_items_of_reservations() returns trigger language plpgsql as $$
        begin
          -- Named once more as a list, which is looked up one by one: a plan that was made while there were few items
          -- would read all of them.
          update reservation_items i set number = made.number from made
            where i.reservation_id = made.id and i.reservation_id = any(array(select id::text from made)) and i.number is null;
          return null;
        end $$;

      create or replace function number_items() returns trigger language plpgsql as $$
        begin
          if exists (select from added where number is null) then
            update reservation_items i set number = r.number from added a join reservations r on r.id = a.reservation_id
              where i.reservation_id = a.reservation_id and i.slot_id = a.slot_id and i.number is null;
          end if;
          return null;
        end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function number_items_of_reservations() returns trigger language plpgsql as $$
        begin
          update reservation_items i set number = made.number from made where i.reservation_id = made.id;
          return null;
        end $$;

      create or replace function number_items() returns trigger language plpgsql as $$
        begin
          update reservation_items i set number = r.number from added a join reservations r on r.id = a.reservation_id
            where i.reservation_id = a.reservation_id and i.slot_id = a.slot_id;
          return null;
        end $$;
    `);
  }
}
