interface Run<Result> {
  readonly result: Promise<Result>;
  next: Promise<Result> | null;
}

/**
 * Lets those who ask for the same share a run: the next one, never one that has begun, so that nobody is given anything
 * older than the asking, and any number who ask at once cost two runs. Who asks for what nobody else does waits for
 * nobody.
 */
export class SharedRuns<Result> {
  readonly #runs = new Map<string, Run<Result>>();

  isRunning(key: string): boolean {
    return this.#runs.has(key);
  }

  /** @param key what they have in common who may be given the same. */
  run(key: string, start: () => Promise<Result>): Promise<Result> {
    const current = this.#runs.get(key);
    if (!current) return this.#begin(key, start);
    const begin = () => this.#begin(key, start);
    current.next ??= current.result.then(begin, begin);
    return current.next;
  }

  #begin(key: string, start: () => Promise<Result>): Promise<Result> {
    const run: Run<Result> = { result: start(), next: null };
    this.#runs.set(key, run);
    const forget = () => {
      if (run.next === null) this.#runs.delete(key);
    };
    run.result.then(forget, forget);
    return run.result;
  }
}
