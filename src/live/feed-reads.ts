import { LRUCache } from "lru-cache";
import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { type EventMark, fingerprintOf } from "../outbox/feed-mark.ts";
import { ALL, type FeedEvent } from "../outbox/outbox-events.ts";
import { SharedRuns } from "../shared/shared-runs.ts";

/** An event as the outbox stores it, with the transaction that wrote it. */
type StoredEvent = FeedEvent & { readonly xid: string };

/** How far the feed has got. */
export interface FeedState {
  readonly lastPosition: number;
  readonly prunedPosition: number;
  /** The transactions whose events are committed but have no position yet; null if there are too many to list. */
  readonly waiting: readonly string[] | null;
}

/** An outbox row: which event it is, and its position in the feed. */
interface PlacedEvent extends EventMark {
  /** Null while the event has none. */
  readonly position: number | null;
}

interface FoundEvents {
  readonly byPosition: ReadonlyMap<number | null, PlacedEvent>;
  readonly byId: ReadonlyMap<number, PlacedEvent>;
}

/** The events of one channel in a range of positions. */
export interface FeedPage {
  readonly from: number;
  readonly to: number;
  readonly events: readonly StoredEvent[];
  /** Events up to this position may be missing, because they were pruned before the page was read. */
  readonly prunedPosition: number;
}

// More events than this wait only while the relay stands still.
const WAITING_LIMIT = 1_000;
const READ_STATE = statement<{ lastPosition: number; prunedPosition: number; waiting: string[] }>(
  "feed.read_state",
  `select last_position as "lastPosition", pruned_position as "prunedPosition",
      array(select xid::text from outbox where position is null order by id limit ${WAITING_LIMIT + 1}) as waiting
    from feed`,
);
const READ_EVENTS = statement<{ id: number; position: number | null; occurredAt: string }>(
  "feed.read_events",
  `select o.id, o.position, o.payload ->> 'occurredAt' as "occurredAt"
     from unnest($1::bigint[]) as asked (position) join outbox o on o.position = asked.position
   union all
   select o.id, o.position, o.payload ->> 'occurredAt'
     from unnest($2::bigint[]) as asked (id) join outbox o on o.id = asked.id`,
);
// Limits the positions and not the rows, so that pages of a quiet channel are bounded reads, too.
const READ_PAGE = statement<
  { prunedPosition: number } & { [Key in keyof StoredEvent]: StoredEvent[Key] | null }
>(
  "feed.read_page",
  `select f.pruned_position as "prunedPosition", o.id, o.kind, o.payload, o.position, o.xid::text as xid
    from feed f left join outbox o on o.position > $2 and o.position <= $3 and ($1 = '${ALL}' or $1 = any(o.channels))
    order by o.position`,
);

const PAGE = 1_000;
/** How many events the cached pages may have together. */
const KEPT_EVENTS = 20_000;

/** Reads of the feed that subscribers share: 10,000 that reconnect at once cost about as many reads as one of them. */
export class FeedReads {
  readonly #db: Database;
  readonly #states = new SharedRuns<FeedState>();
  readonly #lastPages = new SharedRuns<FeedPage>();
  readonly #events = new SharedRuns<FoundEvents>();
  #askedFor = { positions: new Set<number>(), ids: new Set<number>() };
  // Only full pages, which never change.
  readonly #pages: LRUCache<string, FeedPage, { channel: string; number: number }>;

  constructor(db: Database) {
    this.#db = db;
    this.#pages = new LRUCache({
      maxSize: KEPT_EVENTS,
      // A caller gets its page even if the cache evicts it during the read.
      ignoreFetchAbort: true,
      sizeCalculation: ({ events }) => events.length + 1,
      fetchMethod: (_key, _stale, { context: { channel, number } }) =>
        this.#readPage(channel, number * PAGE, (number + 1) * PAGE),
    });
  }

  state(): Promise<FeedState> {
    return this.#states.run("", async () => {
      const [row] = await this.#db.query(READ_STATE);
      if (!row) throw new Error("The feed has no state");
      return { ...row, waiting: row.waiting.length > WAITING_LIMIT ? null : row.waiting };
    });
  }

  /**
   * The page that contains the positions right after `from`. It ends at `upTo` at the latest, which must not exceed the
   * last position.
   */
  async page(channel: string, from: number, upTo: number): Promise<FeedPage> {
    const number = Math.floor(from / PAGE);
    const isFull = upTo >= (number + 1) * PAGE;
    const page = isFull
      ? await this.#pages.fetch(`${channel}:${number}`, { context: { channel, number } })
      : await this.#lastPages.run(`${channel}:${number}:${upTo}`, () =>
          this.#readPage(channel, number * PAGE, upTo),
        );
    if (!page) throw new Error("A page of the feed was not read");
    return page;
  }

  /** Drops the cached pages: the database was restored to a state before they were read. */
  forget(): void {
    this.#pages.clear();
  }

  /** The event at a position, if it is still kept. */
  async eventAt(position: number): Promise<PlacedEvent | undefined> {
    this.#askedFor.positions.add(position);
    return (await this.#readEvents()).byPosition.get(position);
  }

  async eventOf(id: number): Promise<PlacedEvent | undefined> {
    this.#askedFor.ids.add(id);
    return (await this.#readEvents()).byId.get(id);
  }

  #readEvents(): Promise<FoundEvents> {
    return this.#events.run("", async () => {
      const { positions, ids } = this.#askedFor;
      this.#askedFor = { positions: new Set(), ids: new Set() };
      const rows = await this.#db.query(READ_EVENTS, [[...positions], [...ids]]);
      const events = rows.map(({ id, position, occurredAt }) => ({
        id,
        position,
        fingerprint: fingerprintOf(id, occurredAt),
      }));
      return {
        byPosition: new Map(events.map((event) => [event.position, event])),
        byId: new Map(events.map((event) => [event.id, event])),
      };
    });
  }

  async #readPage(channel: string, from: number, to: number): Promise<FeedPage> {
    const rows = await this.#db.query(READ_PAGE, [channel, from, to]);
    const events = rows.flatMap(({ prunedPosition: _, ...event }) =>
      event.id === null ? [] : [event as StoredEvent],
    );
    return { from, to, events, prunedPosition: rows[0]?.prunedPosition ?? 0 };
  }
}
