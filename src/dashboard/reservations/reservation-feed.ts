import type { GraphQLFormattedError } from "graphql";
import type { Client as SocketClient } from "graphql-ws";
import { type Client, stringifyDocument } from "urql";
import {
  ReservationEventsDocument,
  type ReservationEventsSubscription,
  type ReservationEventsSubscriptionVariables,
  ReservationFeedStartDocument,
} from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";

export type ReservationEvent = ReservationEventsSubscription["reservationChanged"];

interface ReservationFeedOptions {
  readonly socket: SocketClient;
  readonly queries: Client;
  readonly scope: Pick<ReservationEventsSubscriptionVariables, "stationId" | "reservationId">;
  /** The cursor to resume after. Null: start with new events. */
  readonly after: string | null;
  /** Called once per event, in order, across disconnections. */
  readonly onEvent: (event: ReservationEvent) => void;
  /** Called when the feed starts at `cursor`, to read what was before. Called again after too long a disconnection. */
  readonly onBegin?: (cursor: string) => void;
}

const RETRY_MS = 2_000;

/** Whether a cursor can never be used again: it is too old, or comes from another database. */
function isCursorRejected({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.["code"];
  return code === "CURSOR_EXPIRED" || code === "BAD_USER_INPUT";
}

/** Follows reservation events from a known cursor, so that no event is lost between reading and subscribing. */
export class ReservationFeed {
  readonly #options: ReservationFeedOptions;
  readonly #variables: ReservationEventsSubscriptionVariables;
  #unsubscribe = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: ReservationFeedOptions) {
    this.#options = options;
    this.#variables = { ...options.scope, after: options.after };
    void this.#subscribe();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  async #subscribe(): Promise<void> {
    const { socket, onEvent } = this.#options;
    if (this.#variables.after == null && !(await this.#begin())) return this.#retry();
    if (this.#closed) return;
    let isOver = false;
    const retry = () => {
      if (isOver) return;
      isOver = true;
      this.#retry();
    };
    // The client reads the variables on each reconnect, so it sends the cursor of the last event.
    const request = { query: stringifyDocument(ReservationEventsDocument), variables: this.#variables };
    this.#unsubscribe = socket.subscribe<ReservationEventsSubscription>(request, {
      next: ({ data }) => {
        if (isOver) return;
        // An event that the server failed to deliver must be sent again. Later events would hide the gap.
        if (!data) {
          retry();
          return this.#unsubscribe();
        }
        this.#variables.after = data.reservationChanged.cursor;
        onEvent(data.reservationChanged);
      },
      error: (error) => {
        // Starts over with new events. After any other refusal, such as an unavailable database, the cursor stays.
        if (Array.isArray(error) && error.some(isCursorRejected)) this.#variables.after = null;
        retry();
      },
      complete: retry,
    });
  }

  async #begin(): Promise<boolean> {
    const { queries, onBegin } = this.#options;
    const { data } = await queries.query(ReservationFeedStartDocument, {}, FROM_THE_SERVER).toPromise();
    if (!data || this.#closed) return false;
    this.#variables.after = data.slots.feedCursor;
    onBegin?.(data.slots.feedCursor);
    return true;
  }

  #retry(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#subscribe(), RETRY_MS);
  }
}
