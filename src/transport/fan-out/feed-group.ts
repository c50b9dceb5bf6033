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

/** Counters since the start, for monitoring. */
export interface FeedStats {
  executions: number;
  /** Readers that were too slow, and were sent only the newest events. */
  fellBehind: number;
  /** Readers whose subscriptions were ended, and that have to subscribe again. */
  interrupted: number;
}

export interface FeedGroupOptions {
  /** Renders the result of one event, without a promise if nothing has to be read for it. */
  readonly render: (event: FeedEventView) => Payload | Promise<Payload>;
  readonly conflation: Conflation | undefined;
  readonly stats: FeedStats;
  readonly log: Logger;
  /** Called when the last member leaves. */
  readonly onEmpty: () => void;
}

export const TOO_SLOW = say`Reading too slowly: subscribe again with the last cursor`;
const LOST = say`Events were lost: subscribe again with a snapshot`;
const BROKEN = say`The feed was interrupted: subscribe again with the last cursor`;

/** How many events are executed at a time. Their reads from the database are batched. */
const BATCH = 64;
/** How many may wait to be executed. */
const MOST_PENDING = 10_000;
/** For how many events of preludes the payloads are kept. */
const MOST_KEPT = 20_000;
/** For how long they are kept: what an event refers to may change without another event. */
const KEPT_MS = 1_000;
/** For how many things, such as slots, the newest event is kept for slow readers. */
const MOST_MISSED = 10_000;

/**
 * The subscribers that are sent the same results. Each event is executed and serialised once, in the order of
 * positions, and then written to each of them.
 */
export class FeedGroup {
  readonly #options: FeedGroupOptions;
  readonly #members = new Set<FeedMember>();
  readonly #pending: Placed[] = [];
  // The first member's source. The group keeps it open, and listens to it, for as long as it has members.
  #source: FeedSource<FeedEventView> | null = null;
  #stopListening: () => void = () => {};
  #working = false;
  #position = 0;
  #lastDelivered: FeedEventView | null = null;
  #missed: MissedEvents | null = null;
  #behind = 0;
  // Payloads of preludes, kept for a moment while any member is in its prelude: members that join at the same time share
  // theirs.
  #preludes = new Map<string, Payload | Promise<Payload>>();
  #preludesSince = 0;
  #beginning = 0;

  constructor(options: FeedGroupOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#members.size;
  }

  /** How many members are too slow at the moment. */
  get behind(): number {
    return this.#behind;
  }

  /** Every member that is live has been sent everything up to here. */
  get position(): number {
    return this.#position;
  }

  /**
   * Adds a subscriber whose subscription is open. It is sent its prelude first. @returns a function that removes it.
   */
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

  /** Closes a source that its member no longer needs, unless the group listens to it. */
  release(source: FeedSource<FeedEventView>): void {
    if (source !== this.#source) source.close();
  }

  /** The payload of an event of a prelude, which several new members may share. */
  renderPrelude(event: FeedEventView): Payload | Promise<Payload> {
    const now = performance.now();
    if (now - this.#preludesSince > KEPT_MS || this.#preludes.size >= MOST_KEPT) {
      this.#preludes.clear();
      this.#preludesSince = now;
    }
    const key = `${event.kind} ${event.cursor}`;
    const known = this.#preludes.get(key);
    if (known) return known;
    const payload = this.#options.render(event);
    this.#preludes.set(key, payload);
    if (isPromise(payload)) payload.catch(() => this.#preludes.delete(key));
    return payload;
  }

  /** What a slow reader lacks that was sent everything up to a position. */
  missedAfter(position: number): Missed[] {
    return this.#missed?.after(position) ?? [];
  }

  /**
   * Renders what a reader missed. The reader has everything up to an event's position only once it has the last
   * payload. The cursors of the others therefore say what was left out, for a reader that resumes from one of them.
   *
   * @param since the position up to which the reader was sent everything before it fell behind.
   */
  missedRenderer(since: number, all: readonly Missed[]): (missed: Missed) => Payload | Promise<Payload> {
    const { conflation, render } = this.#options;
    const upTo = this.#position;
    const last = all.at(-1);
    const cursors = this.#source?.live.cursors;
    const latest = this.#lastDelivered && cursors ? cursors.latestIn(this.#lastDelivered.cursor) : null;
    return (missed) => {
      const { event, payload, position, before } = missed;
      if (!conflation || !cursors) return payload;
      const isConflated = before > since;
      if (missed !== last) {
        const skipped = { from: since, to: position, upTo };
        const cursor = cursors.ofPlace(new FeedPlace({ position, skipped, latest }));
        return render({ ...(isConflated ? conflation.conflated(event) : event), cursor });
      }
      if (!isConflated) return payload;
      missed.conflated ??= render(conflation.conflated(event));
      return missed.conflated;
    };
  }

  /** Begins to keep what a member misses. @returns false if no event may be left out. */
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
      lost: () => this.#interruptAll(),
    });
  }

  #receive(event: Placed): void {
    this.#pending.push(event);
    if (this.#pending.length > MOST_PENDING) {
      this.#interruptAll();
      return;
    }
    if (this.#working) return;
    this.#working = true;
    // Waits for the other events that the bus delivers now, so that events that arrive together are written together.
    queueMicrotask(this.#work);
  }

  // Avoids a promise where none is needed: with 10,000 groups, promises are a third of the work.
  readonly #work = (): void => {
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, BATCH);
      const payloads = batch.map(({ event }) => this.#options.render(event));
      if (payloads.some(isPromise)) {
        void this.#deliverLater(batch, payloads);
        return;
      }
      this.#deliver(batch, payloads as Payload[]);
    }
    this.#working = false;
  };

  async #deliverLater(
    batch: readonly Placed[],
    payloads: readonly (Payload | Promise<Payload>)[],
  ): Promise<void> {
    try {
      this.#deliver(batch, await Promise.all(payloads));
    } catch (error) {
      // If an event cannot be read, nothing is sent, so that no subscriber counts it as delivered.
      this.#options.log.warn(
        { err: error },
        "a live event could not be sent; its subscribers must subscribe again",
      );
      this.#interruptAll();
    }
    this.#work();
  }

  #deliver(batch: readonly Placed[], payloads: readonly Payload[]): void {
    const from = this.#position;
    const last = batch.at(-1);
    this.#position = last?.position ?? from;
    this.#lastDelivered = last?.event ?? this.#lastDelivered;
    for (const member of this.#members) member.receive(batch, payloads, from);
    if (this.#missed) this.#remember(this.#missed, batch, payloads);
  }

  #remember(missed: MissedEvents, batch: readonly Placed[], payloads: readonly Payload[]): void {
    const { conflation } = this.#options;
    for (const [index, { event, position }] of batch.entries()) {
      const payload = payloads[index];
      if (conflation && payload) missed.add(conflation.keyOf(event), { event, payload, position });
    }
    if (missed.size <= MOST_MISSED) return;
    for (const member of this.#members) if (member.isBehind) this.interrupt(member, TOO_SLOW);
  }

  /** Ends the subscription of a member that cannot be sent its events. */
  fail(member: FeedMember, error: unknown): void {
    if (!this.#members.has(member)) return;
    this.#options.log.warn(
      { err: error },
      "a subscriber could not be sent the events it missed; it must subscribe again",
    );
    const isLost = error instanceof DomainError && error.code === "CURSOR_EXPIRED";
    this.interrupt(member, isLost ? LOST : BROKEN);
  }

  interrupt(member: FeedMember, reason: Message): void {
    this.#options.stats.interrupted++;
    this.leave(member);
    member.reader.interrupt(reason);
  }

  #interruptAll(): void {
    this.#pending.length = 0;
    for (const member of [...this.#members]) this.interrupt(member, BROKEN);
  }
}

export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise;
}
