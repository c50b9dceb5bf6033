interface PacedMessagesOptions {
  readonly perSecond: number;
  readonly source: { pause(): void; resume(): void };
  readonly receive: (text: string) => void;
}

/**
 * Passes on the messages of a peer at the allowed pace; one second's worth may come at once. If a peer is faster,
 * nothing more is read from it for a while. No message is lost, nobody else waits, and only messages that were read in
 * one piece wait here.
 */
export class PacedMessages {
  readonly #options: PacedMessagesOptions;
  // Null if nothing waits, because an array keeps the capacity that it once had.
  #waiting: string[] | null = null;
  #timer: NodeJS.Timeout | undefined;
  // A token bucket: how much was in it, and when.
  #left: number;
  #at = performance.now();

  constructor(options: PacedMessagesOptions) {
    this.#options = options;
    this.#left = options.perSecond;
  }

  add(text: string): void {
    this.#waiting ??= [];
    this.#waiting.push(text);
    if (this.#timer === undefined) this.#forward();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }

  #forward(): void {
    const { source, receive } = this.#options;
    for (let text = this.#waiting?.shift(); text !== undefined; text = this.#waiting?.shift()) {
      receive(text);
      const waitMs = this.#take();
      if (waitMs === 0) continue;
      source.pause();
      this.#timer = setTimeout(() => this.#resume(), waitMs);
      return;
    }
    this.#waiting = null;
  }

  #resume(): void {
    this.#timer = undefined;
    this.#forward();
    if (this.#timer === undefined) this.#options.source.resume();
  }

  /** @returns the milliseconds until the next message may be passed on. */
  #take(): number {
    const { perSecond } = this.#options;
    const now = performance.now();
    this.#left = Math.min(perSecond, this.#left + ((now - this.#at) / 1000) * perSecond) - 1;
    this.#at = now;
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / perSecond) * 1000);
  }
}
