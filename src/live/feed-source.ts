import { say } from "../shared/message.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import type { LiveEvents } from "./live-events.ts";
import type { Prelude } from "./prelude.ts";
import { type CloseSocket, TRY_AGAIN_LATER, WAITING_EVENTS } from "./slow-reader.ts";

const TOO_SLOW = say`Reading too slowly: subscribe again with the last cursor`;
const LOST = say`Events were lost: subscribe again with a snapshot`;

export interface FeedSourceOptions<Event> {
  readonly prelude: Prelude<Event>;
  readonly live: LiveEvents<Event>;
  readonly release: () => void;
  readonly closeSocket?: CloseSocket;
}

/**
 * One subscription to the feed, open: its prelude, and the live events that take over from it. What graphql-js gets
 * from here is the one after the other; who shares live events among many subscribers uses the two parts.
 */
export class FeedSource<Event> implements AsyncIterable<Event> {
  readonly prelude: Prelude<Event>;
  readonly live: LiveEvents<Event>;
  readonly #options: FeedSourceOptions<Event>;
  #closed = false;

  constructor(options: FeedSourceOptions<Event>) {
    this.prelude = options.prelude;
    this.live = options.live;
    this.#options = options;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event> {
    return new FeedIterator(this, (reason) => this.#options.closeSocket?.(TRY_AGAIN_LATER, reason));
  }

  /** Lets go of the live events: they go on for as long as somebody else holds them. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.prelude.close();
    this.#options.release();
  }
}

/** Written out rather than an async generator, for the reason that `BoundedQueue` has. */
class FeedIterator<Event> implements AsyncIterableIterator<Event> {
  readonly #source: FeedSource<Event>;
  readonly #queue: BoundedQueue<Event>;
  readonly #break: (reason: typeof LOST) => void;
  #page: readonly Event[] = [];
  #shown = 0;
  #stopListening: (() => void) | null = null;
  #ended = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: FeedSource<Event>, breakOff: (reason: typeof LOST) => void) {
    this.#source = source;
    this.#break = breakOff;
    this.#queue = new BoundedQueue<Event>({
      limit: WAITING_EVENTS,
      onOverflow: () => breakOff(TOO_SLOW),
      onEnd: () => this.#end(),
    });
  }

  next(): Promise<IteratorResult<Event>> {
    const result = this.#turn.then(() => this.#next());
    this.#turn = result.catch(() => {});
    return result;
  }

  return(): Promise<IteratorResult<Event>> {
    this.#end();
    return this.#queue.return();
  }

  throw(error: unknown): Promise<IteratorResult<Event>> {
    this.#end();
    return this.#queue.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<Event>> {
    while (!this.#ended) {
      const value = this.#page[this.#shown++];
      if (value !== undefined) return { value, done: false };
      if (this.#stopListening) break;
      await this.#turnPage();
    }
    return this.#queue.next();
  }

  async #turnPage(): Promise<void> {
    const { prelude } = this.#source;
    const page = await prelude.next().catch(() => {
      this.#break(LOST);
      this.#end();
      return [];
    });
    if (this.#ended) return;
    this.#page = page ?? this.#takeOver();
    this.#shown = 0;
  }

  // What was told by now is a page like others: it may be more than may wait for a slow reader.
  #takeOver(): readonly Event[] {
    const { live, prelude } = this.#source;
    const told = live.since(prelude.position);
    // Too much has happened since: the prelude reads on.
    if (!told) return [];
    this.#stopListening = live.listen({
      event: (event, position) => {
        if (position > prelude.position) this.#queue.push(event);
      },
      lost: () => {
        this.#break(LOST);
        this.#end();
      },
    });
    return told.map(({ event }) => event);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopListening?.();
    this.#source.close();
    void this.#queue.return();
  }
}
