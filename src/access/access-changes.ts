import { LRUCache } from "lru-cache";

const REMEMBERED_USERS = 100_000;

/** In what order this server has heard that what users may do has changed. */
export class AccessChanges {
  #heard = 0;
  // Up to here anybody may have changed.
  #forgottenUpTo = 0;
  readonly #latest = new LRUCache<string, number>({
    max: REMEMBERED_USERS,
    dispose: (heard, _userId, reason) => {
      if (reason === "evict") this.#forgottenUpTo = Math.max(this.#forgottenUpTo, heard);
    },
  });

  /** Grows with each change that is heard of. */
  get heard(): number {
    return this.#heard;
  }

  happened(userId: string): void {
    this.#latest.set(userId, ++this.#heard);
  }

  /** Says that changes were missed, of whom nobody knows. */
  happenedToAnybody(): void {
    this.#forgottenUpTo = ++this.#heard;
  }

  /** Whether a user, as read after so much had been heard, may have changed since. */
  happenedSince(heard: number, userId: string): boolean {
    return heard < this.#forgottenUpTo || heard < (this.#latest.get(userId) ?? 0);
  }
}
