import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import type { Logger } from "../shared/logger.ts";
import type { EventBus } from "./event-bus.ts";

const READ_POSITION = statement<{ position: number; eventId: number | null }>(
  "hub.read_position",
  `select f.last_position as position, o.id as "eventId" from feed f left join outbox o on o.position = f.last_position`,
);
const READ_AFTER = statement<FeedEvent>(
  "hub.read_after",
  `select id, kind, payload, position from outbox
    where position > $1 order by position limit $2`,
);

const READ_FEED_ID = statement<{ id: string }>(
  "hub.read_feed_id",
  `select system_identifier || '-' || oid as id from pg_control_system(), pg_database where datname = current_database()`,
);

const PAGE = 500;
const LOOK_EVERY_MS = 1_000;

type Listener = (event: FeedEvent) => void;

/**
 * What names the feed of this database, wherever it meets others: of the database itself, because what is stored in
 * it is copied with it.
 */
export async function readFeedId(db: Database): Promise<string> {
  const [feed] = await db.query(READ_FEED_ID);
  if (!feed) throw new Error("The database does not tell its name");
  return feed.id;
}

export interface EventHubOptions {
  readonly db: Database;
  readonly bus: EventBus;
  readonly log: Logger;
}

/**
 * The feed as this server's subscribers see it: every event once, in the order of positions. What the bus brings
 * out of order, twice or not at all shows in the positions, which are dense; the gap is then read from the outbox,
 * and so is, every second, whatever the bus may have lost without a later event to show it.
 */
export class EventHub {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #listeners = new Set<Listener>();
  #position: number | null = null;
  #eventId = 0;
  #catchingUp: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failing = false;

  constructor({ db, bus, log }: EventHubOptions) {
    this.#db = db;
    this.#log = log;
    bus.onEvents((events) => this.#receive(events));
  }

  /** Begins at the end of the feed. */
  async start(): Promise<void> {
    const [row] = await this.#db.query(READ_POSITION);
    this.#position = row?.position ?? 0;
    this.#eventId = row?.eventId ?? 0;
    this.#timer = setInterval(() => this.#catchUp(), LOOK_EVERY_MS);
  }

  /** The id of the last event that listeners were told of; 0 where there was none. */
  get lastEventId(): number {
    return this.#eventId;
  }

  /** Calls `listener` with each event from now on. @returns a function that ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#catchingUp;
    this.#listeners.clear();
  }

  #receive(events: readonly FeedEvent[]): void {
    if (this.#position === null) return;
    for (const event of events) {
      if (event.position > this.#position + 1) {
        this.#catchUp();
        return;
      }
      this.#deliver(event);
    }
  }

  #deliver(event: FeedEvent): void {
    if (this.#position === null || event.position <= this.#position) return;
    this.#position = event.position;
    this.#eventId = event.id;
    for (const listener of this.#listeners) listener(event);
  }

  #catchUp(): void {
    this.#catchingUp ??= this.#readOn()
      .catch((error: unknown) => {
        if (!this.#failing)
          this.#log.warn({ err: error }, "live events cannot be read from the outbox; trying again");
        this.#failing = true;
      })
      .finally(() => {
        this.#catchingUp = null;
      });
  }

  async #readOn(): Promise<void> {
    for (let more = true; more; ) {
      const events = await this.#db.query(READ_AFTER, [this.#position, PAGE]);
      for (const event of events) this.#deliver(event);
      more = events.length === PAGE;
    }
    this.#failing = false;
  }
}
