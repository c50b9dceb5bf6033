import type { Client, ExecutionResult } from "graphql-ws";
import { stringifyDocument } from "urql";
import {
  FollowFromDocument,
  type FollowFromSubscription,
  LookAtPictureDocument,
  type LookAtPictureQuery,
} from "../api/documents.ts";
import type { SlotEvent } from "./live-slot.ts";

export interface PictureProofOptions {
  readonly client: Client;
  /** That of the last event shown; null before the first. */
  readonly cursor: () => string | null;
  /** The picture shows how things are. Called once. */
  readonly onProven: () => void;
}

const LOOK_AGAIN_MS = { least: 100, most: 2_000 };
const PAUSE_MS = 40;

/**
 * Finds out that the picture has caught up with the server, in one of two ways, whichever comes first:
 *
 * - the server says that nothing has changed since the last event shown: at a site where little happens, the first answer;
 * - the feed tells of a change that is later than a mark which the server has set since: where much happens, something
 *   has always changed by the time that the question arrives.
 */
export class PictureProof {
  readonly #options: PictureProofOptions;
  readonly #stops = new Set<() => void>();
  /** The changes after the mark, and those that the feed told of: the newest version by slot. */
  readonly #marked = new Map<string, number>();
  readonly #heard = new Map<string, number>();
  #isMarked = false;
  #toldAt = 0;
  #ended = false;

  constructor(options: PictureProofOptions) {
    this.#options = options;
    void this.#look();
  }

  /**
   * What the feed tells. Of snapshots nothing follows: one may show what is later than the mark before it shows the other
   * slots. Changes come in their order.
   */
  hear({ kind, version, slot: { id } }: SlotEvent): void {
    this.#toldAt = performance.now();
    if (this.#ended || kind !== "CHANGE") return;
    this.#heard.set(id, version);
    this.#compare(id);
  }

  end(): void {
    this.#ended = true;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  async #look(): Promise<void> {
    for (let waitMs = LOOK_AGAIN_MS.least; !this.#ended; waitMs = Math.min(2 * waitMs, LOOK_AGAIN_MS.most)) {
      const cursor = this.#options.cursor();
      try {
        const variables = { isBegun: cursor !== null, cursor: cursor ?? "" };
        const { slotsChangedSince, slots } = await this.#ask(variables);
        if (this.#ended) return;
        if (cursor === null ? slots.totalCount === 0 : slotsChangedSince === false) return this.#prove();
        this.#followFrom(slots.feedCursor);
      } catch {
        // Refused, or cut off: the next look may be answered.
      }
      await this.#wait(waitMs);
    }
  }

  #followFrom(mark: string): void {
    if (this.#isMarked) return;
    this.#isMarked = true;
    const again = () => {
      this.#isMarked = false;
    };
    const request = { query: stringifyDocument(FollowFromDocument), variables: { after: mark } };
    const stop = this.#options.client.subscribe<FollowFromSubscription>(request, {
      next: ({ data }) => {
        if (!data || this.#ended) return;
        const { slot, version } = data.slotStatusChanged;
        // The first after the mark is enough; a later one of the same slot would only take longer.
        if (!this.#marked.has(slot.id)) this.#marked.set(slot.id, version);
        this.#compare(slot.id);
      },
      error: again,
      complete: again,
    });
    this.#stops.add(stop);
  }

  #compare(slotId: string): void {
    const marked = this.#marked.get(slotId);
    const heard = this.#heard.get(slotId);
    if (marked !== undefined && heard !== undefined && heard >= marked) this.#prove();
  }

  #prove(): void {
    if (this.#ended) return;
    this.end();
    this.#options.onProven();
  }

  #ask(variables: Record<string, unknown>): Promise<LookAtPictureQuery> {
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

  /** At the latest for so long: where the feed told something and has paused, it may have told all. */
  async #wait(ms: number): Promise<void> {
    const began = performance.now();
    for (let now = began; !this.#ended && now < began + ms; now = performance.now()) {
      if (this.#toldAt > began && now - this.#toldAt > PAUSE_MS) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
