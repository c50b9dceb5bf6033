import type { Limits } from "../../limits.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";

type SocketMaxima = Pick<Limits, "maxSocketsPerUser" | "maxSocketsPerAddress">;

const nothing = (): void => {};

/** Limits how many WebSockets and event streams each user and each address has on this server. */
export class SocketLimits {
  readonly #maxima: SocketMaxima;
  readonly #counts = new Map<string, number>();

  constructor(maxima: SocketMaxima) {
    this.#maxima = maxima;
  }

  /** Counts one more. @returns a function that releases it. @throws DomainError SUBSCRIPTION_LIMIT */
  acquireForAddress(address: string): () => void {
    return this.#acquire(`address ${address}`, this.#maxima.maxSocketsPerAddress);
  }

  /** Like `acquireForAddress`; anonymous callers are counted by their address only. */
  acquireForUser(userId: string | null): () => void {
    return userId === null ? nothing : this.#acquire(`user ${userId}`, this.#maxima.maxSocketsPerUser);
  }

  #acquire(key: string, max: number | null): () => void {
    const count = this.#counts.get(key) ?? 0;
    if (max !== null && count >= max) {
      throw new DomainError(
        "SUBSCRIPTION_LIMIT",
        say`At most ${max} connections may be open at once: close one, or send more operations over each`,
        { limit: max },
      );
    }
    this.#counts.set(key, count + 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#release(key);
      isTaken = false;
    };
  }

  #release(key: string): void {
    const left = (this.#counts.get(key) ?? 1) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
