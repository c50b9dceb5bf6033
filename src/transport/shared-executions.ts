interface Next<Result> {
  readonly execute: () => Promise<Result>;
  readonly result: Promise<Result>;
  settle(result: Promise<Result>): void;
}

interface Running<Result> {
  next: Next<Result> | null;
}

/**
 * Lets those who ask for the same share an execution: the next one, never one that has begun, so that nobody is told
 * anything older than their own request. Who asks for what nobody else does waits for nobody.
 */
export class SharedExecutions<Result> {
  readonly #running = new Map<string, Running<Result>>();

  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  /** @param key what they have in common who may be told the same. */
  run(key: string, execute: () => Promise<Result>): Promise<Result> {
    const running = this.#running.get(key);
    if (!running) return this.#begin(key, execute);
    running.next ??= nextWith(execute);
    return running.next.result;
  }

  #begin(key: string, execute: () => Promise<Result>): Promise<Result> {
    const running: Running<Result> = { next: null };
    this.#running.set(key, running);
    const goOn = () => {
      const { next } = running;
      if (next) next.settle(this.#begin(key, next.execute));
      else this.#running.delete(key);
    };
    const result = execute();
    result.then(goOn, goOn);
    return result;
  }
}

function nextWith<Result>(execute: () => Promise<Result>): Next<Result> {
  let settle: Next<Result>["settle"] = () => {};
  const result = new Promise<Result>((resolve) => {
    settle = resolve;
  });
  return { execute, result, settle };
}
