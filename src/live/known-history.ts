import { type FeedMark, parseMark, parsePrint } from "../outbox/feed-mark.ts";

/** What one look at the feed tells of its history. */
export interface HistoryLook {
  readonly lastPosition: number;
  readonly leader: string | null;
  /** The event at the position of the newest that was known before; null where none is kept. */
  readonly known: string | null;
  /** The mark of the feed's end. */
  readonly latest: string;
}

type Newest = Pick<FeedMark, "position" | "print">;

/** The newest that a server knows of the feed, by which it sees that the database was put back to before that. */
export class KnownHistory {
  #newest: Newest = { position: 0, print: null };
  #leader: string | null = null;

  get newest(): Newest {
    return this.#newest;
  }

  /** Whether what is published under a lead is part of this history; null: without one, it is. */
  isLedBy(lead: string | null): boolean {
    return lead === null || lead === this.#leader;
  }

  learn(mark: FeedMark): void {
    if (mark.position > this.#newest.position) this.#newest = mark;
  }

  /**
   * Learns what was looked up.
   *
   * @param before the newest that was known when the look began: more may have been heard since.
   * @param heardUpTo the furthest position that any channel had reached then.
   * @returns whether the history goes on; if not, some of what was known has not happened any more.
   */
  follow({ lastPosition, leader, known, latest }: HistoryLook, before: Newest, heardUpTo: number): boolean {
    const found = parsePrint(known);
    const isOtherEvent = found !== null && before.print !== null && found !== before.print;
    const goesOn = lastPosition >= Math.max(before.position, heardUpTo) && !isOtherEvent;
    if (goesOn) this.learn(parseMark(latest));
    else this.#newest = parseMark(latest);
    this.#leader = leader;
    return goesOn;
  }
}
