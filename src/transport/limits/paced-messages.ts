interface PacedMessagesOptions {
  readonly perSecond: number;
  readonly source: { pause(): void; resume(): void };
  readonly receive: (text: string) => void;
}

/**
 * Hands on the messages of a peer at the pace that is allowed; one second's worth may come at once. From a peer that is
 * faster nothing more is read for a while: nothing is lost, nobody else waits, and what waits here is what had been read
 * in one piece.
 */
export class PacedMessages {
  readonly #options: PacedMessagesOptions;
  // Null where nothing waits: an array keeps the room that it once had.
  #waiting: string[] | null = null;
  #timer: NodeJS.Timeout | undefined;
  // A bucket that fills itself, and what was in it when.
  #left: number;
  #at = performance.now();

  constructor(options: PacedMessagesOptions) {
    this.#options = options;
    this.#left = options.perSecond;
  }

  add(text: string): void {
    this.#waiting ??= [];
    this.#waiting.push(text);
    if (this.#timer === undefined) this.#handOn();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }

  #handOn(): void {
    const { source, receive } = this.#options;
    for (let text = this.#waiting?.shift(); text !== undefined; text = this.#waiting?.shift()) {
      receive(text);
      const waitMs = this.#take();
      if (waitMs === 0) continue;
      source.pause();
      this.#timer = setTimeout(() => this.#goOn(), waitMs);
      return;
    }
    this.#waiting = null;
  }

  #goOn(): void {
    this.#timer = undefined;
    this.#handOn();
    if (this.#timer === undefined) this.#options.source.resume();
  }

  /** @returns how long it takes until there is one for the next. */
  #take(): number {
    const { perSecond } = this.#options;
    const now = performance.now();
    this.#left = Math.min(perSecond, this.#left + ((now - this.#at) / 1000) * perSecond) - 1;
    this.#at = now;
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / perSecond) * 1000);
  }
}
