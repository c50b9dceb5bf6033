import type { Connection } from "./connection.ts";

/** How often each connection is looked at. */
const EVERY_SECONDS = 20;

/**
 * Finds the connections whose peer is gone without a word. One timer for all of them, and a part of them every second:
 * ten thousand pings at once would hold up the events.
 */
export class Heartbeat {
  readonly #parts: Set<Connection>[] = Array.from({ length: EVERY_SECONDS }, () => new Set());
  readonly #timer: NodeJS.Timeout;
  #next = 0;

  constructor() {
    this.#timer = setInterval(() => this.#checkNext(), 1_000);
  }

  /** @returns a function that ends it. */
  watch(connection: Connection): () => void {
    const part = this.#parts[this.#next++ % EVERY_SECONDS];
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
