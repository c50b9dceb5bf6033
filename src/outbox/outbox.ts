import type { Tx } from "../database/database.ts";
import { type Statement, statement } from "../database/statement.ts";
import type { OutboxEvent } from "./outbox-events.ts";

/**
 * A CTE, `positions`, for a statement that is sent by `sendWithPositions`. If the events get their positions with the
 * commit, it has one row: `before`, the position that precedes theirs. Otherwise it has no row, and the relay assigns
 * the positions. It must have none while other events wait for the relay, because one of them may be an earlier change
 * of the same slot.
 *
 * @param count SQL for the number of events.
 * @param atOnce the last parameter, a boolean. It is read by a subquery, and `positions` is limited to one row, so that
 * one plan fits both values and stays cached.
 */
export const positionsFor = (count: string, atOnce: string) => `raised as (
     update feed set last_position = last_position + (${count})
       where (select ${atOnce}::boolean) and (select id from outbox where position is null order by id limit 1) is null
       returning last_position - (${count}) as before
   ), positions as (
     select before from raised limit 1
   )`;

/**
 * Sends a statement that contains `positionsFor`. If the commit is next, the statement locks the row of the feed until
 * then.
 */
export function sendWithPositions(
  tx: Tx,
  statement: Statement<never>,
  values: readonly unknown[],
): Promise<never[]> {
  return tx.commitIsNext
    ? tx.queryLast(statement, [...values, true])
    : tx.query(statement, [...values, false]);
}

/**
 * A CTE, `new_events`: the events with the ids that they will have. The parameters from `$first` on are their
 * `columnsOf`.
 */
export const newEvents = (first: number) => `new_events as materialized (
     select nextval('outbox_id_seq') as id, event.*
       from unnest($${first}::text[], $${first + 1}::jsonb[], $${first + 2}::timestamptz[]) with ordinality
         as event (kind, payload, occurred_at, ordinal)
   )`;

/** Inserts `new_events` at `positions`. */
export const INSERT_NEW_EVENTS = `insert into outbox (id, kind, payload, occurred_at, channels, position)
     select id, kind, payload, occurred_at, event_channels(kind, payload), positions.before + ordinal
       from new_events left join positions on true`;

export function columnsOf(events: readonly OutboxEvent[]): unknown[][] {
  return [
    events.map((event) => event.kind),
    events.map((event) => JSON.stringify(event.payload)),
    events.map((event) => event.occurredAt),
  ];
}

const APPEND = statement(
  "outbox.append",
  `with ${newEvents(1)}, ${positionsFor("cardinality($1::text[])", "$4")}
   ${INSERT_NEW_EVENTS}`,
);

/**
 * PLACED: the commit appended events with their positions, unless earlier events still waited for theirs. WAITING: it
 * appended events that wait for their positions.
 */
export type AppendResult = "PLACED" | "WAITING";

/**
 * Records what happened, in rows that commit with the change itself. The statements of `SlotLedger` record the changes
 * of slots, and in the last statement of a batch also its other events. All other events are appended here.
 */
export class Outbox {
  readonly #onCommitted: (result: AppendResult) => void;

  /** @param onCommitted called after each commit that appended something: wakes the relay. */
  constructor(onCommitted: (result: AppendResult) => void) {
    this.#onCommitted = onCommitted;
  }

  async append(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.wakeAfterCommit(tx);
    await sendWithPositions(tx, APPEND, columnsOf(events));
  }

  /** For a statement that itself appends the events of what it changes. */
  wakeAfterCommit(tx: Tx): void {
    tx.afterCommit(() => this.#onCommitted(tx.commitIsNext ? "PLACED" : "WAITING"));
  }
}
