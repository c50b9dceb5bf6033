interface Reading<Value> {
  readonly running: Promise<Value>;
  next: Promise<Value> | null;
}

/**
 * Lets all who ask for the same while it is being read share the next reading: nobody is given anything older than
 * the asking, and of any number of askers at once there are two readings.
 */
export class SharedReads<Value> {
  readonly #reads = new Map<string, Reading<Value>>();

  read(key: string, read: () => Promise<Value>): Promise<Value> {
    const current = this.#reads.get(key);
    if (!current) return this.#start(key, read);
    current.next ??= current.running.then(
      () => this.#start(key, read),
      () => this.#start(key, read),
    );
    return current.next;
  }

  #start(key: string, read: () => Promise<Value>): Promise<Value> {
    const entry: Reading<Value> = { running: read(), next: null };
    this.#reads.set(key, entry);
    const forget = () => {
      if (this.#reads.get(key) === entry && entry.next === null) this.#reads.delete(key);
    };
    entry.running.then(forget, forget);
    return entry.running;
  }
}
