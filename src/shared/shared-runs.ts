interface Run<Result> {
  readonly result: Promise<Result>;
  next: Promise<Result> | null;
}

/**
 * All requests for the same thing that come during a run share the next run. No request shares a run that has begun,
 * because its result may be older than the request. So any number of requests at once cost two runs.
 */
export class SharedRuns<Result> {
  readonly #runs = new Map<string, Run<Result>>();

  isRunning(key: string): boolean {
    return this.#runs.has(key);
  }

  /** @param key requests with the same key may be given the same result. */
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
