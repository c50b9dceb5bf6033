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
  /** Where to go on; null: from now on. */
  readonly after: string | null;
  /** Each event once, in order, across breaks of the connection. */
  readonly onEvent: (event: ReservationEvent) => void;
  /** The feed begins here: what was before has to be read. It happens again where a break was too long. */
  readonly onBegin?: (cursor: string) => void;
}

const AGAIN_MS = 2_000;

/** Whether a cursor is refused for good: it is too old, or of another database. */
function isOfNoUse({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.["code"];
  return code === "CURSOR_EXPIRED" || code === "BAD_USER_INPUT";
}

/** What happens to reservations, from a known place in the feed on, so that nothing falls between reading and following. */
export class ReservationFeed {
  readonly #options: ReservationFeedOptions;
  readonly #variables: ReservationEventsSubscriptionVariables;
  #unsubscribe = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: ReservationFeedOptions) {
    this.#options = options;
    this.#variables = { ...options.scope, after: options.after };
    void this.#follow();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  async #follow(): Promise<void> {
    const { socket, onEvent } = this.#options;
    if (this.#variables.after == null && !(await this.#begin())) return this.#again();
    if (this.#closed) return;
    let isOver = false;
    const again = () => {
      if (isOver) return;
      isOver = true;
      this.#again();
    };
    // The client sends the variables as they are when it connects anew: with the cursor of the last event.
    const request = { query: stringifyDocument(ReservationEventsDocument), variables: this.#variables };
    this.#unsubscribe = socket.subscribe<ReservationEventsSubscription>(request, {
      next: ({ data }) => {
        if (isOver) return;
        // An event that could not be told must be told again: what follows would hide that it is missing.
        if (!data) {
          again();
          return this.#unsubscribe();
        }
        this.#variables.after = data.reservationChanged.cursor;
        onEvent(data.reservationChanged);
      },
      error: (error) => {
        // From now on, then. A server that refuses for another reason, such as a database that is away, will go on.
        if (Array.isArray(error) && error.some(isOfNoUse)) this.#variables.after = null;
        again();
      },
      complete: again,
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

  #again(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#follow(), AGAIN_MS);
  }
}
