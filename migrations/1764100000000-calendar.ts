import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * CALENDAR stations: items with a window, which hold their slot from shortly before it. A named constraint refuses
 * overlapping windows of one slot, so that no code path has to be trusted with it.
 */
export class Calendar1764100000000 implements MigrationInterface {
  readonly name = "Calendar1764100000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- For "slot_id with =" in the exclusion constraint. A trusted extension: the owner of the database may add it.
      create extension if not exists btree_gist;

      alter table reservation_items
        -- The instant from which a window is to hold its slot; null for an item that holds its slot, or waits in its
        -- line, from the reservation's creation on.
        add hold_from timestamptz(3),
        -- When the server looks next whether the hold can begin. Null once it has, and where no time but only the
        -- end of a charging session brings the slot.
        add hold_due_at timestamptz(3),
        -- When the owner was told that a charging session keeps the slot from them.
        add overrun_at timestamptz(3),
        -- The time that nobody else can book: the window and the buffer after it, [), so that neighbours may touch.
        -- Null where the window no longer blocks. It outlives the release of an item whose slot is charged on:
        -- the rest of that window is still its driver's.
        add claimed tstzrange,
        add constraint reservation_item_hold check (
          (hold_from is null or start_at is not null)
          and (hold_due_at is null or (hold_from is not null and held_at is null and released_at is null))
          and (claimed is null or hold_from is not null)),
        add constraint no_overlapping_windows exclude using gist (slot_id with =, claimed with &&)
          where (claimed is not null);

      drop index waiting_items;
      create index waiting_items on reservation_items (slot_id, number)
        where held_at is null and released_at is null and hold_from is null;
      create index coming_holds on reservation_items (slot_id, hold_from)
        where held_at is null and released_at is null and hold_from is not null;
      create index holds_due on reservation_items (hold_due_at, slot_id) where hold_due_at is not null;

      -- When the next window of the slot begins to hold it; kept up to date while the session is ACTIVE.
      alter table charging_sessions add must_end_by timestamptz(3);

      -- The end of what a session may have of its slot: the next hold, but not before the end of its own window,
      -- where that comes before the next one's.
      create function must_end_by(slot typeid, reservation typeid) returns timestamptz language sql stable as $$
        select greatest(next.hold_from,
            (select own.end_at from reservation_items own
              where own.reservation_id = reservation and own.slot_id = slot and own.hold_from is not null
                and own.start_at < next.start_at))
          from (select hold_from, start_at from reservation_items
            where slot_id = slot and held_at is null and released_at is null and hold_from is not null
            order by hold_from limit 1) as next
      $$;

      -- The earliest of a reservation's windows, by which lists of bookings are sorted; null where it has none.
      alter table reservations add starts_at timestamptz(3);
      update reservations r set starts_at = (select min(start_at) from reservation_items i where i.reservation_id = r.id);
      -- Repeated, as the number is, so that those of a slot are found in this order.
      alter table reservation_items add starts_at timestamptz(3);
      update reservation_items i set starts_at = r.starts_at from reservations r where r.id = i.reservation_id;

      -- Holds are in none of them. Of visible and hidden, a reservation is in one.
      create index reservations_visible_by_window on reservations (status, starts_at, number)
        where starts_at is not null and hidden_at is null;
      create index reservations_hidden_by_window on reservations (status, starts_at, number)
        where starts_at is not null and hidden_at is not null;
      create index reservations_visible_by_owner_and_window on reservations (owner_id, status, starts_at, number)
        where starts_at is not null and hidden_at is null;
      create index reservations_hidden_by_owner_and_window on reservations (owner_id, status, starts_at, number)
        where starts_at is not null and hidden_at is not null;
      create index reservation_items_by_window on reservation_items (slot_id, starts_at, number)
        where starts_at is not null and number is not null;

      alter table webhooks drop constraint webhook_events, add constraint webhook_events check (cardinality(events) > 0
        and events <@ array['EXPIRING_SOON', 'EXPIRED', 'YOUR_TURN', 'MISSED', 'CANCELLED', 'HOLD_STARTED',
          'SLOT_OVERRUN', 'RESCHEDULED', 'MOVED']);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Webhooks go on with the events that are left to them; those with none cannot.
      delete from webhooks where events <@ array['HOLD_STARTED', 'SLOT_OVERRUN', 'RESCHEDULED', 'MOVED'];
      update webhooks set events = array(select event from unnest(events) with ordinality as each (event, place)
        where event not in ('HOLD_STARTED', 'SLOT_OVERRUN', 'RESCHEDULED', 'MOVED') order by place);
      alter table webhooks drop constraint webhook_events, add constraint webhook_events check (cardinality(events) > 0
        and events <@ array['EXPIRING_SOON', 'EXPIRED', 'YOUR_TURN', 'MISSED', 'CANCELLED']);

      alter table reservation_items drop starts_at;
      alter table reservations drop starts_at;
      drop function must_end_by(typeid, typeid);
      alter table charging_sessions drop must_end_by;
      drop index waiting_items, coming_holds, holds_due;
      create index waiting_items on reservation_items (slot_id) where held_at is null and released_at is null;
      alter table reservation_items drop constraint no_overlapping_windows, drop constraint reservation_item_hold,
        drop claimed, drop overrun_at, drop hold_due_at, drop hold_from;
    `);
  }
}
