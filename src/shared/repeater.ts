export interface RepeaterOptions {
  readonly work: () => Promise<void>;
  readonly everyMs: number;
  /** The least time between two beginnings. If it is asked to work earlier, it waits that long. Default: 0. */
  readonly atMostEveryMs?: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Does a piece of work at regular intervals and whenever it is asked to, but never twice at once. If it is asked to
 * during the work, it does the work once more afterwards.
 */
export class Repeater {
  readonly #options: RepeaterOptions;
  #timer: NodeJS.Timeout | null = null;
  #waiting: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #begunAt = Number.NEGATIVE_INFINITY;
  #again = false;
  #closed = false;

  constructor(options: RepeaterOptions) {
    this.#options = options;
  }

  get closed(): boolean {
    return this.#closed;
  }

  start(): void {
    this.run();
    this.#timer = setInterval(() => this.run(), this.#options.everyMs);
  }

  run(): void {
    if (this.#closed || this.#waiting) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    const waitMs = this.#begunAt + (this.#options.atMostEveryMs ?? 0) - performance.now();
    if (waitMs <= 0) {
      this.#begin();
      return;
    }
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      this.#begin();
    }, waitMs);
  }

  #begin(): void {
    this.#begunAt = performance.now();
    this.#running = this.#options
      .work()
      .catch(this.#options.onError)
      .finally(() => {
        this.#running = null;
        if (!this.#again) return;
        this.#again = false;
        this.run();
      });
  }

  /** Waits for running work, and begins nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    if (this.#waiting) clearTimeout(this.#waiting);
    await this.#running;
  }
}
