import type { Client, ExecutionResult } from "graphql-ws";
import { stringifyDocument } from "urql";
import { isForNewToken } from "../api/client.ts";
import {
  CountSlotsDocument,
  type CountSlotsQuery,
  SlotsChangedSinceDocument,
  type SlotsChangedSinceQuery,
  WatchAllSlotsDocument,
  type WatchAllSlotsSubscription,
} from "../api/documents.ts";
import type { LiveSlots } from "./live-slots.ts";

/** How true the picture is. */
export type FeedState =
  /** It is being fetched for the first time. */
  | { readonly kind: "opening" }
  /** It shows how things are. */
  | { readonly kind: "live" }
  /** It is as before, but for the moment in which the connection is made anew for another token. */
  | { readonly kind: "renewing"; readonly trueAt: number }
  /** It shows how things were at a time, by `Date.now()`. */
  | { readonly kind: "lost"; readonly trueAt: number };

const ASK_AGAIN_MS = 200;
const SUBSCRIBE_AGAIN_MS = 2_000;
/** How long a connection may take to be made anew until it counts as lost. */
const RENEW_WITHIN_MS = 2_000;

/**
 * Keeps the picture true: a snapshot first, then every change; after a break, everything since the last event. A picture
 * is called live only once the server has said, on the very connection, that nothing has changed since its last event.
 */
export class SlotFeed {
  readonly #client: Client;
  readonly #slots: LiveSlots;
  readonly #listeners = new Set<() => void>();
  readonly #variables: { after: string | null } = { after: null };
  #state: FeedState = { kind: "opening" };
  #stopped = false;
  #stop: (() => void)[] = [];
  #heardAt = Date.now();
  #connection = 0;
  #renewing = false;
  #late: ReturnType<typeof setTimeout> | undefined;

  constructor({ client, slots }: { client: Client; slots: LiveSlots }) {
    this.#client = client;
    this.#slots = slots;
  }

  get state(): FeedState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#stop.push(
      this.#client.on("connected", () => void this.#prove(++this.#connection)),
      this.#client.on("message", () => {
        this.#heardAt = Date.now();
      }),
      this.#client.on("pong", () => {
        this.#heardAt = Date.now();
      }),
      this.#client.on("closed", (event) => this.#lose(this.#renewing || isForNewToken(event))),
      this.#client.on("error", () => this.#lose(false)),
    );
    this.#watch();
  }

  /** Makes the connection anew, for another user; the feed goes on where it was. */
  renewConnection(): void {
    this.#renewing = true;
    this.#client.terminate();
    this.#renewing = false;
  }

  close(): void {
    this.#stopped = true;
    clearTimeout(this.#late);
    for (const stop of this.#stop.splice(0)) stop();
  }

  #watch(): void {
    // The client sends the variables as they are when it connects anew: with the cursor of the last event.
    const request = { query: stringifyDocument(WatchAllSlotsDocument), variables: this.#variables };
    const again = () => {
      if (!this.#stopped) setTimeout(() => this.#stopped || this.#watch(), SUBSCRIBE_AGAIN_MS);
    };
    this.#stop.push(
      this.#client.subscribe<WatchAllSlotsSubscription>(request, {
        next: ({ data }) => {
          if (!data) return;
          this.#slots.learn(data.slotStatusChanged);
          this.#variables.after = data.slotStatusChanged.cursor;
        },
        error: again,
        complete: again,
      }),
    );
  }

  async #prove(connection: number): Promise<void> {
    while (!this.#stopped && connection === this.#connection) {
      if (await this.#isTrue().catch(() => false)) {
        if (connection === this.#connection) this.#become({ kind: "live" });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  async #isTrue(): Promise<boolean> {
    const { after } = this.#variables;
    if (after === null)
      return (await this.#ask<CountSlotsQuery>(stringifyDocument(CountSlotsDocument))).slots.totalCount === 0;
    const answer = await this.#ask<SlotsChangedSinceQuery>(stringifyDocument(SlotsChangedSinceDocument), {
      cursor: after,
    });
    return !answer.slotsChangedSince;
  }

  #lose(isForNewToken: boolean): void {
    this.#connection++;
    const { kind } = this.#state;
    const trueAt = kind === "renewing" ? this.#state.trueAt : this.#heardAt;
    if (kind === "live" && isForNewToken) {
      this.#become({ kind: "renewing", trueAt });
      this.#late = setTimeout(() => this.#become({ kind: "lost", trueAt }), RENEW_WITHIN_MS);
    } else if (kind === "live" || (kind === "renewing" && !isForNewToken)) {
      this.#become({ kind: "lost", trueAt });
    }
  }

  #become(state: FeedState): void {
    clearTimeout(this.#late);
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
    return new Promise((resolve, reject) => {
      this.#client.subscribe<Data>(
        { query, variables },
        {
          next: ({ data, errors }: ExecutionResult<Data>) => (data ? resolve(data) : reject(errors)),
          error: reject,
          complete: () => {},
        },
      );
    });
  }
}
