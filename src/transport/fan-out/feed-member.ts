import type { FeedSource } from "../../live/feed-source.ts";
import { type FeedGroup, isPromise, type Placed, TOO_SLOW } from "./feed-group.ts";
import type { Payload } from "./payload.ts";
import type { Reader } from "./reader.ts";
import type { FeedEventView } from "./sharing.ts";

/** How much may wait for one reader before it is too slow: as much as some seconds of a busy feed. */
const MOST_WAITING_BYTES = 128 * 1024;
const MOST_WAITING_EVENTS = 1_000;
/** How many bytes of past events are written ahead of a reader. A snapshot does not make a reader slow. */
const AHEAD_BYTES = 64 * 1024;
/** Events per write. */
const PAGE = 100;

/**
 * One subscriber of a group.
 *
 *   beginning ──prelude ends──► live ──too slow──► behind ──drained, sent the newest of each thing──► live
 *
 * A reader that does not read is recognised by the bytes that wait at its socket, and costs only those: the events that
 * it misses are kept once for the group.
 */
export class FeedMember {
  readonly reader: Reader;
  readonly #group: FeedGroup;
  #state: "beginning" | "live" | "behind" | "ended" = "beginning";
  // The member has been sent everything up to here. While it is behind, the events that it misses begin after this
  // position.
  #position = 0;
  #unread = 0;
  #source: FeedSource<FeedEventView> | null = null;
  // Ends the wait for a reader, which may leave before it has read.
  #resume: () => void = () => {};

  constructor(group: FeedGroup, reader: Reader) {
    this.#group = group;
    this.reader = reader;
  }

  get isBehind(): boolean {
    return this.#state === "behind";
  }

  /** Sends the prelude, and then the events that the group was sent meanwhile. */
  async begin(source: FeedSource<FeedEventView>): Promise<void> {
    this.#source = source;
    try {
      while (this.#state === "beginning") {
        const page = await source.prelude.next();
        if (page) await this.#writeAll(page);
        else if (await this.#switchToLive(source)) this.#releaseSource();
      }
    } catch (error) {
      this.#group.fail(this, error);
    }
  }

  /** @param from the position of the group before this batch. */
  receive(batch: readonly Placed[], payloads: readonly Payload[], from: number): void {
    if (this.#state !== "live") return;
    // `#switchToLive` may have sent events that the group was still rendering.
    const payloadsToSend = this.#position > from ? this.#undelivered(batch, payloads) : payloads;
    if (payloadsToSend.length === 0) return;
    if (this.#isFull(payloadsToSend.length)) {
      this.#fallBehind(Math.max(from, this.#position));
      return;
    }
    this.reader.write(payloadsToSend);
  }

  end(): void {
    if (this.#state === "behind") this.#group.catchUp();
    this.#state = "ended";
    this.#resume();
    this.#releaseSource();
  }

  // Continues where the prelude ended: sends the events since then, until there are no more.
  async #switchToLive({ prelude, live }: FeedSource<FeedEventView>): Promise<boolean> {
    let { position } = prelude;
    while (this.#state === "beginning") {
      const events = live.since(position);
      if (!events) {
        // Too many events have happened since. The prelude reads on, after those that were sent here.
        prelude.skipTo(position);
        return false;
      }
      if (events.length === 0) {
        this.#position = position;
        this.#state = "live";
        return true;
      }
      await this.#writeAll(events.map(({ event }) => event));
      position = events.at(-1)?.position ?? position;
    }
    return false;
  }

  #undelivered(batch: readonly Placed[], payloads: readonly Payload[]): Payload[] {
    return payloads.filter((_, index) => (batch[index]?.position ?? 0) > this.#position);
  }

  #isFull(count: number): boolean {
    const { waitingBytes } = this.reader;
    this.#unread = waitingBytes === 0 ? count : this.#unread + count;
    // A stream that holds fewer bytes than AHEAD_BYTES does not report when it is drained. So many events have more
    // bytes.
    const limit = this.#unread > MOST_WAITING_EVENTS ? AHEAD_BYTES : MOST_WAITING_BYTES;
    return waitingBytes > limit;
  }

  #fallBehind(position: number): void {
    if (!this.#group.fallBehind()) {
      this.#group.interrupt(this, TOO_SLOW);
      return;
    }
    this.#state = "behind";
    this.#position = position;
    this.reader.onceDrained(() => void this.#catchUp());
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#state === "behind") {
        const since = this.#position;
        const missed = this.#group.missedAfter(since);
        // Starts anew: events that arrive while these are sent are missed as well.
        this.#position = this.#group.position;
        if (missed.length === 0) {
          this.#state = "live";
          this.#group.catchUp();
          return;
        }
        await this.#writeAll(missed, this.#group.missedRenderer(since, missed));
      }
    } catch (error) {
      this.#group.fail(this, error);
    }
  }

  // Writes at most AHEAD_BYTES, and a page, ahead of the reader.
  async #writeAll<Item>(
    items: readonly Item[],
    render: (item: Item) => Payload | Promise<Payload> = (item) =>
      this.#group.renderPrelude(item as unknown as FeedEventView),
  ): Promise<void> {
    for (let start = 0; start < items.length; start += PAGE) {
      while (this.#isAhead) await this.#drained();
      if (this.#isEnded) return;
      const payloads = items.slice(start, start + PAGE).map(render);
      const ready = payloads.some(isPromise) ? await Promise.all(payloads) : (payloads as Payload[]);
      // Meanwhile, other subscriptions may have written to the same socket.
      while (this.#isAhead) await this.#drained();
      if (this.#isEnded) return;
      this.reader.write(ready);
    }
    while (this.#isAhead) await this.#drained();
  }

  get #isEnded(): boolean {
    return this.#state === "ended";
  }

  /** Whether so much waits for the reader, from whichever of its subscriptions, that it must read first. */
  get #isAhead(): boolean {
    return !this.#isEnded && this.reader.waitingBytes > AHEAD_BYTES;
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.reader.onceDrained(resolve);
    });
  }

  #releaseSource(): void {
    const source = this.#source;
    this.#source = null;
    if (source) this.#group.release(source);
  }
}
