import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Organisations, to which stations may belong. Reservations and sessions repeat the organisation of their station, so
 * that a page of an organisation is one range of an index: each index is that of a driver's or of everybody's lists,
 * with the organisation in front. All indexes are partial, so they cost nothing if there are no organisations.
 */
export class Organisations1764600000000 implements MigrationInterface {
  readonly name = "Organisations1764600000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table stations add organisation text,
        add constraint station_organisation check (organisation ~ '\\S' and char_length(organisation) <= 200);
      create index stations_by_organisation on stations (organisation, id) where organisation is not null;

      -- Of all its slots' stations; null where they are not of one.
      alter table reservations add organisation text;
      create index reservations_by_organisation on reservations (organisation, number desc)
        where organisation is not null;
      create index reservations_visible_by_organisation on reservations (organisation, status, number desc)
        where organisation is not null and hidden_at is null;
      create index reservations_hidden_by_organisation on reservations (organisation, status, number desc)
        where organisation is not null and hidden_at is not null;
      create index reservations_of_organisation_by_creation on reservations (organisation, created_at desc, number desc)
        where organisation is not null;
      create index reservations_open_by_organisation on reservations (organisation, status, reserved_until, id)
        where organisation is not null and status in ('PENDING', 'ACTIVE');
      create index reservations_visible_by_organisation_and_window on reservations (organisation, status, starts_at, number)
        where organisation is not null and starts_at is not null and hidden_at is null;
      create index reservations_hidden_by_organisation_and_window on reservations (organisation, status, starts_at, number)
        where organisation is not null and starts_at is not null and hidden_at is not null;
      create index reservation_turns_by_organisation on reservations (organisation, turn_until, id)
        where organisation is not null and status = 'YOUR_TURN';

      alter table charging_sessions add organisation text;
      create index charging_sessions_by_organisation on charging_sessions (organisation, status, started_at desc, id desc)
        where organisation is not null;

      -- Whose webhook it is; null: that of whoever runs all stations.
      alter table webhooks add organisation text;
      create index webhooks_by_organisation on webhooks (organisation, id) where organisation is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table webhooks drop organisation;
      alter table charging_sessions drop organisation;
      alter table reservations drop organisation;
      alter table stations drop organisation;
    `);
  }
}
