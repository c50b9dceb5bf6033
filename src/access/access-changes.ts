import { LRUCache } from "lru-cache";

const REMEMBERED_USERS = 100_000;

/** Counts the changes to users' access, in the order in which this server hears of them. */
export class AccessChanges {
  #count = 0;
  // For changes up to this count, it is not known any more whose they were.
  #forgottenUpTo = 0;
  readonly #latest = new LRUCache<string, number>({
    max: REMEMBERED_USERS,
    dispose: (count, _userId, reason) => {
      if (reason === "evict") this.#forgottenUpTo = Math.max(this.#forgottenUpTo, count);
    },
  });

  /** How many changes this server has heard of. */
  get count(): number {
    return this.#count;
  }

  record(userId: string): void {
    this.#latest.set(userId, ++this.#count);
  }

  /** Counts changes that were missed, so that it is not known whose they were. */
  recordForUnknownUser(): void {
    this.#forgottenUpTo = ++this.#count;
  }

  /** Whether a user's access, read when `count` changes were known, may have changed since. */
  mayHaveChangedSince(count: number, userId: string): boolean {
    return count < this.#forgottenUpTo || count < (this.#latest.get(userId) ?? 0);
  }
}
