import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { OutboxEvent } from "./outbox-events.ts";

/**
 * A part, called `places`, of a statement that appends events: has the position `before` that of the first of them where
 * they get theirs at once, and no row where they wait for the relay. They do behind others that wait, because one of those
 * may be what happened to the same slot before.
 *
 * @param count how many events there are.
 * @param atOnce whether it may be done: it locks the row of the feed until the commit, see `Tx.commitIsNext`. PostgreSQL is
 * not to know it when it plans, and is told that there is one row, for the reason given at `statement`.
 */
export const placesFor = (count: string, atOnce: string) => `raised as (
     update feed set last_position = last_position + ${count}
       where (select ${atOnce}) and (select id from outbox where position is null order by id limit 1) is null
       returning last_position - ${count} as before
   ), places as (
     select before from raised limit 1
   )`;

const APPEND = statement(
  "outbox.append",
  `with ${placesFor("cardinality($1::text[])", "$4::boolean")}
   insert into outbox (kind, payload, occurred_at, channels, position)
   select kind, payload, occurred_at, event_channels(kind, payload), places.before + place
     from unnest($1::text[], $2::jsonb[], $3::timestamptz[]) with ordinality as event (kind, payload, occurred_at, place)
       left join places on true`,
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
      tx.commitIsNext,
    ]);
  }

  /** For a statement that appends by itself the events of what it changes. */
  wakeAfterCommit(tx: Tx): void {
    tx.afterCommit(this.#onCommitted);
  }
}
