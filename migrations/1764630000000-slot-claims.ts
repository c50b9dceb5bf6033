import type { MigrationInterface, QueryRunner } from "typeorm";

const view = (isCharging: string, isHeld: string) => `
  create or replace view slot_claims as
    select s.id as slot_id,
      case
        when s.deactivated_at is not null then 'INACTIVE'
        when ${isCharging} then 'IN_USE'
        when ${isHeld} then 'BOOKED'
        else 'AVAILABLE'
      end as status
    from slots s;
`;

const SESSION = "from charging_sessions c where c.slot_id = s.id and c.status = 'ACTIVE'";
const HOLD =
  "from reservation_items i where i.slot_id = s.id and i.held_at is not null and i.released_at is null";

/**
 * Looks up the claims of each requested slot. With `exists`, PostgreSQL would rather compute them for all slots at
 * once: to settle a few slots, it reads every hold there is, and every hold that has just ended.
 */
export class SlotClaims1764630000000 implements MigrationInterface {
  readonly name = "SlotClaims1764630000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      view(`(select true ${SESSION} limit 1) is not null`, `(select true ${HOLD} limit 1) is not null`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(view(`exists (select ${SESSION})`, `exists (select ${HOLD})`));
  }
}
