import { FeedPlace } from "../../live/feed-place.ts";
import type { FeedSource } from "../../live/feed-source.ts";
import { DomainError } from "../../shared/domain-error.ts";
import type { Logger } from "../../shared/logger.ts";
import { type Message, say } from "../../shared/message.ts";
import { FeedMember } from "./feed-member.ts";
import { type Missed, MissedEvents } from "./missed-events.ts";
import type { Payload } from "./payload.ts";
import type { Reader } from "./reader.ts";
import type { Conflation, FeedEventView } from "./sharing.ts";

export interface Placed {
  readonly event: FeedEventView;
  readonly position: number;
}

/** What has happened since the start, for whoever watches over it. */
export interface FeedStats {
  executions: number;
  /** Readers that were too slow, and were told the newest only. */
  fellBehind: number;
  /** Readers that have to come back. */
  brokenOff: number;
}

export interface FeedGroupOptions {
  /** The result of one event, at once where nothing has to be read for it. */
  readonly render: (event: FeedEventView) => Payload | Promise<Payload>;
  readonly conflation: Conflation | undefined;
  readonly stats: FeedStats;
  readonly log: Logger;
  /** Called when nobody is left. */
  readonly onEmpty: () => void;
}

export const TOO_SLOW = say`Reading too slowly: subscribe again with the last cursor`;
const LOST = say`Events were lost: subscribe again with a snapshot`;
const BROKEN = say`The feed was interrupted: subscribe again with the last cursor`;

/** How many events are executed at a time: what they read from the database, they read together. */
const BATCH = 64;
/** How many may wait to be executed. */
const MOST_PENDING = 10_000;
/** Of how many events of preludes the payloads are kept. */
const MOST_KEPT = 20_000;
/** Of how many things the newest event is kept for slow readers. */
const MOST_MISSED = 10_000;

/**
 * The subscribers that are told the same. Each event is executed and serialised once, in the order of positions, and
 * then written to each of them.
 */
export class FeedGroup {
  readonly #options: FeedGroupOptions;
  readonly #members = new Set<FeedMember>();
  readonly #pending: Placed[] = [];
  // The first member's: what it keeps open, the group listens to for as long as there is anybody.
  #source: FeedSource<FeedEventView> | null = null;
  #stopListening: () => void = () => {};
  #working = false;
  #position = 0;
  #toldLast: FeedEventView | null = null;
  #missed: MissedEvents | null = null;
  #behind = 0;
  // While there are newcomers: what comes before the live events is the same for all who come at once.
  #preludes = new Map<string, Payload | Promise<Payload>>();
  #beginning = 0;

  constructor(options: FeedGroupOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#members.size;
  }

  /** How many are too slow. */
  get behind(): number {
    return this.#behind;
  }

  /** Up to here everybody has been told, but for those who are behind. */
  get position(): number {
    return this.#position;
  }

  /** Takes in a subscriber whose subscription is open: it gets its prelude first. @returns a function that ends it. */
  join(source: FeedSource<FeedEventView>, reader: Reader): () => void {
    const member = new FeedMember(this, reader);
    this.#members.add(member);
    if (!this.#source) this.#listen(source);
    this.#beginning++;
    void member.begin(source).finally(() => this.#begun());
    return () => this.leave(member);
  }

  leave(member: FeedMember): void {
    if (!this.#members.delete(member)) return;
    member.end();
    if (this.#members.size > 0) return;
    this.#stopListening();
    this.#source?.close();
    this.#options.onEmpty();
  }

  /** Gives back what a member no longer needs for itself. */
  release(source: FeedSource<FeedEventView>): void {
    if (source !== this.#source) source.close();
  }

  /** The payload of an event of a prelude, which several newcomers may be told. */
  renderPrelude(event: FeedEventView): Payload | Promise<Payload> {
    const key = `${event.kind} ${event.cursor}`;
    const known = this.#preludes.get(key);
    if (known) return known;
    const payload = this.#options.render(event);
    if (this.#preludes.size >= MOST_KEPT) this.#preludes.clear();
    this.#preludes.set(key, payload);
    if (isPromise(payload)) payload.catch(() => this.#preludes.delete(key));
    return payload;
  }

  /** What a slow reader lacks that was told everything up to a position. */
  missedAfter(position: number): Missed[] {
    return this.#missed?.after(position) ?? [];
  }

  /**
   * The payloads of all that a reader missed. Only with the last of them it has everything up to that one; the cursors of
   * the others tell what was left out, for a reader that comes back with one of them.
   *
   * @param since what it had been told before it fell behind.
   */
  missedRenderer(since: number, all: readonly Missed[]): (missed: Missed) => Payload | Promise<Payload> {
    const { conflation, render } = this.#options;
    const upTo = this.#position;
    const last = all.at(-1);
    const cursors = this.#source?.live.cursors;
    const latest = this.#toldLast && cursors ? cursors.latestIn(this.#toldLast.cursor) : null;
    return (missed) => {
      const { event, payload, position, before } = missed;
      if (!conflation || !cursors) return payload;
      const isConflated = before > since;
      if (missed !== last) {
        const leftOut = { from: since, to: position, upTo };
        const cursor = cursors.ofPlace(new FeedPlace({ position, leftOut, latest }));
        return render({ ...(isConflated ? conflation.conflated(event) : event), cursor });
      }
      if (!isConflated) return payload;
      missed.conflated ??= render(conflation.conflated(event));
      return missed.conflated;
    };
  }

  /** Keeps what a member misses from now on. @returns false where each event counts. */
  fallBehind(): boolean {
    if (!this.#options.conflation) return false;
    this.#missed ??= new MissedEvents();
    this.#behind++;
    this.#options.stats.fellBehind++;
    return true;
  }

  catchUp(): void {
    this.#behind--;
    if (this.#behind === 0) this.#missed = null;
  }

  #begun(): void {
    this.#beginning--;
    if (this.#beginning === 0) this.#preludes.clear();
  }

  #listen(source: FeedSource<FeedEventView>): void {
    const { live } = source;
    this.#source = source;
    this.#position = live.position;
    this.#stopListening = live.listen({
      event: (event, position) => this.#receive({ event, position }),
      lost: () => this.#breakOff(),
    });
  }

  #receive(event: Placed): void {
    this.#pending.push(event);
    if (this.#pending.length > MOST_PENDING) {
      this.#breakOff();
      return;
    }
    if (this.#working) return;
    this.#working = true;
    // After what else the bus brings now: events that come together are written together.
    queueMicrotask(this.#work);
  }

  // Without a promise where none is needed: with ten thousand groups that is a third of the work.
  readonly #work = (): void => {
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, BATCH);
      const payloads = batch.map(({ event }) => this.#options.render(event));
      if (payloads.some(isPromise)) {
        void this.#tellLater(batch, payloads);
        return;
      }
      this.#tell(batch, payloads as Payload[]);
    }
    this.#working = false;
  };

  async #tellLater(
    batch: readonly Placed[],
    payloads: readonly (Payload | Promise<Payload>)[],
  ): Promise<void> {
    try {
      this.#tell(batch, await Promise.all(payloads));
    } catch (error) {
      // Of what could not be read nothing is told, so that nobody takes it for told.
      this.#options.log.warn({ err: error }, "a live event cannot be told; its subscribers are to come back");
      this.#breakOff();
    }
    this.#work();
  }

  #tell(batch: readonly Placed[], payloads: readonly Payload[]): void {
    const from = this.#position;
    const last = batch.at(-1);
    this.#position = last?.position ?? from;
    this.#toldLast = last?.event ?? this.#toldLast;
    for (const member of this.#members) member.take(batch, payloads, from);
    if (this.#missed) this.#remember(this.#missed, batch, payloads);
  }

  #remember(missed: MissedEvents, batch: readonly Placed[], payloads: readonly Payload[]): void {
    const { conflation } = this.#options;
    for (const [index, { event, position }] of batch.entries()) {
      const payload = payloads[index];
      if (conflation && payload) missed.add(conflation.keyOf(event), { event, payload, position });
    }
    if (missed.size <= MOST_MISSED) return;
    for (const member of this.#members) if (member.isBehind) this.breakOff(member, TOO_SLOW);
  }

  /** Ends a member's subscription where it cannot be told what it should be. */
  fail(member: FeedMember, error: unknown): void {
    if (!this.#members.has(member)) return;
    this.#options.log.warn({ err: error }, "a subscriber cannot be told what it missed; it is to come back");
    const isLost = error instanceof DomainError && error.code === "CURSOR_EXPIRED";
    this.breakOff(member, isLost ? LOST : BROKEN);
  }

  breakOff(member: FeedMember, reason: Message): void {
    this.#options.stats.brokenOff++;
    this.leave(member);
    member.reader.breakOff(reason);
  }

  #breakOff(): void {
    this.#pending.length = 0;
    for (const member of [...this.#members]) this.breakOff(member, BROKEN);
  }
}

export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise;
}
