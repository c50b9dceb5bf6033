import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { type Statement, statement, toQueryConfig } from "../database/statement.ts";

/**
 * How long the lead lasts unless it is renewed, and so the longest wait until another server replaces one that died.
 */
export const LEASE_MS = 1_000;
// Real time, not the product's clock, which tests may move.
const UNTIL = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;

const TAKE = statement<{ published: number }>(
  "relay.take_lead",
  `update feed set leader = $1, leader_until = ${UNTIL}
    where leader is null or leader_until < clock_timestamp() or leader = $2
    returning published_position as published`,
);

// Assigns positions to committed rows that have none, in the order of their ids. For the rows of one slot this is the
// order of its versions, because each id is drawn while the slot is locked. A row that commits late gets a later
// position.
//
// It requires the lead, and renews it. It locks the row of the feed first, so that a new leader begins only after it is
// done, and a server that has lost the lead assigns no positions. It returns no events, because a server that hangs
// before it reads them would keep that lock.
//
// The rows are listed once more as an array, which PostgreSQL assumes to be short and looks up one by one. It cannot
// estimate the size of "fresh", so that a plan made for a small outbox would scan all of a large one.
const ASSIGN = statement<{ count: number }>(
  "relay.assign_positions",
  `with fresh as materialized (
     select id, row_number() over (order by id) as ordinal from outbox where position is null order by id limit $2
   ), counted as (
     update feed set last_position = last_position + (select count(*) from fresh), leader_until = ${UNTIL},
         published_position = greatest(published_position, $3)
       where leader = $1
       returning last_position as last
   ), assigned as (
     update outbox set position = counted.last - (select count(*) from fresh) + fresh.ordinal from counted, fresh
       where outbox.id = fresh.id and outbox.id = any(array(select id from fresh))
   )
   select (select count(*) from fresh) as count from counted`,
);

const RELEASE = statement<never>(
  "relay.give_back_lead",
  `update feed set leader = null, leader_until = null, published_position = greatest(published_position, $2)
    where leader = $1`,
);

// In small steps, because each locks the row of the feed, which drivers' transactions need.
const PRUNE_RANGE = 1_000;
// Deletes the oldest rows, as far as all of them are old enough, published, and read by the webhooks. `pruned_position`
// records how far: missing positions below it are no gap, and a cursor from there is refused. The last row that is old
// enough stays, so that the cursor of a reader that has received everything up to there can still be checked.
const PRUNE = statement<{ more: boolean }>(
  "relay.prune",
  `with bounds as (
     select f.pruned_position as pruned,
         least(f.published_position, w.position, f.pruned_position + ${PRUNE_RANGE}) as upto
       from feed f, webhook_feed w where f.leader = $1
   ), found as (
     select pruned, upto, coalesce((
         select o.position - 1 from outbox o
           where o.position > pruned and o.position <= upto and o.occurred_at >= slotwire_now() - $2 * interval '1 second'
           order by o.position limit 1), upto) as position
       from bounds
   ), moved as (
     update feed set pruned_position = found.position from found
       where leader = $1 and found.position > found.pruned
       returning found.pruned, found.upto, found.position
   ), deleted as (
     delete from outbox using moved where outbox.position >= moved.pruned and outbox.position < moved.position
   )
   select position = upto and position = pruned + ${PRUNE_RANGE} as more from moved`,
);

/**
 * The right to relay, which one server at a time holds for a short time and renews with every batch. It is bound to a
 * name that is used once, so that a statement of a former leader has no effect, even one that is already on its way.
 */
export class RelayLease {
  readonly #client: PoolClient;
  readonly name: string;
  /** The published position when the lead was taken. */
  readonly published: number;

  private constructor(client: PoolClient, name: string, published: number) {
    this.#client = client;
    this.name = name;
    this.published = published;
  }

  /** Null while another server has the lead. @param former this server's last lease, which need not have expired. */
  static async take(pool: Pool, former: RelayLease | null): Promise<RelayLease | null> {
    const name = randomUUID();
    const values = [name, former === null ? null : former.name];
    const { rows } = await pool.query<{ published: number }>(toQueryConfig(TAKE, values));
    const [feed] = rows;
    // The lease has its own connection. A lead that has to wait for a free connection is lost.
    return feed ? new RelayLease(await pool.connect(), name, feed.published) : null;
  }

  /** Assigns positions to at most `limit` rows, and renews the lead. @returns to how many; null if the lead is lost. */
  async assign(limit: number, published: number): Promise<number | null> {
    const [feed] = await this.#query(ASSIGN, [limit, published]);
    return feed?.count ?? null;
  }

  /** Removes some of the events older than that. @returns whether there may be more. */
  async prune(olderThanSeconds: number): Promise<boolean> {
    const [pruned] = await this.#query(PRUNE, [olderThanSeconds]);
    return pruned?.more ?? false;
  }

  async release(published: number): Promise<void> {
    await this.#query(RELEASE, [published]).finally(() => this.abandon());
  }

  /** Lets the lease expire. */
  abandon(): void {
    this.#client.release(true);
  }

  async #query<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const result = await this.#client.query(toQueryConfig(statement, [this.name, ...values]));
    return result.rows as Row[];
  }
}
