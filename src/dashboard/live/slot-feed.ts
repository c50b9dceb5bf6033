import type { Client } from "graphql-ws";
import { stringifyDocument } from "urql";
import { WatchAllSlotsDocument, type WatchAllSlotsSubscription } from "../api/documents.ts";
import { isForNewToken } from "../api/socket.ts";
import { FreshnessProof } from "./freshness-proof.ts";
import type { SlotEvent } from "./live-slot.ts";
import type { LiveSlots } from "./live-slots.ts";

/** How current the picture is. */
export type FeedState =
  /** The picture is being loaded for the first time. */
  | { readonly kind: "opening" }
  /** The picture is current. */
  | { readonly kind: "live" }
  /** The picture was current a moment ago: the connection is being reopened with another token. */
  | { readonly kind: "renewing"; readonly trueAt: number }
  /** The picture was current at `trueAt`, by `Date.now()`. Null if it has never been complete. */
  | { readonly kind: "lost"; readonly trueAt: number | null };

export interface SlotFeedOptions {
  readonly client: Client;
  readonly slots: LiveSlots;
  readonly auditEveryMs?: number;
}

// The client pings every 5 s, so a working server is never silent for longer.
const SILENCE_MS = 7_000;
const RESUBSCRIBE_MS = { least: 250, most: 15_000 };
// The protocol reports that a subscription was refused, but not that it was accepted.
const REFUSED_WITHIN_MS = 1_000;
const AUDIT_EVERY_MS = 30_000;
const AUDIT_WITHIN_MS = 5_000;
/** A reconnect with another token that takes longer than this counts as a lost connection. */
const RENEW_WITHIN_MS = 2_000;

/**
 * Keeps the picture current: first a snapshot, then every change. After a disconnection, it resumes after the last
 * event. The picture is called live only after a proof, on the same connection, that it has caught up. The proof is
 * repeated from time to time, because a server that answers pings may still have stopped receiving changes.
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
  #unsubscribe = () => {};
  #proof: FreshnessProof | null = null;
  #provenAt = 0;
  #receivedAt = Date.now();
  #refusals = 0;
  #isComplete = false;
  #resubscribeTimer: ReturnType<typeof setTimeout> | undefined;
  #acceptedTimer: ReturnType<typeof setTimeout> | undefined;
  #auditTimer: ReturnType<typeof setTimeout> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;
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
    const onReceived = () => {
      this.#receivedAt = Date.now();
    };
    this.#receivedAt = Date.now();
    this.#stops = [
      client.on("connected", () => this.#proveOnceAccepted()),
      client.on("message", onReceived),
      client.on("pong", onReceived),
      client.on("closed", (event) => {
        if (this.#isForAnotherUser || isForNewToken(event)) this.#renew();
        else this.#markLost(this.#receivedAt);
      }),
      client.on("error", () => this.#markLost(this.#receivedAt)),
    ];
    this.#subscribe();
  }

  /** Reopens the connection for another user. The feed resumes after the last event. */
  renewConnection(): void {
    this.#isForAnotherUser = true;
    this.#options.client.terminate();
    this.#isForAnotherUser = false;
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const timer of [this.#resubscribeTimer, this.#acceptedTimer, this.#auditTimer, this.#renewTimer])
      clearTimeout(timer);
    this.#proof?.end();
    this.#unsubscribe();
  }

  /**
   * Declares the picture lost, until it is proven again, if nothing was received for too long. Must be called often,
   * and when the machine wakes up, because the timers of the connection were suspended too.
   */
  checkSilence(): void {
    if (this.#state.kind === "lost" || Date.now() - this.#receivedAt < SILENCE_MS) return;
    this.suspectDisconnection();
  }

  /** Called when the connection may be gone: the picture counts as lost until it is proven. */
  suspectDisconnection(): void {
    this.#markLost(this.#receivedAt);
    this.#prove();
  }

  #subscribe(): void {
    const { client, slots } = this.#options;
    // The client reads the variables on each reconnect, so it sends the cursor of the last event.
    const request = { query: stringifyDocument(WatchAllSlotsDocument), variables: this.#variables };
    this.#unsubscribe();
    let isOver = false;
    const resubscribe = () => {
      if (isOver) return;
      isOver = true;
      this.#resubscribe();
    };
    const stop = client.subscribe<WatchAllSlotsSubscription>(request, {
      next: ({ data }) => {
        if (isOver) return;
        // An event that the server failed to deliver must be sent again. Later events would hide the gap.
        if (!data) return resubscribe();
        this.#receive(data.slotStatusChanged, slots);
      },
      error: resubscribe,
      complete: resubscribe,
    });
    this.#unsubscribe = () => {
      isOver = true;
      stop();
    };
  }

  #receive(event: SlotEvent, slots: LiveSlots): void {
    // The cursor was too old or came from another database, so the server sends a new snapshot instead of resuming.
    if (event.kind === "SNAPSHOT" && this.#isComplete) {
      this.#isComplete = false;
      slots.beginSnapshot();
    }
    slots.apply(event);
    this.#refusals = 0;
    this.#variables.after = event.cursor;
    this.#proof?.receive(event);
  }

  #resubscribe(): void {
    this.#markLost(this.#receivedAt);
    this.#unsubscribe();
    clearTimeout(this.#resubscribeTimer);
    const waitMs = Math.min(RESUBSCRIBE_MS.least * 2 ** this.#refusals++, RESUBSCRIBE_MS.most);
    this.#resubscribeTimer = setTimeout(() => {
      this.#subscribe();
      this.#proveOnceAccepted();
    }, waitMs);
  }

  #proveOnceAccepted(): void {
    clearTimeout(this.#acceptedTimer);
    if (this.#refusals === 0) this.#prove();
    else this.#acceptedTimer = setTimeout(() => this.#prove(), REFUSED_WITHIN_MS);
  }

  #prove(): void {
    clearTimeout(this.#auditTimer);
    this.#proof?.end();
    const { client, slots } = this.#options;
    this.#proof = new FreshnessProof({
      client,
      cursor: () => this.#variables.after,
      onProven: () => {
        this.#provenAt = Date.now();
        if (this.#state.kind === "live") this.#refusals = 0;
        this.#isComplete = true;
        slots.endSnapshot();
        this.#setState({ kind: "live" });
        this.#auditSoon();
      },
    });
  }

  #auditSoon(): void {
    clearTimeout(this.#auditTimer);
    this.#auditTimer = setTimeout(() => {
      this.#prove();
      this.#auditTimer = setTimeout(() => this.#setState(lostAt(this.#provenAt)), AUDIT_WITHIN_MS);
    }, this.#options.auditEveryMs);
  }

  #renew(): void {
    // A reconnect may still use the old token and be refused once more.
    if (this.#state.kind === "renewing") {
      this.#cancelProof();
      return;
    }
    if (this.#state.kind !== "live") {
      this.#markLost(this.#receivedAt);
      return;
    }
    const trueAt = this.#receivedAt;
    this.#cancelProof();
    this.#setState({ kind: "renewing", trueAt });
    this.#renewTimer = setTimeout(() => this.#markLost(trueAt), RENEW_WITHIN_MS);
  }

  #cancelProof(): void {
    clearTimeout(this.#auditTimer);
    clearTimeout(this.#acceptedTimer);
    this.#proof?.end();
  }

  #markLost(trueAt: number): void {
    this.#cancelProof();
    const { kind } = this.#state;
    if (kind !== "lost") this.#setState(lostAt(kind === "opening" ? null : trueAt));
  }

  #setState(state: FeedState): void {
    clearTimeout(this.#renewTimer);
    if (state.kind === "live" && this.#state.kind === "live") return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

function lostAt(trueAt: number | null): FeedState {
  return { kind: "lost", trueAt };
}
