import { setTimeout as delay } from "node:timers/promises";
import type { FeedMark } from "../outbox/feed-mark.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Channel } from "./channel.ts";
import type { EventHub } from "./event-hub.ts";
import { cursorExpired, type FeedCursors } from "./feed-cursor.ts";
import { FeedPlace } from "./feed-place.ts";
import type { FeedReads } from "./feed-reads.ts";
import { FeedSource } from "./feed-source.ts";
import { type FeedScope, LiveEvents } from "./live-events.ts";
import { Prelude } from "./prelude.ts";

/** Where a subscription begins, and the pages that it shows first. */
interface Beginning<Event> {
  readonly place: FeedPlace;
  readonly pages?: readonly (readonly Event[])[];
}

/** Tells a long read to stop. */
export type Abortable = Pick<AbortSignal, "throwIfAborted">;

const POLL_INTERVAL_MS = 20;
const POSITION_TIMEOUT_MS = 5_000;

/** Opens subscriptions to the feed. It listens before it reads, so that no event is lost between the two. */
export class Feed {
  readonly cursors: FeedCursors;
  readonly #hub: EventHub;
  readonly #reads: FeedReads;
  readonly #shared = new Map<string, { readonly live: LiveEvents<unknown>; holders: number }>();

  constructor({ hub, reads, cursors }: { hub: EventHub; reads: FeedReads; cursors: FeedCursors }) {
    this.#hub = hub;
    this.#reads = reads;
    this.cursors = cursors;
  }

  /**
   * Opens a subscription to a scope: from now on, or from the place that `begin` finds. The scope is already being
   * listened to when `begin` is called.
   *
   * @throws DomainError SERVICE_UNAVAILABLE, and whatever `begin` throws.
   */
  async open<Event>(
    scope: FeedScope<Event>,
    begin: () => Promise<Beginning<Event> | null>,
  ): Promise<FeedSource<Event>> {
    const channel = await this.#hub.watch(scope.channel);
    const live = this.#share(scope, channel);
    const release = () => {
      this.#unshare(scope.key);
      this.#hub.leave(channel);
    };
    try {
      const { place = new FeedPlace({ position: live.position }), pages } = (await begin()) ?? {};
      const prelude = new Prelude({ live, place, pages, reads: this.#reads, cursors: this.cursors });
      return new FeedSource({ live, prelude, release });
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * The place that a cursor stands for.
   *
   * @throws DomainError CURSOR_EXPIRED if the cursor is not of this feed, if the database was restored to a state
   * before it, or if the events after it are no longer kept; SERVICE_UNAVAILABLE if its event gets no position in time.
   */
  async placeOf(cursor: string): Promise<FeedPlace> {
    const decoded = this.cursors.decode(cursor);
    const place = "eventId" in decoded ? await this.#placeOfEvent(decoded) : decoded;
    const [{ lastPosition, prunedPosition }, isKnown] = await Promise.all([
      this.#reads.state(),
      this.#isInHistory(place.latest),
    ]);
    if (place.reachesUpTo > lastPosition || place.reachesBackTo < prunedPosition || !isKnown)
      throw cursorExpired();
    return place;
  }

  /**
   * Whether a reader at a place has anything left to be shown. A committed event without a position counts, whatever it
   * is about: it will have one in a moment.
   *
   * @param signal looked at before each page: there may be thousands of them.
   */
  async hasMore<Event>(
    { channel, show }: FeedScope<Event>,
    place: FeedPlace,
    signal?: Abortable,
  ): Promise<boolean> {
    if (place.interruptedAfterSlotId !== null || place.skipped) return true;
    const { lastPosition, waiting } = await this.#reads.state();
    if (waiting === null || waiting.some((xid) => !place.mayHaveSeen(xid))) return true;
    for (let from = place.position; from < lastPosition; ) {
      signal?.throwIfAborted();
      const { events, to } = await this.#reads.page(channel, from, lastPosition);
      const isLeft = (event: (typeof events)[number]) =>
        event.position > place.position && !place.saw(event) && show(event, "") !== null;
      if (events.some(isLeft)) return true;
      from = to;
    }
    return false;
  }

  #share<Event>(scope: FeedScope<Event>, channel: Channel): LiveEvents<Event> {
    const known = scope.key === undefined ? undefined : this.#shared.get(scope.key);
    if (known) {
      known.holders++;
      // Scopes with the same key show the same events.
      return known.live as LiveEvents<Event>;
    }
    const live = new LiveEvents({ scope, channel, cursors: this.cursors });
    if (scope.key !== undefined)
      this.#shared.set(scope.key, { live: live as LiveEvents<unknown>, holders: 1 });
    return live;
  }

  #unshare(key: string | undefined): void {
    const known = key === undefined ? undefined : this.#shared.get(key);
    if (key !== undefined && known && --known.holders === 0) this.#shared.delete(key);
  }

  /**
   * Whether what a reader has seen is part of this history. Positions are assigned in order: the latest stands for all.
   */
  async #isInHistory(latest: FeedMark | null): Promise<boolean> {
    if (!latest) return true;
    const { position, fingerprint, waiting } = latest;
    const [event, formerlyWaiting] = await Promise.all([
      this.#reads.eventAt(position),
      waiting && this.#reads.eventOf(waiting.id),
    ]);
    return (
      (event?.fingerprint ?? null) === fingerprint && formerlyWaiting?.fingerprint === waiting?.fingerprint
    );
  }

  // An event of a slot's history may still be waiting for its position.
  async #placeOfEvent({
    eventId,
    fingerprint,
  }: {
    eventId: number;
    fingerprint: string | null;
  }): Promise<FeedPlace> {
    for (
      const deadline = Date.now() + POSITION_TIMEOUT_MS;
      Date.now() < deadline;
      await delay(POLL_INTERVAL_MS)
    ) {
      const event = await this.#reads.eventOf(eventId);
      if (!event || (fingerprint !== null && fingerprint !== event.fingerprint)) throw cursorExpired();
      if (event.position !== null) return new FeedPlace({ position: event.position });
    }
    throw new DomainError(
      "SERVICE_UNAVAILABLE",
      "Events are not being published right now; try again shortly",
    );
  }
}
