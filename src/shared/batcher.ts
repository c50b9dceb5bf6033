import type { BatchPace, Queue } from "./batch-pace.ts";

/** The outcome of one request of a batch. */
export type Outcome<Answer> =
  | { readonly kind: "ANSWERED"; readonly answer: Answer }
  | { readonly kind: "REFUSED"; readonly error: unknown }
  /** The request turned out not to fit into a batch. */
  | { readonly kind: "ALONE" }
  /** Another transaction has locked its key: only requests with that key have to wait. */
  | { readonly kind: "CONTENDED" };

/** How requests are run, and which of them can share a batch. */
export interface BatcherOptions<Request, Answer> {
  /**
   * Runs many requests at once and returns the outcome of each, in their order. If it throws, no request has had any
   * effect, and each then runs alone. It must not wait for any single one of them.
   */
  readonly together: (requests: readonly Request[]) => Promise<readonly Outcome<Answer>[]>;
  readonly alone: (request: Request) => Promise<Answer>;
  /** What a request locks. Requests that run at the same time and have the same key are in one batch. */
  readonly lockKeyOf: (request: Request) => string;
  /** What else no two requests of a batch may have in common; null if there is nothing. */
  readonly uniqueKeyOf: (request: Request) => string | null;
  /** The error for a request that has waited too long to be begun. */
  readonly timeoutError: () => Error;
  /** Called with the reason when a batch has failed; its requests then run alone. */
  readonly onFailure: (error: unknown) => void;
  readonly maxSize: number;
  readonly pace: BatchPace;
}

/** How many answers are given at once: a millisecond or two of work. */
const DELIVERED_AT_ONCE = 32;
/** As long as a request waits for a connection of the pool. */
const MAX_WAIT_MS = 5_000;

interface Entry<Request, Answer> {
  readonly request: Request;
  readonly lockKey: string;
  readonly uniqueKey: string | null;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  timeout: NodeJS.Timeout | undefined;
}

/** Puts concurrent requests into batches, which run one at a time and begin when the pace allows it. */
export class Batcher<Request, Answer> implements Queue {
  readonly #options: BatcherOptions<Request, Answer>;
  #waiting: Entry<Request, Answer>[] = [];
  /** Gives the requests of ended batches their answers. */
  readonly #undelivered: (() => void)[] = [];
  /** How many running requests, in a batch or alone, have a lock key or a unique key. */
  readonly #keysInUse = new Map<string, number>();
  #served = 0;

  constructor(options: BatcherOptions<Request, Answer>) {
    this.#options = options;
    options.pace.join(this);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get served(): number {
    return this.#served;
  }

  run(request: Request): Promise<Answer> {
    const { lockKeyOf, uniqueKeyOf, pace } = this.#options;
    return new Promise((resolve, reject) => {
      const keys = { lockKey: lockKeyOf(request), uniqueKey: uniqueKeyOf(request) };
      this.#waiting.push(this.#withTimeout({ request, ...keys, resolve, reject, timeout: undefined }));
      pace.schedule();
    });
  }

  begin(): void {
    const batch = this.#take();
    if (batch.length > 0) void this.#runTogether(batch);
  }

  /** Takes the next batch, in the order of arrival. Requests that conflict with it, or with running ones, stay. */
  #take(): Entry<Request, Answer>[] {
    const batch: Entry<Request, Answer>[] = [];
    const left: Entry<Request, Answer>[] = [];
    const uniques = new Set<string>();
    for (const entry of this.#waiting) {
      const { lockKey, uniqueKey } = entry;
      const stays =
        batch.length === this.#options.maxSize ||
        this.#keysInUse.has(lockKey) ||
        (uniqueKey !== null && (this.#keysInUse.has(uniqueKey) || uniques.has(uniqueKey)));
      (stays ? left : batch).push(entry);
      if (!stays && uniqueKey !== null) uniques.add(uniqueKey);
    }
    this.#waiting = left;
    for (const entry of batch) {
      clearTimeout(entry.timeout);
      this.#occupy(entry);
    }
    return batch;
  }

  async #runTogether(batch: readonly Entry<Request, Answer>[]): Promise<void> {
    this.#served = batch.length;
    const outcomes = await this.#options
      .together(batch.map(({ request }) => request))
      .catch(this.#options.onFailure);
    this.#served = 0;
    for (const entry of batch) this.#vacate(entry);
    const retried: Entry<Request, Answer>[] = [];
    const contended = new Set<string>();
    const decided: (() => void)[] = [];
    for (const [index, entry] of batch.entries()) {
      const outcome = outcomes?.[index] ?? { kind: "ALONE" };
      if (outcome.kind === "ANSWERED") decided.push(() => entry.resolve(outcome.answer));
      else if (outcome.kind === "REFUSED") decided.push(() => entry.reject(outcome.error));
      // One of them waits for the transaction that has locked the key. The others follow together after it.
      else if (outcome.kind === "CONTENDED" && contended.has(entry.lockKey))
        retried.push(this.#withTimeout(entry));
      else void this.#runAlone(entry);
      if (outcome.kind === "CONTENDED") contended.add(entry.lockKey);
    }
    this.#waiting = [...retried, ...this.#waiting];
    this.#options.pace.schedule();
    this.#deliver(decided);
  }

  // The work that hundreds of answers cause takes longer than a batch does. So the next batch, if there is one, begins
  // first, and the answers are given in parts. In between, the event loop serves the statements of the batch.
  #deliver(decided: readonly (() => void)[]): void {
    const isDelivering = this.#undelivered.length > 0;
    this.#undelivered.push(...decided);
    if (isDelivering) return;
    if (this.#waiting.length > 0 || this.#served > 0) setImmediate(() => this.#deliverSome());
    else for (const deliver of this.#undelivered.splice(0)) deliver();
  }

  #deliverSome(): void {
    for (const deliver of this.#undelivered.splice(0, DELIVERED_AT_ONCE)) deliver();
    if (this.#undelivered.length > 0) setImmediate(() => this.#deliverSome());
  }

  // Runs beside the batches, because it may have to wait for another transaction, and they must not.
  async #runAlone(entry: Entry<Request, Answer>): Promise<void> {
    this.#occupy(entry);
    await this.#options.alone(entry.request).then(entry.resolve, entry.reject);
    this.#vacate(entry);
    this.#options.pace.schedule();
  }

  #occupy(entry: Entry<Request, Answer>, by = 1): void {
    for (const key of [entry.lockKey, entry.uniqueKey]) {
      if (key === null) continue;
      const running = (this.#keysInUse.get(key) ?? 0) + by;
      if (running === 0) this.#keysInUse.delete(key);
      else this.#keysInUse.set(key, running);
    }
  }

  #vacate(entry: Entry<Request, Answer>): void {
    this.#occupy(entry, -1);
  }

  #withTimeout(entry: Entry<Request, Answer>): Entry<Request, Answer> {
    entry.timeout = setTimeout(() => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
      this.#options.pace.schedule();
      entry.reject(this.#options.timeoutError());
    }, MAX_WAIT_MS);
    return entry;
  }
}
