import type { Client } from "graphql-ws";
import { stringifyDocument } from "urql";
import { WatchAllSlotsDocument, type WatchAllSlotsSubscription } from "../api/documents.ts";
import { isForNewToken } from "../api/socket.ts";
import type { SlotEvent } from "./live-slot.ts";
import type { LiveSlots } from "./live-slots.ts";
import { PictureProof } from "./picture-proof.ts";

/** How true the picture is. */
export type FeedState =
  /** It is being fetched for the first time. */
  | { readonly kind: "opening" }
  /** It shows how things are. */
  | { readonly kind: "live" }
  /** It shows how things were a moment ago: the connection is being made anew for another token. */
  | { readonly kind: "renewing"; readonly trueAt: number }
  /** It shows how things were at a time, by `Date.now()`; null where it has never been whole. */
  | { readonly kind: "lost"; readonly trueAt: number | null };

export interface SlotFeedOptions {
  readonly client: Client;
  readonly slots: LiveSlots;
  readonly auditEveryMs?: number;
}

// The client pings every 5 s: a server that is there is not silent for longer.
const SILENCE_MS = 7_000;
const SUBSCRIBE_AGAIN_MS = { least: 250, most: 15_000 };
// Nothing tells that a subscription was accepted, only that it was refused.
const REFUSED_WITHIN_MS = 1_000;
const AUDIT_EVERY_MS = 30_000;
const AUDIT_WITHIN_MS = 5_000;
/** How long it may take to make the connection anew for another token until it counts as lost. */
const RENEW_WITHIN_MS = 2_000;

/**
 * Keeps the picture true: a snapshot first, then every change; after a break, everything since the last event. A picture
 * is called live only once it is proven, on the very connection, that it has caught up; from time to time it is proven
 * anew, because a server that answers pings may still have lost touch with what happens.
 *
 *     opening ──proven──► live ◄──proven── lost
 *                         live ──another token──► renewing ──proven──► live
 *        └─────────────────┴──closed, refused, silent, not proven anew──▲
 */
export class SlotFeed {
  readonly #options: Required<SlotFeedOptions>;
  readonly #listeners = new Set<() => void>();
  readonly #variables: { after: string | null } = { after: null };
  #state: FeedState = { kind: "opening" };
  #stops: (() => void)[] = [];
  #stopWatching = () => {};
  #proof: PictureProof | null = null;
  #provenAt = 0;
  #heardAt = Date.now();
  #refusals = 0;
  #isWhole = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #accepted: ReturnType<typeof setTimeout> | undefined;
  #audit: ReturnType<typeof setTimeout> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #isForAnotherUser = false;

  constructor({ auditEveryMs = AUDIT_EVERY_MS, ...options }: SlotFeedOptions) {
    this.#options = { auditEveryMs, ...options };
  }

  get state(): FeedState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    const { client } = this.#options;
    const heard = () => {
      this.#heardAt = Date.now();
    };
    this.#heardAt = Date.now();
    this.#stops = [
      client.on("connected", () => this.#proveOnceAccepted()),
      client.on("message", heard),
      client.on("pong", heard),
      client.on("closed", (event) => {
        if (this.#isForAnotherUser || isForNewToken(event)) this.#renew();
        else this.#lose(this.#heardAt);
      }),
      client.on("error", () => this.#lose(this.#heardAt)),
    ];
    this.#watch();
  }

  /** Makes the connection anew, for another user; the feed goes on where it was. */
  renewConnection(): void {
    this.#isForAnotherUser = true;
    this.#options.client.terminate();
    this.#isForAnotherUser = false;
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const timer of [this.#again, this.#accepted, this.#audit, this.#late]) clearTimeout(timer);
    this.#proof?.end();
    this.#stopWatching();
  }

  /**
   * A picture of which nothing was heard for too long counts as lost until it is proven. To be called often, and when
   * the machine wakes up: the timers of the connection have slept as well.
   */
  checkSilence(): void {
    if (this.#state.kind === "lost" || Date.now() - this.#heardAt < SILENCE_MS) return;
    this.doubt();
  }

  /** Something says that the connection may be gone: the picture counts as lost until it is proven. */
  doubt(): void {
    this.#lose(this.#heardAt);
    this.#prove();
  }

  #watch(): void {
    const { client, slots } = this.#options;
    // The client sends the variables as they are when it connects anew: with the cursor of the last event.
    const request = { query: stringifyDocument(WatchAllSlotsDocument), variables: this.#variables };
    this.#stopWatching();
    let isOver = false;
    const again = () => {
      if (isOver) return;
      isOver = true;
      this.#watchAgain();
    };
    const stop = client.subscribe<WatchAllSlotsSubscription>(request, {
      next: ({ data }) => {
        if (isOver) return;
        // An event that could not be told must be told again: what follows would hide that it is missing.
        if (!data) return again();
        this.#hear(data.slotStatusChanged, slots);
      },
      error: again,
      complete: again,
    });
    this.#stopWatching = () => {
      isOver = true;
      stop();
    };
  }

  #hear(event: SlotEvent, slots: LiveSlots): void {
    // Instead of going on, the server shows everything anew: the cursor was too old, or of another database.
    if (event.kind === "SNAPSHOT" && this.#isWhole) {
      this.#isWhole = false;
      slots.beginAnew();
    }
    slots.learn(event);
    this.#refusals = 0;
    this.#variables.after = event.cursor;
    this.#proof?.hear(event);
  }

  #watchAgain(): void {
    this.#lose(this.#heardAt);
    this.#stopWatching();
    clearTimeout(this.#again);
    const waitMs = Math.min(SUBSCRIBE_AGAIN_MS.least * 2 ** this.#refusals++, SUBSCRIBE_AGAIN_MS.most);
    this.#again = setTimeout(() => {
      this.#watch();
      this.#proveOnceAccepted();
    }, waitMs);
  }

  #proveOnceAccepted(): void {
    clearTimeout(this.#accepted);
    if (this.#refusals === 0) this.#prove();
    else this.#accepted = setTimeout(() => this.#prove(), REFUSED_WITHIN_MS);
  }

  #prove(): void {
    clearTimeout(this.#audit);
    this.#proof?.end();
    const { client, slots } = this.#options;
    this.#proof = new PictureProof({
      client,
      cursor: () => this.#variables.after,
      onProven: () => {
        this.#provenAt = Date.now();
        if (this.#state.kind === "live") this.#refusals = 0;
        this.#isWhole = true;
        slots.endAnew();
        this.#become({ kind: "live" });
        this.#auditSoon();
      },
    });
  }

  #auditSoon(): void {
    clearTimeout(this.#audit);
    this.#audit = setTimeout(() => {
      this.#prove();
      this.#audit = setTimeout(() => this.#become(lostAt(this.#provenAt)), AUDIT_WITHIN_MS);
    }, this.#options.auditEveryMs);
  }

  #renew(): void {
    // The next token may be on its way still, and the last one refused once more.
    if (this.#state.kind === "renewing") {
      this.#doNotProve();
      return;
    }
    if (this.#state.kind !== "live") {
      this.#lose(this.#heardAt);
      return;
    }
    const trueAt = this.#heardAt;
    this.#doNotProve();
    this.#become({ kind: "renewing", trueAt });
    this.#late = setTimeout(() => this.#lose(trueAt), RENEW_WITHIN_MS);
  }

  #doNotProve(): void {
    clearTimeout(this.#audit);
    clearTimeout(this.#accepted);
    this.#proof?.end();
  }

  #lose(trueAt: number): void {
    this.#doNotProve();
    const { kind } = this.#state;
    if (kind !== "lost") this.#become(lostAt(kind === "opening" ? null : trueAt));
  }

  #become(state: FeedState): void {
    clearTimeout(this.#late);
    if (state.kind === "live" && this.#state.kind === "live") return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

function lostAt(trueAt: number | null): FeedState {
  return { kind: "lost", trueAt };
}
