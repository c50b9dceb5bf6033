import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { OutboxEvent } from "./outbox-events.ts";

const APPEND = statement(
  "outbox.append",
  `insert into outbox (id, kind, payload, occurred_at)
   select coalesce(id, nextval('outbox_id_seq')), kind, payload, occurred_at
     from unnest($1::bigint[], $2::text[], $3::jsonb[], $4::timestamptz[]) as event (id, kind, payload, occurred_at)`,
);

/** The only way to say that something happened: rows that commit with the change they tell of. */
export class Outbox {
  readonly #onCommitted: () => void;

  /** @param onCommitted called after each commit that appended something: wakes the relay. */
  constructor(onCommitted: () => void) {
    this.#onCommitted = onCommitted;
  }

  async append(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await tx.query(APPEND, [
      events.map((event) => event.id ?? null),
      events.map((event) => event.kind),
      events.map((event) => JSON.stringify(event.payload)),
      events.map((event) => event.occurredAt),
    ]);
    tx.afterCommit(this.#onCommitted);
  }
}
