import type { PoolClient } from "pg";
import type { Database } from "../database/database.ts";
import { statement, toQueryConfig } from "../database/statement.ts";
import type { EventBus } from "../live/event-bus.ts";
import type { Logger } from "../shared/logger.ts";
import { Repeater } from "../shared/repeater.ts";
import type { FeedEvent } from "./outbox-events.ts";

// A number of our own among the advisory locks of the database.
const RELAY_LOCK = 7_215_001;

const BECOME_LEADER = statement<{ leads: boolean }>(
  "relay.lead",
  `select pg_try_advisory_lock(${RELAY_LOCK}) as leads`,
);

// Gives committed rows their positions, in the order of their ids. Rows of one slot get theirs in the order of its
// versions, because each id was drawn while the slot was locked. A row that commits late just comes later.
const ASSIGN_POSITIONS = statement<never>(
  "relay.assign_positions",
  `with fresh as (
     select id, row_number() over (order by id) as ordinal from outbox where position is null order by id limit $1
   ), counted as (
     update feed set last_position = last_position + (select count(*) from fresh)
       where exists (select from fresh)
       returning last_position - (select count(*) from fresh) as base
   )
   update outbox set position = counted.base + fresh.ordinal from fresh, counted
     where outbox.id = fresh.id and outbox.position is null`,
);
const READ_UNPUBLISHED = statement<FeedEvent>(
  "relay.read_unpublished",
  `select id, kind, payload, position from outbox
    where position > (select published_position from feed) order by position limit $1`,
);
const MARK_PUBLISHED = statement<never>("relay.mark_published", "update feed set published_position = $1");

const PRUNE_BATCH = 10_000;
const PRUNE = statement<never>(
  "relay.prune",
  `delete from outbox where id in (
     select id from outbox
       where position <= (select published_position from feed) and position <= (select position from webhook_feed)
         and occurred_at < slotwire_now() - $1 * interval '1 second'
       order by position limit ${PRUNE_BATCH})`,
);

const BATCH = 500;
const LOOK_EVERY_MS = 250;
const PRUNE_EVERY_MS = 60_000;
const KEEP_SECONDS = 24 * 3600;

export interface RelayOptions {
  readonly db: Database;
  readonly bus: EventBus;
  readonly log: Logger;
}

/**
 * Publishes what the outbox holds: the only publisher there is. Of several servers one leads, by a lock that the
 * database frees when that server's connection ends. Everything is done at least once: a position is written
 * before it is published and marked after, so that a server that dies between the two has its last events
 * published again by the next leader, under the same positions.
 */
export class Relay {
  readonly #db: Database;
  readonly #bus: EventBus;
  readonly #log: Logger;
  #leader: PoolClient | null = null;
  #failing = false;
  #prunedAt = 0;
  readonly #repeater: Repeater;

  constructor({ db, bus, log }: RelayOptions) {
    this.#db = db;
    this.#bus = bus;
    this.#log = log;
    this.#repeater = new Repeater({
      work: () => this.#relay(),
      everyMs: LOOK_EVERY_MS,
      onError: (error) => this.#fail(error),
    });
    bus.onRing(() => {
      if (this.#leader) this.#repeater.run();
    });
  }

  /** Begins with what was committed while no relay ran. */
  start(): void {
    this.#repeater.start();
  }

  /** Says that the outbox has new rows; the leader is told over the bus where it is another server. */
  wake(): void {
    if (this.#leader) this.#repeater.run();
    else this.#bus.ring();
  }

  async close(): Promise<void> {
    await this.#repeater.close();
    this.#stepDown();
  }

  async #relay(): Promise<void> {
    const leader = this.#leader ?? (await this.#lead());
    if (!leader) return;
    for (let more = true; more && !this.#repeater.closed; ) {
      await leader.query(toQueryConfig(ASSIGN_POSITIONS, [BATCH]));
      const { rows } = await leader.query<FeedEvent>(toQueryConfig(READ_UNPUBLISHED, [BATCH]));
      const last = rows.at(-1);
      if (last) {
        if (!(await this.#publish(rows))) return;
        await leader.query(toQueryConfig(MARK_PUBLISHED, [last.position]));
      }
      more = rows.length === BATCH;
    }
    await this.#prune(leader);
    if (this.#failing) this.#log.info("events are being published again");
    this.#failing = false;
  }

  // A bus that is down is no reason to give up the lead: positions go on, and every hub reads them by itself.
  async #publish(events: readonly FeedEvent[]): Promise<boolean> {
    try {
      await this.#bus.publish(events);
      return true;
    } catch (error) {
      this.#report(error);
      return false;
    }
  }

  async #lead(): Promise<PoolClient | null> {
    const client = await this.#db.pool.connect();
    // A connection of the pool has no listener of its own while it is lent, and an unheard error ends the process.
    const onError = () => {
      if (client === this.#leader) this.#stepDown();
    };
    client.on("error", onError);
    try {
      const { rows } = await client.query<{ leads: boolean }>(toQueryConfig(BECOME_LEADER, []));
      if (rows[0]?.leads) {
        this.#leader = client;
        return client;
      }
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.off("error", onError);
    client.release();
    return null;
  }

  // The connection is closed, not given back: its end is what frees the lock.
  #stepDown(): void {
    const client = this.#leader;
    this.#leader = null;
    client?.release(true);
  }

  async #prune(leader: PoolClient): Promise<void> {
    if (Date.now() - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = Date.now();
    for (let more = true; more && !this.#repeater.closed; ) {
      const { rowCount } = await leader.query(toQueryConfig(PRUNE, [KEEP_SECONDS]));
      more = rowCount === PRUNE_BATCH;
    }
  }

  #fail(error: unknown): void {
    this.#report(error);
    // Where it was the database, the lock is lost with the connection: another server may lead by now.
    this.#stepDown();
  }

  #report(error: unknown): void {
    if (!this.#failing)
      this.#log.warn({ err: error }, "events cannot be published; trying again until they can");
    this.#failing = true;
  }
}
