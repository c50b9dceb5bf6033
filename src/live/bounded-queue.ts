export interface BoundedQueueOptions {
  /** How many values may wait for a reader that is slow. */
  readonly limit: number;
  /** Called once, when one more would have had to wait; the queue is then at its end. */
  readonly onOverflow: () => void;
  /** Called once, when the reader leaves or the queue overflows. */
  readonly onEnd: () => void;
}

/**
 * What one subscriber has yet to read, as the async iterator that graphql-js pulls from. Written out rather than an
 * async generator: a generator that waits for a value does not run its `finally` on `return()`, so that a
 * subscriber who left would keep listening.
 */
export class BoundedQueue<Value> implements AsyncIterableIterator<Value> {
  readonly #options: BoundedQueueOptions;
  readonly #values: Value[] = [];
  readonly #readers: ((result: IteratorResult<Value>) => void)[] = [];
  #ended = false;

  constructor(options: BoundedQueueOptions) {
    this.#options = options;
  }

  push(value: Value): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader) {
      reader({ value, done: false });
    } else if (this.#values.length < this.#options.limit) {
      this.#values.push(value);
    } else {
      this.#end();
      this.#options.onOverflow();
    }
  }

  async next(): Promise<IteratorResult<Value>> {
    const [value] = this.#values.splice(0, 1);
    if (value !== undefined) return { value, done: false };
    if (this.#ended) return { value: undefined, done: true };
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async return(): Promise<IteratorResult<Value>> {
    this.#end();
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<IteratorResult<Value>> {
    this.#end();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#values.length = 0;
    for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true });
    this.#options.onEnd();
  }
}
