import type { Tx } from "../database/database.ts";
import { type Statement, statement } from "../database/statement.ts";
import type { OutboxEvent } from "./outbox-events.ts";

/**
 * A CTE, `places`, of a statement that is sent by `sendPlaced`. Where the events get their positions with the commit, it
 * has one row: `before`, the position that precedes theirs. Otherwise it has none, and the relay gives them their
 * positions. That must be so while other events wait for the relay: one of these may have happened to the same slot before.
 *
 * @param count SQL for how many events there are.
 * @param atOnce the last parameter, a boolean. Read by a subquery, and with a limit of one row, so that one plan fits both
 * values and is kept.
 */
export const placesFor = (count: string, atOnce: string) => `raised as (
     update feed set last_position = last_position + (${count})
       where (select ${atOnce}::boolean) and (select id from outbox where position is null order by id limit 1) is null
       returning last_position - (${count}) as before
   ), places as (
     select before from raised limit 1
   )`;

/** Sends a statement with `placesFor`. It locks the row of the feed until the commit, if that is next. */
export function sendPlaced(
  tx: Tx,
  statement: Statement<never>,
  values: readonly unknown[],
): Promise<never[]> {
  return tx.commitIsNext
    ? tx.queryLast(statement, [...values, true])
    : tx.query(statement, [...values, false]);
}

/** A CTE, `told`: events with the ids that they will have. Their `columnsOf` are the parameters from `$first` on. */
export const eventsIn = (first: number) => `told as materialized (
     select nextval('outbox_id_seq') as id, event.*
       from unnest($${first}::text[], $${first + 1}::jsonb[], $${first + 2}::timestamptz[]) with ordinality
         as event (kind, payload, occurred_at, place)
   )`;

/** Inserts what is `told`, at `places`. */
export const INSERT_TOLD = `insert into outbox (id, kind, payload, occurred_at, channels, position)
     select id, kind, payload, occurred_at, event_channels(kind, payload), places.before + place
       from told left join places on true`;

export function columnsOf(events: readonly OutboxEvent[]): unknown[][] {
  return [
    events.map((event) => event.kind),
    events.map((event) => JSON.stringify(event.payload)),
    events.map((event) => event.occurredAt),
  ];
}

const APPEND = statement(
  "outbox.append",
  `with ${eventsIn(1)}, ${placesFor("cardinality($1::text[])", "$4")}
   ${INSERT_TOLD}`,
);

/** What a commit has brought: events that have their positions, unless others kept them waiting; or that wait for them. */
export type News = "PLACED" | "WAITING";

/**
 * How it is said that something happened: by rows that commit with the change they tell of. What happens to slots is told by
 * the statements of `SlotLedger`, with all else that a batch has to tell in its last statement; the rest is appended here.
 */
export class Outbox {
  readonly #onCommitted: (news: News) => void;

  /** @param onCommitted called after each commit that appended something: wakes the relay. */
  constructor(onCommitted: (news: News) => void) {
    this.#onCommitted = onCommitted;
  }

  async append(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.wakeAfterCommit(tx);
    await sendPlaced(tx, APPEND, columnsOf(events));
  }

  /** For a statement that appends by itself the events of what it changes. */
  wakeAfterCommit(tx: Tx): void {
    tx.afterCommit(() => this.#onCommitted(tx.commitIsNext ? "PLACED" : "WAITING"));
  }
}
