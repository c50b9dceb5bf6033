import { LRUCache } from "lru-cache";

const REMEMBERED_USERS = 100_000;

/** Counts the changes to users' access, in the order in which this server hears of them. */
export class AccessChanges {
  #heard = 0;
  // For changes up to this count, it is not known any more whose they were.
  #forgottenUpTo = 0;
  readonly #latest = new LRUCache<string, number>({
    max: REMEMBERED_USERS,
    dispose: (heard, _userId, reason) => {
      if (reason === "evict") this.#forgottenUpTo = Math.max(this.#forgottenUpTo, heard);
    },
  });

  /** How many changes this server has heard of. */
  get heard(): number {
    return this.#heard;
  }

  happened(userId: string): void {
    this.#latest.set(userId, ++this.#heard);
  }

  /** Counts changes that were missed, so that it is not known whose they were. */
  happenedToAnybody(): void {
    this.#forgottenUpTo = ++this.#heard;
  }

  /** Whether a user's access, read when `heard` changes were known, may have changed since. */
  happenedSince(heard: number, userId: string): boolean {
    return heard < this.#forgottenUpTo || heard < (this.#latest.get(userId) ?? 0);
  }
}
