import type { Client, ExecutionResult } from "graphql-ws";
import { stringifyDocument } from "urql";
import {
  FollowFromDocument,
  type FollowFromSubscription,
  LookAtPictureDocument,
  type LookAtPictureQuery,
} from "../api/documents.ts";
import type { SlotEvent } from "./live-slot.ts";

export interface FreshnessProofOptions {
  readonly client: Client;
  /** The cursor of the last event shown. Null before the first event. */
  readonly cursor: () => string | null;
  /** Called once, when the picture is known to be current. */
  readonly onProven: () => void;
}

const POLL_INTERVAL_MS = { least: 100, most: 2_000 };
const PAUSE_MS = 40;

/**
 * Finds out whether the picture has caught up with the server. It tries two ways, and the first to succeed counts:
 *
 * - The server says that nothing has changed since the last event shown. At a quiet site, the first answer says so.
 * - The feed delivers a change that is later than a mark which the server has set since. At a busy site this is needed,
 *   because something has always changed by the time the question arrives.
 */
export class FreshnessProof {
  readonly #options: FreshnessProofOptions;
  readonly #stops = new Set<() => void>();
  /** The first change of each slot after the mark, and the newest change of each slot from the feed, as versions. */
  readonly #marked = new Map<string, number>();
  readonly #received = new Map<string, number>();
  #isMarked = false;
  #receivedAt = 0;
  #ended = false;

  constructor(options: FreshnessProofOptions) {
    this.#options = options;
    void this.#check();
  }

  /**
   * Takes an event of the feed. Snapshot events prove nothing: a snapshot may contain a slot's state from after the
   * mark before it contains the other slots. Changes arrive in order.
   */
  receive({ kind, version, slot: { id } }: SlotEvent): void {
    this.#receivedAt = performance.now();
    if (this.#ended || kind !== "CHANGE") return;
    this.#received.set(id, version);
    this.#compare(id);
  }

  end(): void {
    this.#ended = true;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  async #check(): Promise<void> {
    for (
      let waitMs = POLL_INTERVAL_MS.least;
      !this.#ended;
      waitMs = Math.min(2 * waitMs, POLL_INTERVAL_MS.most)
    ) {
      const cursor = this.#options.cursor();
      try {
        const variables = { isBegun: cursor !== null, cursor: cursor ?? "" };
        const { slotsChangedSince, slots } = await this.#query(variables);
        if (this.#ended) return;
        if (cursor === null ? slots.totalCount === 0 : slotsChangedSince === false) return this.#prove();
        this.#followFrom(slots.feedCursor);
      } catch {
        // The query was refused or the connection was lost. The next attempt may succeed.
      }
      await this.#wait(waitMs);
    }
  }

  #followFrom(mark: string): void {
    if (this.#isMarked) return;
    this.#isMarked = true;
    const unmark = () => {
      this.#isMarked = false;
    };
    const request = { query: stringifyDocument(FollowFromDocument), variables: { after: mark } };
    const stop = this.#options.client.subscribe<FollowFromSubscription>(request, {
      next: ({ data }) => {
        if (!data || this.#ended) return;
        const { slot, version } = data.slotStatusChanged;
        // The slot's first change after the mark suffices. Waiting for a later one would only take longer.
        if (!this.#marked.has(slot.id)) this.#marked.set(slot.id, version);
        this.#compare(slot.id);
      },
      error: unmark,
      complete: unmark,
    });
    this.#stops.add(stop);
  }

  #compare(slotId: string): void {
    const marked = this.#marked.get(slotId);
    const received = this.#received.get(slotId);
    if (marked !== undefined && received !== undefined && received >= marked) this.#prove();
  }

  #prove(): void {
    if (this.#ended) return;
    this.end();
    this.#options.onProven();
  }

  #query(variables: Record<string, unknown>): Promise<LookAtPictureQuery> {
    return new Promise((resolve, reject) => {
      const request = { query: stringifyDocument(LookAtPictureDocument), variables };
      const stop = this.#options.client.subscribe<LookAtPictureQuery>(request, {
        next: ({ data, errors }: ExecutionResult<LookAtPictureQuery>) =>
          data ? resolve(data) : reject(errors),
        error: reject,
        complete: () => this.#stops.delete(stop),
      });
      this.#stops.add(stop);
    });
  }

  /** Waits at most that long. A pause after events of the feed ends it early: the feed may have caught up. */
  async #wait(ms: number): Promise<void> {
    const began = performance.now();
    for (let now = began; !this.#ended && now < began + ms; now = performance.now()) {
      if (this.#receivedAt > began && now - this.#receivedAt > PAUSE_MS) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
