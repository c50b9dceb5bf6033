import { setTimeout as delay } from "node:timers/promises";
import type { FeedEvent } from "../outbox/outbox-events.ts";
import { DomainError } from "../shared/domain-error.ts";
import { cursorExpired, type FeedCursors } from "./feed-cursor.ts";
import { FeedPlace, slotIdOf } from "./feed-place.ts";
import type { FeedReads } from "./feed-reads.ts";
import type { LiveEvents } from "./live-events.ts";

// Events that a read saw get their positions within milliseconds, unless the relay stands still.
const POLL_INTERVAL_MS = { least: 10, most: 250 };
const TRY_AGAIN_MS = 250;

export interface PreludeOptions<Event> {
  readonly live: LiveEvents<Event>;
  readonly reads: FeedReads;
  readonly cursors: FeedCursors;
  readonly place: FeedPlace;
  /** Shown before everything else: a snapshot, which other subscribers may be shown too. */
  readonly pages?: readonly (readonly Event[])[];
}

/**
 * What one subscriber is shown before the live events: a snapshot, the events since its cursor, or nothing. It ends
 * where the live events can take over without a gap or a repeat. It cannot end before every event that the subscriber's
 * own read saw has a position. Until then the subscriber's cursors must say what that read saw, and those of live
 * events do not.
 */
export class Prelude<Event> {
  readonly #options: Omit<PreludeOptions<Event>, "pages">;
  #pages: readonly (readonly Event[])[];
  #place: FeedPlace;
  #pagesRead = 0;
  #upTo: number;
  #waits = 0;
  // Whether every event that the subscriber's own read saw has a position.
  #settled: boolean;
  // The slots whose next event must be shown as conflated, because events before it were left out.
  #skippedSlots: Set<string> | null = null;
  #closed = false;

  constructor({ pages = [], ...options }: PreludeOptions<Event>) {
    this.#options = options;
    this.#pages = pages;
    this.#place = options.place;
    this.#upTo = options.place.skipped?.upTo ?? 0;
    this.#settled = options.place.seen.length === 0;
  }

  /** The subscriber has been shown everything up to here. */
  get position(): number {
    return this.#place.position;
  }

  /**
   * The next page; null once the live events can take over, after `position`. Waits while the database is unavailable.
   *
   * @throws DomainError CURSOR_EXPIRED if events were pruned before they could be read.
   */
  async next(): Promise<readonly Event[] | null> {
    const page = this.#pages[this.#pagesRead++];
    if (page) return page;
    // Frees the snapshot: the first subscriber's prelude is kept for as long as its group exists.
    this.#pages = [];
    while (!this.#closed && !this.#caughtUp()) {
      try {
        const events = await this.#readNext();
        if (events.length > 0) return events;
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "SERVICE_UNAVAILABLE") throw error;
        await delay(TRY_AGAIN_MS);
      }
    }
    return null;
  }

  /** Skips the events up to this position, which the caller has shown to the subscriber. */
  skipTo(position: number): void {
    this.#place = this.#place.at(position);
  }

  close(): void {
    this.#closed = true;
  }

  #caughtUp(): boolean {
    return this.#settled && this.position >= this.#upTo && this.#options.live.reaches(this.position);
  }

  async #readNext(): Promise<readonly Event[]> {
    const { reads, live } = this.#options;
    this.#skippedSlots ??= await this.#readSkippedSlots();
    if (this.position >= this.#upTo) await this.#readState();
    if (this.position >= this.#upTo) {
      await this.#waitUnlessSettled();
      return [];
    }
    const page = await reads.page(live.scope.channel, this.position, this.#upTo);
    if (page.prunedPosition > this.position) throw cursorExpired();
    const events = page.events.filter((event) => event.position > this.position && !this.#place.saw(event));
    const shown = events.flatMap((event) => {
      const view = this.#show(event);
      return view === null ? [] : [view];
    });
    this.#place = this.#place.at(page.to);
    return shown;
  }

  async #waitUnlessSettled(): Promise<void> {
    if (this.#settled) return;
    await delay(Math.min(POLL_INTERVAL_MS.least * 2 ** this.#waits++, POLL_INTERVAL_MS.most));
  }

  async #readSkippedSlots(): Promise<Set<string>> {
    const { reads, live } = this.#options;
    const slots = new Set<string>();
    const { position, skipped } = this.#place;
    if (!skipped) return slots;
    for (let at = skipped.from; at < position; ) {
      const page = await reads.page(live.scope.channel, at, position);
      if (page.prunedPosition > at) throw cursorExpired();
      for (const event of page.events) {
        const isShown = event.position > at && event.position <= position && live.show(event) !== null;
        if (isShown && event.position <= skipped.to) slots.add(slotIdOf(event));
        else if (isShown) slots.delete(slotIdOf(event));
      }
      at = page.to;
    }
    return slots;
  }

  async #readState(): Promise<void> {
    const { lastPosition, prunedPosition, waiting } = await this.#options.reads.state();
    if (prunedPosition > this.position) throw cursorExpired();
    this.#upTo = lastPosition;
    this.#settled = waiting !== null && !waiting.some((xid) => this.#place.mayHaveSeen(xid));
    if (this.#settled && this.position >= this.#upTo)
      this.#place = new FeedPlace({ position: this.position });
  }

  #show(event: FeedEvent): Event | null {
    const { live, cursors } = this.#options;
    const { seen, skipped } = this.#place;
    if (seen.length === 0 && (!skipped || event.position > skipped.upTo)) return live.show(event);
    const slotId = slotIdOf(event);
    const isConflated = this.#skippedSlots?.has(slotId);
    const view = live.scope.show(event, cursors.ofPlace(this.#place.after(event)), isConflated);
    if (view !== null) this.#skippedSlots?.delete(slotId);
    return view;
  }
}
