import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { ChannelEvents, EventBus } from "../outbox/event-bus.ts";
import { eventAt, LATEST_MARK, markOf } from "../outbox/feed-mark.ts";
import { ALL, type FeedEvent } from "../outbox/outbox-events.ts";
import type { Logger } from "../shared/logger.ts";
import { Outage } from "../shared/outage.ts";
import { Repeater } from "../shared/repeater.ts";
import { Channel } from "./channel.ts";
import type { FeedReads } from "./feed-reads.ts";
import { type HistoryRead, KnownHistory } from "./known-history.ts";

const READ_FEED_ID = statement<{ id: string }>(
  "hub.read_feed_id",
  `select system_identifier || '-' || oid as id from pg_control_system(), pg_database where datname = current_database()`,
);

interface FeedRead extends HistoryRead {
  readonly upTo: number;
  readonly prunedPosition: number;
}

interface Missed extends FeedRead {
  readonly id: number | null;
  readonly kind: FeedEvent["kind"];
  readonly payload: FeedEvent["payload"];
  readonly position: number;
  readonly channels: readonly string[];
}

// Reads the events that the channels in $1 lack. $1 maps each channel to the position up to which it is complete. In
// the range of positions, only events that some channel lacks are returned, so that a read costs little if nothing is
// missing. $1 is an object because looking up a channel in it is fast, however many are watched.
const READ_MISSED = statement<Missed>(
  "hub.read_missed",
  `select least(f.last_position, $2::bigint + $3) as "upTo", f.last_position as "lastPosition",
      f.pruned_position as "prunedPosition", f.leader, ${eventAt("$4")} as known, ${LATEST_MARK} as latest,
      o.id, o.kind, o.payload, o.position, o.channels || '{${ALL}}' as channels
    from feed f left join outbox o on o.position > $2 and o.position <= $2 + $3 and exists (
        select from unnest(o.channels || '{${ALL}}') as of (name) where ($1::jsonb -> of.name)::bigint < o.position)
    order by o.position`,
);

const RANGE = 2_000;
const POLL_INTERVAL_MS = 1_000;

/**
 * Identifies this database's feed in cursors and on a shared Redis. The id comes from the database system and not from
 * stored data, because stored data is copied with the database.
 */
export async function readFeedId(db: Database): Promise<string> {
  const [feed] = await db.query(READ_FEED_ID);
  if (!feed) throw new Error("The database does not tell its name");
  return feed.id;
}

export interface EventHubOptions {
  readonly db: Database;
  readonly bus: EventBus;
  readonly reads: FeedReads;
  readonly log: Logger;
  readonly pollIntervalMs?: number;
}

/**
 * The channels that this server's subscribers watch, and no others. An event that the bus loses shows up as a gap at
 * the channel's next event. Every second, and after each interruption of the bus, the hub also reads from the outbox
 * any missing events that no later event has revealed.
 */
export class EventHub {
  readonly #db: Database;
  readonly #bus: EventBus;
  readonly #reads: FeedReads;
  readonly #channels = new Map<string, { channel: Channel; begun: Promise<void>; watchers: number }>();
  readonly #repeater: Repeater;
  readonly #outage: Outage;
  readonly #log: Logger;
  readonly #history = new KnownHistory();

  constructor({ db, bus, reads, log, pollIntervalMs = POLL_INTERVAL_MS }: EventHubOptions) {
    this.#db = db;
    this.#bus = bus;
    this.#reads = reads;
    this.#log = log;
    this.#outage = new Outage(log, {
      failing: "live events cannot be read from the outbox; retrying",
      recovered: "live events can be read from the outbox again",
    });
    this.#repeater = new Repeater({
      work: () => this.#catchUp(),
      everyMs: pollIntervalMs,
      onError: (error) => this.#outage.failed(error),
    });
    bus.onEvents((events) => {
      const channel = this.#channels.get(events.channel)?.channel;
      if (channel && !this.#receive(channel, events)) this.#repeater.run();
    });
    bus.onSubscribed((name) => {
      // The bus did not deliver events published before this moment.
      if (this.#channels.get(name)?.channel.position != null) this.#repeater.run();
    });
  }

  start(): void {
    this.#repeater.start();
  }

  /**
   * Returns the channel, which from now on receives every event above its position. Each call needs its `leave`.
   *
   * @throws DomainError SERVICE_UNAVAILABLE
   */
  async watch(name: string): Promise<Channel> {
    let entry = this.#channels.get(name);
    if (!entry) {
      const channel = new Channel(name);
      entry = { channel, begun: this.#begin(channel), watchers: 0 };
      this.#channels.set(name, entry);
      this.#bus.subscribe(name);
    }
    entry.watchers++;
    try {
      await entry.begun;
    } catch (error) {
      this.leave(entry.channel);
      throw error;
    }
    return entry.channel;
  }

  /** Ends one `watch`; the last one unsubscribes from the channel. */
  leave(channel: Channel): void {
    const entry = this.#channels.get(channel.name);
    if (entry?.channel !== channel || --entry.watchers > 0) return;
    this.#channels.delete(channel.name);
    this.#bus.unsubscribe(channel.name);
  }

  /** How many listeners there are on all channels. */
  get listenerCount(): number {
    return [...this.#channels.values()].reduce((sum, { channel }) => sum + channel.listenerCount, 0);
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  close(): Promise<void> {
    return this.#repeater.close();
  }

  async #begin(channel: Channel): Promise<void> {
    const { lastPosition } = await this.#reads.state();
    channel.begin(lastPosition);
    // Reads events that were published since, before the bus delivered any or while the starting position was unknown.
    this.#repeater.run();
  }

  /** @returns whether all is well: false if events are missing or were published by an unknown leader. */
  #receive(channel: Channel, events: ChannelEvents): boolean {
    if (!this.#history.isLedBy(events.lead)) return false;
    channel.receive(events);
    const last = events.events.at(-1);
    if (last) this.#history.advanceTo(markOf(last));
    return !channel.hasGap;
  }

  async #catchUp(): Promise<void> {
    for (let more = true; more && !this.#repeater.closed; ) {
      const watched = [...this.#channels.values()].flatMap(({ channel }) =>
        channel.position === null ? [] : [{ channel, position: channel.position }],
      );
      if (watched.length === 0) return;
      more = await this.#readMissed(watched);
    }
    this.#outage.succeeded();
  }

  /** Delivers missed events to channels, up to the same position for all. @returns whether there are more. */
  async #readMissed(watched: readonly { channel: Channel; position: number }[]): Promise<boolean> {
    const positions = watched.map(({ position }) => position);
    const known = this.#history.newest;
    const rows = await this.#db.query(READ_MISSED, [
      JSON.stringify(Object.fromEntries(watched.map(({ channel, position }) => [channel.name, position]))),
      Math.min(...positions),
      RANGE,
      known.position,
    ]);
    const [feedRead] = rows;
    if (!feedRead) throw new Error("The feed has no state");
    const { upTo, lastPosition, prunedPosition } = feedRead;
    if (!this.#history.continuesWith(feedRead, known, Math.max(...positions))) this.#startOver(feedRead);
    for (const { channel, position } of watched) if (position < prunedPosition) channel.reset(prunedPosition);
    const byName = new Map(watched.map(({ channel }) => [channel.name, channel]));
    for (const row of rows) deliver(row, byName);
    for (const { channel } of watched) channel.completeTo(upTo);
    return upTo < lastPosition;
  }

  #startOver({ lastPosition }: FeedRead): void {
    this.#log.warn(
      { lastPosition },
      "the database was restored to an earlier state; subscribers must subscribe again",
    );
    this.#reads.forget();
    for (const { channel } of this.#channels.values())
      if (channel.position !== null) channel.reset(lastPosition);
  }
}

function deliver(
  { id, kind, payload, position, channels }: Missed,
  watched: ReadonlyMap<string, Channel>,
): void {
  if (id === null) return;
  const event = { id, kind, payload, position } as FeedEvent;
  for (const name of channels) watched.get(name)?.deliver(event);
}
