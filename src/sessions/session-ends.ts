import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { Outbox } from "../outbox/outbox.ts";

const UPDATE_ENDS = statement<{
  sessionId: string;
  ownerId: string;
  organisation: string | null;
  stationId: string;
}>(
  "sessions.follow_ends",
  `update charging_sessions c set must_end_by = must_end_by(c.slot_id, c.reservation_id)
     from vehicles v, slots s, ports p
     where c.slot_id = any($1::text[]) and c.status = 'ACTIVE' and v.id = c.vehicle_id and s.id = c.slot_id
       and p.id = s.port_id and c.must_end_by is distinct from must_end_by(c.slot_id, c.reservation_id)
     returning c.id as "sessionId", v.owner_id as "ownerId", c.organisation, p.station_id as "stationId"`,
);

/** Until when charging sessions may continue. This changes with the windows that are booked after them. */
export class SessionEnds {
  readonly #outbox: Outbox;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Updates when the ACTIVE sessions of locked slots must end, and announces those for which this changed. */
  async update(tx: Tx, now: Date, slotIds: readonly string[]): Promise<void> {
    if (slotIds.length === 0) return;
    const changed = await tx.query(UPDATE_ENDS, [slotIds]);
    const occurredAt = now.toISOString();
    await this.#outbox.append(
      tx,
      changed.map((session) => ({
        kind: "session.changed" as const,
        occurredAt: now,
        payload: { ...session, occurredAt },
      })),
    );
  }
}
