import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { OutboxEvent } from "./outbox-events.ts";

const APPEND = statement(
  "outbox.append",
  `insert into outbox (kind, payload, occurred_at, channels)
   select kind, payload, occurred_at, event_channels(kind, payload)
     from unnest($1::text[], $2::jsonb[], $3::timestamptz[]) as event (kind, payload, occurred_at)`,
);

/**
 * How it is said that something happened: by rows that commit with the change they tell of. What happens to slots is told
 * by the statements of `SlotLedger` that change them; all else is appended here.
 */
export class Outbox {
  readonly #onCommitted: () => void;

  /** @param onCommitted called after each commit that appended something: wakes the relay. */
  constructor(onCommitted: () => void) {
    this.#onCommitted = onCommitted;
  }

  async append(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.wakeAfterCommit(tx);
    await tx.query(APPEND, [
      events.map((event) => event.kind),
      events.map((event) => JSON.stringify(event.payload)),
      events.map((event) => event.occurredAt),
    ]);
  }

  /** For a statement that appends by itself the events of what it changes. */
  wakeAfterCommit(tx: Tx): void {
    tx.afterCommit(this.#onCommitted);
  }
}
