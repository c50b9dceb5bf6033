import type { FeedSource } from "../../live/feed-source.ts";
import { type FeedGroup, isPromise, type Placed, TOO_SLOW } from "./feed-group.ts";
import type { Payload } from "./payload.ts";
import type { Reader } from "./reader.ts";
import type { FeedEventView } from "./sharing.ts";

/** What may wait for one reader before it is too slow: as much as some seconds of a busy feed. */
const MOST_WAITING_BYTES = 128 * 1024;
const MOST_WAITING_EVENTS = 1_000;
/** How much of what was before is written ahead of a reader: a snapshot is no reason to call it slow. */
const AHEAD_BYTES = 64 * 1024;
/** Events to a write. */
const PAGE = 100;

/**
 * One subscriber of a group.
 *
 *   beginning ──prelude ends──► live ◄──drained, told the newest of each thing──► behind
 *
 * A reader that does not read is found by what waits for it at its socket, and costs no more than that: what it misses
 * is kept once for the group.
 */
export class FeedMember {
  readonly reader: Reader;
  readonly #group: FeedGroup;
  #state: "beginning" | "live" | "behind" | "ended" = "beginning";
  // Up to here it was told everything; while it is behind, up to where it was left out.
  #position = 0;
  #unread = 0;
  #source: FeedSource<FeedEventView> | null = null;
  // Ends the waiting for a reader, which may go away without having read.
  #goOn: () => void = () => {};

  constructor(group: FeedGroup, reader: Reader) {
    this.#group = group;
    this.reader = reader;
  }

  get isBehind(): boolean {
    return this.#state === "behind";
  }

  /** Tells the prelude, and what the group was told meanwhile. */
  async begin(source: FeedSource<FeedEventView>): Promise<void> {
    this.#source = source;
    try {
      while (this.#state === "beginning") {
        const page = await source.prelude.next();
        if (page) await this.#writeAll(page);
        else if (await this.#takeOver(source)) this.#releaseSource();
      }
    } catch (error) {
      this.#group.fail(this, error);
    }
  }

  /** @param from where the group was before this. */
  take(batch: readonly Placed[], payloads: readonly Payload[], from: number): void {
    if (this.#state !== "live") return;
    // What it was told already where it took over, while the group was still at it.
    const news = this.#position > from ? this.#newTo(batch, payloads) : payloads;
    if (news.length === 0) return;
    if (this.#isFull(news.length)) {
      this.#fallBehind(Math.max(from, this.#position));
      return;
    }
    this.reader.write(news);
  }

  end(): void {
    if (this.#state === "behind") this.#group.catchUp();
    this.#state = "ended";
    this.#goOn();
    this.#releaseSource();
  }

  // Goes on where the prelude has ended: with what was told since then, until that is nothing.
  async #takeOver({ prelude, live }: FeedSource<FeedEventView>): Promise<boolean> {
    let { position } = prelude;
    while (this.#state === "beginning") {
      const told = live.since(position);
      if (!told) {
        // Too much has happened since: the prelude reads on, after what was told here.
        prelude.goOnAfter(position);
        return false;
      }
      if (told.length === 0) {
        this.#position = position;
        this.#state = "live";
        return true;
      }
      await this.#writeAll(told.map(({ event }) => event));
      position = told.at(-1)?.position ?? position;
    }
    return false;
  }

  #newTo(batch: readonly Placed[], payloads: readonly Payload[]): Payload[] {
    return payloads.filter((_, index) => (batch[index]?.position ?? 0) > this.#position);
  }

  #isFull(news: number): boolean {
    const { waitingBytes } = this.reader;
    this.#unread = waitingBytes === 0 ? news : this.#unread + news;
    // Of fewer bytes a stream does not say when they are drained; so many events have more.
    const limit = this.#unread > MOST_WAITING_EVENTS ? AHEAD_BYTES : MOST_WAITING_BYTES;
    return waitingBytes > limit;
  }

  #fallBehind(position: number): void {
    if (!this.#group.fallBehind()) {
      this.#group.breakOff(this, TOO_SLOW);
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
        // From here on anew: what comes while this is told is missed as well.
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

  // As far ahead of the reader as is reasonable, and no further.
  async #writeAll<Item>(
    items: readonly Item[],
    render: (item: Item) => Payload | Promise<Payload> = (item) =>
      this.#group.renderPrelude(item as unknown as FeedEventView),
  ): Promise<void> {
    for (let start = 0; start < items.length; start += PAGE) {
      const payloads = items.slice(start, start + PAGE).map(render);
      const ready = payloads.some(isPromise) ? await Promise.all(payloads) : (payloads as Payload[]);
      if (this.#state === "ended") return;
      this.reader.write(ready);
      if (this.reader.waitingBytes > AHEAD_BYTES) {
        await new Promise<void>((resolve) => {
          this.#goOn = resolve;
          this.reader.onceDrained(resolve);
        });
      }
    }
  }

  #releaseSource(): void {
    const source = this.#source;
    this.#source = null;
    if (source) this.#group.release(source);
  }
}
