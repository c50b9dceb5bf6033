import type { Connection } from "./connection.ts";

/**
 * Finds the connections whose peer is gone without a word. One timer for all of them, and a part of them every second:
 * ten thousand pings at once would hold up the events.
 */
export class Heartbeat {
  readonly #parts: Set<Connection>[];
  readonly #timer: NodeJS.Timeout;
  #next = 0;

  /** @param everySeconds how often each connection is looked at. */
  constructor(everySeconds: number) {
    this.#parts = Array.from({ length: everySeconds }, () => new Set());
    this.#timer = setInterval(() => this.#checkNext(), 1_000);
  }

  /** @returns a function that ends it. */
  watch(connection: Connection): () => void {
    const part = this.#parts[this.#next++ % this.#parts.length];
    part?.add(connection);
    return () => part?.delete(connection);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #checkNext(): void {
    const part = this.#parts.shift();
    if (!part) return;
    this.#parts.push(part);
    for (const connection of part) connection.checkPeer();
  }
}
