import type { OutboxEvents } from "../outbox/outbox-events.ts";
import type { Feed } from "./feed.ts";
import type { FeedSource } from "./feed-source.ts";
import type { FeedScope } from "./live-events.ts";

export interface Change<Payload> {
  readonly cursor: string;
  readonly payload: Payload;
}

export interface ChangeFeedRequest<Kind extends keyof OutboxEvents> {
  readonly kind: Kind;
  /** The channel that brings all that is wanted: `ALL`, or the id of a station or user. */
  readonly channel: string;
  /** Asked for each event, also one that is replayed: what the caller may see now is what counts. */
  readonly wanted: (payload: OutboxEvents[Kind]) => boolean;
  /** The cursor after which to begin. */
  readonly after?: string | null;
}

/** Subscriptions to events that tell only that something changed: the subscriber reads what it has become. */
export class ChangeFeed {
  readonly #feed: Feed;

  constructor({ feed }: { feed: Feed }) {
    this.#feed = feed;
  }

  /**
   * Events of one kind, in order, that are wanted.
   *
   * @throws DomainError CURSOR_EXPIRED
   */
  subscribe<Kind extends keyof OutboxEvents>({
    kind,
    channel,
    wanted,
    after,
  }: ChangeFeedRequest<Kind>): Promise<FeedSource<Change<OutboxEvents[Kind]>>> {
    const scope: FeedScope<Change<OutboxEvents[Kind]>> = {
      channel,
      show: (event, cursor) => {
        if (event.kind !== kind) return null;
        const payload = event.payload as OutboxEvents[Kind];
        return wanted(payload) ? { cursor, payload } : null;
      },
    };
    return this.#feed.open(scope, async () =>
      after == null ? null : { place: await this.#feed.placeOf(after) },
    );
  }
}
