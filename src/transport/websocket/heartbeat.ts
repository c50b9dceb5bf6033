import type { Connection } from "./connection.ts";

/**
 * Finds connections whose peer has disappeared without closing them. One timer serves all of them, and checks a part of
 * them every second, because 10,000 pings at once would delay the events.
 */
export class Heartbeat {
  readonly #parts: Set<Connection>[];
  readonly #timer: NodeJS.Timeout;
  #next = 0;

  /** @param everySeconds how often each connection is checked. */
  constructor(everySeconds: number) {
    this.#parts = Array.from({ length: everySeconds }, () => new Set());
    this.#timer = setInterval(() => this.#checkNext(), 1_000);
  }

  /** @returns a function that stops it. */
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
