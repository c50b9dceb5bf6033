import { type FeedMark, parseFingerprint, parseMark } from "../outbox/feed-mark.ts";

/** What one read of the feed says about its history. */
export interface HistoryRead {
  readonly lastPosition: number;
  readonly leader: string | null;
  /** The event at the newest position that was known before the read; null if it is not kept. */
  readonly known: string | null;
  /** The mark of the feed's end. */
  readonly latest: string;
}

type Newest = Pick<FeedMark, "position" | "fingerprint">;

/**
 * The newest event that this server knows of. It reveals that the database was restored to a state before that event.
 */
export class KnownHistory {
  #newest: Newest = { position: 0, fingerprint: null };
  #leader: string | null = null;

  get newest(): Newest {
    return this.#newest;
  }

  /** Whether events published under this lead are part of this history. Events without a lead always are. */
  isLedBy(lead: string | null): boolean {
    return lead === null || lead === this.#leader;
  }

  advanceTo(mark: FeedMark): void {
    if (mark.position > this.#newest.position) this.#newest = mark;
  }

  /**
   * Learns the result of a read.
   *
   * @param before the newest event known when the read began; more may have arrived since.
   * @param receivedUpTo the highest position that any channel had reached then.
   * @returns whether the history continues. If not, some of the known events are not part of it.
   */
  continuesWith(
    { lastPosition, leader, known, latest }: HistoryRead,
    before: Newest,
    receivedUpTo: number,
  ): boolean {
    const found = parseFingerprint(known);
    const isOtherEvent = found !== null && before.fingerprint !== null && found !== before.fingerprint;
    const continues = lastPosition >= Math.max(before.position, receivedUpTo) && !isOtherEvent;
    if (continues) this.advanceTo(parseMark(latest));
    else this.#newest = parseMark(latest);
    this.#leader = leader;
    return continues;
  }
}
