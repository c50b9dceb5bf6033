import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { type Statement, statement, toQueryConfig } from "../database/statement.ts";

/** How long the lead lasts without being renewed: what takes over from a server that died waits at most this long. */
export const LEASE_MS = 1_000;
// Real time, not the product's clock: a test that moves the product's clock moves no lead.
const UNTIL = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;

const TAKE = statement<{ published: number }>(
  "relay.take_lead",
  `update feed set leader = $1, leader_until = ${UNTIL}
    where leader is null or leader_until < clock_timestamp() or leader = $2
    returning published_position as published`,
);

// Gives positions to committed rows that have none, in the order of their ids. For rows of one slot this is the order of
// its versions, because each id was drawn while the slot was locked. A row that commits late just comes later.
//
// It requires the lead, and renews it. The row of the feed is locked first: so a new leader begins after this is done, and
// one that has lost the lead gives no positions. It returns no events: a server that is stopped before it reads them
// would keep that lock.
//
// The rows are named once more as a list, which PostgreSQL takes for short and looks up one by one. How long "fresh" is it
// cannot tell, so that a plan made for a small outbox would read all of a large one.
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

const GIVE_BACK = statement<never>(
  "relay.give_back_lead",
  `update feed set leader = null, leader_until = null, published_position = greatest(published_position, $2)
    where leader = $1`,
);

// Little at a time: the row of the feed is locked meanwhile, and drivers' transactions need it.
const PRUNE_RANGE = 1_000;
// Deletes from the oldest on, as far as everything is old enough and nobody has yet to read it. How far is remembered: what
// is missing below that is no gap, and a cursor from there is refused. The last row that is old enough stays, so that
// whoever has had all up to there can be told which event that was.
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
 * The right to relay, which one server at a time has: for a moment, renewed with every batch. It is bound to a name
 * that is used once, so that whatever a former leader still sends, or has sent and not been answered, does nothing.
 */
export class RelayLease {
  readonly #client: PoolClient;
  readonly name: string;
  /** What was published when the lead was taken. */
  readonly published: number;

  private constructor(client: PoolClient, name: string, published: number) {
    this.#client = client;
    this.name = name;
    this.published = published;
  }

  /** Null while another server has it. @param former of this server, which need not be waited for. */
  static async take(pool: Pool, former: RelayLease | null): Promise<RelayLease | null> {
    const name = randomUUID();
    const values = [name, former === null ? null : former.name];
    const { rows } = await pool.query<{ published: number }>(toQueryConfig(TAKE, values));
    const [feed] = rows;
    // A connection of its own: a lead that waits for one to be free is lost.
    return feed ? new RelayLease(await pool.connect(), name, feed.published) : null;
  }

  /** Gives positions to as many rows at most, and renews the lead. @returns to how many; null where the lead is lost. */
  async assign(limit: number, published: number): Promise<number | null> {
    const [feed] = await this.#query(ASSIGN, [limit, published]);
    return feed?.count ?? null;
  }

  /** Removes some of what is older than that. @returns whether there may be more. */
  async prune(olderThanSeconds: number): Promise<boolean> {
    const [pruned] = await this.#query(PRUNE, [olderThanSeconds]);
    return pruned?.more ?? false;
  }

  async giveBack(published: number): Promise<void> {
    await this.#query(GIVE_BACK, [published]).finally(() => this.drop());
  }

  /** Lets it lapse. */
  drop(): void {
    this.#client.release(true);
  }

  async #query<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const result = await this.#client.query(toQueryConfig(statement, [this.name, ...values]));
    return result.rows as Row[];
  }
}
