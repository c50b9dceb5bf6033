import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { Logger } from "../shared/logger.ts";
import { Outage } from "../shared/outage.ts";
import { Repeater } from "../shared/repeater.ts";
import { type AddressedEvent, ChannelBatches } from "./channel-batches.ts";
import type { EventBus } from "./event-bus.ts";
import { eventAt, markOf, parseFingerprint } from "./feed-mark.ts";
import type { AppendResult } from "./outbox.ts";
import { RelayLease } from "./relay-lease.ts";

// Returns at least one row, which says whether any event has no position yet, and which event was published last. The
// channels are JSON, which is parsed seven times as fast as an array.
const READ_AFTER = statement<
  { waiting: boolean; published: string | null } & (AddressedEvent | { position: null })
>(
  "relay.read_after",
  `select (select id from outbox where position is null order by id limit 1) is not null as waiting,
       ${eventAt("$1")} as published, event.*
     from (values (true)) as always left join (
       select id, kind, payload, position, to_json(channels) as channels from outbox where position > $1 order by position limit $2
     ) event on true
     order by event.position`,
);

const BATCH = 1_000;
const POLL_INTERVAL_MS = 250;
/** An event after a pause is published at once. Under load, one read serves several commits. */
const PUBLISH_AT_MOST_EVERY_MS = 10;
const PRUNE_EVERY_MS = { most: 60_000, least: 1_000 };

export interface RelayOptions {
  readonly db: Database;
  readonly bus: EventBus;
  readonly log: Logger;
  /** How long events are kept after they happened. */
  readonly retentionSeconds: number;
}

/** The lead and its progress, while this server has it. */
interface Lead {
  readonly lease: RelayLease;
  readonly stopListening: () => void;
  batches: ChannelBatches;
  /** Everything up to this position was handed to the bus. */
  published: number;
  /** The fingerprint of the event at `published`; null while it is not known. */
  fingerprint: string | null;
}

/**
 * Publishes the events of the outbox. It is the only publisher, and assigns positions to events that got none with
 * their commit. Of several servers one leads, by a lease that another server takes over if it is not renewed.
 * Everything is done at least once: a position is stored before its event is published, and the published position is
 * stored some time after. If the leader dies, the next one publishes its last events again, under the same positions. A
 * leader that is paused and wakes up publishes only such repeats.
 */
export class Relay {
  readonly #db: Database;
  readonly #bus: EventBus;
  readonly #log: Logger;
  readonly #retentionSeconds: number;
  readonly #assigning: Repeater;
  readonly #publishing: Repeater;
  readonly #outage: Outage;
  readonly stats = { publishedEvents: 0, failures: 0, takeOvers: 0 };
  #lead: Lead | null = null;
  #former: RelayLease | null = null;
  #prunedAt = 0;
  #prunesOn = false;

  constructor({ db, bus, log, retentionSeconds }: RelayOptions) {
    this.#db = db;
    this.#bus = bus;
    this.#log = log;
    this.#retentionSeconds = retentionSeconds;
    const positions = new Outage(log, {
      failing: "events cannot be assigned positions; retrying",
      recovered: "events are being assigned positions again",
    });
    this.#outage = new Outage(log, {
      failing: "events cannot be published; retrying",
      recovered: "events are being published again",
    });
    this.#assigning = new Repeater({
      work: async () => {
        await this.#assign();
        positions.succeeded();
      },
      everyMs: POLL_INTERVAL_MS,
      onError: (error) => {
        this.stats.failures++;
        positions.failed(error);
        this.#stepDown();
      },
    });
    // Separate from assigning, because a bus that is down or hangs is no reason to give up the lead. Positions are
    // still assigned, and every hub reads the events from the outbox.
    this.#publishing = new Repeater({
      work: () => this.#publish(),
      everyMs: POLL_INTERVAL_MS,
      atMostEveryMs: PUBLISH_AT_MOST_EVERY_MS,
      onError: (error) => {
        this.stats.failures++;
        this.#outage.failed(error);
      },
    });
  }

  get isLeader(): boolean {
    return this.#lead !== null;
  }

  /** As far as this server knows; 0 while it does not lead. */
  get publishedPosition(): number {
    return this.#lead?.published ?? 0;
  }

  /** Starts with the events that were committed while no relay ran. */
  start(): void {
    this.#assigning.start();
    this.#publishing.start();
  }

  /** Announces that the outbox has new rows. If another server leads, it is told over the bus. */
  wake(result: AppendResult): void {
    if (!this.#lead) this.#bus.wakeRelay();
    // They are published once they have positions.
    else if (result === "WAITING") this.#assigning.run();
    else this.#publishing.run();
  }

  /** Hands the lead over at once. */
  async close(): Promise<void> {
    await this.#assigning.close();
    await this.#publishing.close();
    const lead = this.#lead;
    this.#lead = null;
    lead?.stopListening();
    await lead?.lease
      .release(lead.published)
      .catch((error: unknown) => this.#log.debug({ err: error }, "the relay's lead will expire by itself"));
  }

  async #assign(): Promise<void> {
    if (!this.#lead) {
      this.#lead = await this.#takeLead();
      // Publishes the events that got positions after the former leader last published.
      if (this.#lead) this.#publishing.run();
    }
    const lead = this.#lead;
    for (let more = lead !== null; more && lead && !this.#assigning.closed; ) {
      const count = await lead.lease.assign(BATCH, lead.published);
      if (count === null) {
        this.#log.info("another server relays events now");
        return this.#stepDown();
      }
      if (count > 0) this.#publishing.run();
      more = count === BATCH;
    }
    if (lead) await this.#prune(lead);
  }

  async #publish(): Promise<void> {
    const lead = this.#lead;
    for (let more = true; more && lead && lead === this.#lead && !this.#publishing.closed; ) {
      const rows = await this.#db.query(READ_AFTER, [lead.published, BATCH]);
      if (rows[0]?.waiting) this.#assigning.run();
      const fingerprint = parseFingerprint(rows[0]?.published);
      lead.fingerprint ??= fingerprint;
      // Another event has that position, so the database was restored to an earlier state. A lead ends with its
      // history.
      if (fingerprint !== null && fingerprint !== lead.fingerprint) {
        this.#stepDown();
        this.#assigning.run();
        return;
      }
      const events = rows.filter((row) => row.position !== null);
      const [first] = events;
      const last = events.at(-1);
      if (!first || !last) break;
      more = events.length === BATCH;
      // Positions are dense, so the missing events were pruned while this server was paused. Their channels are not
      // known.
      if (first.position > lead.published + 1)
        lead.batches = new ChannelBatches(first.position - 1, lead.lease.name);
      try {
        await this.#bus.publish(lead.batches.sort(events));
      } catch (error) {
        // It is not known which of the events have arrived.
        lead.batches = new ChannelBatches(lead.published, lead.lease.name);
        throw error;
      }
      lead.published = last.position;
      lead.fingerprint = markOf(last).fingerprint;
      this.stats.publishedEvents += events.length;
    }
    if (lead && lead === this.#lead) this.#outage.succeeded();
  }

  async #takeLead(): Promise<Lead | null> {
    const lease = await RelayLease.take(this.#db.pool, this.#former);
    if (!lease) return null;
    this.#former = lease;
    this.stats.takeOvers++;
    const stopListening = this.#bus.onRelayWake(() => this.#publishing.run());
    const { published } = lease;
    const batches = new ChannelBatches(published, lease.name);
    return { lease, stopListening, published, fingerprint: null, batches };
  }

  #stepDown(): void {
    const lead = this.#lead;
    this.#lead = null;
    lead?.stopListening();
    lead?.lease.abandon();
  }

  async #prune({ lease }: Lead): Promise<void> {
    const { most, least } = PRUNE_EVERY_MS;
    const every = Math.max(least, Math.min(most, this.#retentionSeconds * 100));
    if (!this.#prunesOn && Date.now() - this.#prunedAt < every) return;
    this.#prunedAt = Date.now();
    this.#prunesOn = false;
    this.#prunesOn = await lease.prune(this.#retentionSeconds);
    // However much is left to prune, events that were committed meanwhile get their positions first.
    if (this.#prunesOn) this.#assigning.run();
  }
}
