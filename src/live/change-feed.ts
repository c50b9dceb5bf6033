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
  /** The channel that carries every wanted event: `ALL`, or the id of a station or user. */
  readonly channel: string;
  /** Called for each event, replayed ones included: what the caller may see at that moment decides. */
  readonly wanted: (payload: OutboxEvents[Kind]) => boolean;
  /** The cursor after which to begin. */
  readonly after?: string | null;
}

/** Subscriptions to events that say only that something changed; the subscriber reads the new state. */
export class ChangeFeed {
  readonly #feed: Feed;

  constructor({ feed }: { feed: Feed }) {
    this.#feed = feed;
  }

  /**
   * Subscribes to the wanted events of one kind, in order.
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
