import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Indexes in the order of the lists, so that reading a page costs the same, however many rows there are. Two partial
 * indexes that exclude each other, such as those of visible and hidden reservations, cost a write no more than one.
 */
export class BoundedReads1763900000000 implements MigrationInterface {
  readonly name = "BoundedReads1763900000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index reservations_by_status, reservations_by_creation;
      create index reservations_visible_by_status on reservations (status, number desc) where hidden_at is null;
      create index reservations_hidden_by_status on reservations (status, number desc) where hidden_at is not null;
      create index reservations_hidden_by_owner on reservations (owner_id, status, number desc)
        where hidden_at is not null;
      create index reservations_open_by_status on reservations (status, reserved_until, id)
        where status in ('PENDING', 'ACTIVE');
      create index reservations_by_creation on reservations (created_at desc, number desc);

      create index charging_sessions_by_status on charging_sessions (status, started_at desc, id desc);
    `);
    await runner.query(ITEM_NUMBERS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger number_items_of_reservations on reservations;
      drop trigger number_items on reservation_items;
      drop function number_items_of_reservations();
      drop function number_items();
      drop index reservation_items_by_number;
      alter table reservation_items drop number;
      drop index charging_sessions_by_status;
      drop index reservations_visible_by_status, reservations_hidden_by_status, reservations_hidden_by_owner,
        reservations_open_by_status, reservations_by_creation;
      create index reservations_by_status on reservations (status, number desc);
      create index reservations_by_creation on reservations (created_at);
    `);
  }
}

const ITEM_NUMBERS = `
  -- The reservation's number, repeated: without it, the newest reservations of a slot are found only by reading and
  -- sorting all it ever had. Items are written before the number is drawn, so that the counter is locked but shortly;
  -- the database fills it in, whichever of the two comes first.
  alter table reservation_items add number bigint;
  update reservation_items i set number = r.number from reservations r where r.id = i.reservation_id;
  -- Only those that have one: an item enters the index once.
  create index reservation_items_by_number on reservation_items (slot_id, number desc) where number is not null;

  create function number_items_of_reservations() returns trigger language plpgsql as $$
    begin
      update reservation_items i set number = made.number from made where i.reservation_id = made.id;
      return null;
    end $$;
  create trigger number_items_of_reservations after insert on reservations
    referencing new table as made for each statement execute function number_items_of_reservations();

  create function number_items() returns trigger language plpgsql as $$
    begin
      update reservation_items i set number = r.number from added a join reservations r on r.id = a.reservation_id
        where i.reservation_id = a.reservation_id and i.slot_id = a.slot_id;
      return null;
    end $$;
  create trigger number_items after insert on reservation_items
    referencing new table as added for each statement execute function number_items();
`;
