import type { BatchPace, Queue, Running } from "./batch-pace.ts";

/** The outcome of one request of a batch. */
export type Outcome<Answer> =
  | { readonly kind: "ANSWERED"; readonly answer: Answer }
  | { readonly kind: "REFUSED"; readonly error: unknown }
  /** The request turned out not to fit into a batch. */
  | { readonly kind: "ALONE" }
  /** Another transaction uses its place: only requests for that place have to wait. */
  | { readonly kind: "CONTENDED" };

/** How requests are run, and which of them can share a batch. */
export interface BatcherOptions<Request, Answer> {
  /**
   * Runs many requests at once and returns the outcome of each, in their order. If it throws, no request has had any
   * effect, and each then runs alone. It must not wait for any single one of them.
   */
  readonly together: (requests: readonly Request[]) => Promise<readonly Outcome<Answer>[]>;
  readonly alone: (request: Request) => Promise<Answer>;
  /** What a request is about. Requests that run at the same time and are about the same place are in one batch. */
  readonly placeOf: (request: Request) => string;
  /** What else no two requests of a batch may have in common; null if there is nothing. */
  readonly uniqueOf: (request: Request) => string | null;
  /** The error for a request that has waited too long to be begun. */
  readonly impatience: () => Error;
  /** Called with the reason when a batch has failed; its requests then run alone. */
  readonly onFailure: (error: unknown) => void;
  readonly maxSize: number;
  /** How many batches may run at a time: one, if two would compete for the same things although their places differ. */
  readonly maxRunning: number;
  readonly pace: BatchPace;
}

/** How many answers are given at once: a millisecond or two of work. */
const TOLD_AT_ONCE = 32;
/** As long as a request waits for a connection of the pool. */
const PATIENCE_MS = 5_000;

interface Entry<Request, Answer> {
  readonly request: Request;
  readonly place: string;
  readonly unique: string | null;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  patience: NodeJS.Timeout | undefined;
}

/** Puts concurrent requests into batches, which begin when the pace allows it. */
export class Batcher<Request, Answer> implements Queue {
  readonly #options: BatcherOptions<Request, Answer>;
  #waiting: Entry<Request, Answer>[] = [];
  /** Gives the requests of ended batches their answers. */
  readonly #untold: (() => void)[] = [];
  /** How many running requests, in a batch or alone, are about a place or have a unique key. */
  readonly #busy = new Map<string, number>();
  readonly #running = new Set<Running>();

  constructor(options: BatcherOptions<Request, Answer>) {
    this.#options = options;
    options.pace.join(this);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get running(): ReadonlySet<Running> {
    return this.#running;
  }

  get maxRunning(): number {
    return this.#options.maxRunning;
  }

  run(request: Request): Promise<Answer> {
    const { placeOf, uniqueOf, pace } = this.#options;
    return new Promise((resolve, reject) => {
      const about = { place: placeOf(request), unique: uniqueOf(request) };
      this.#waiting.push(this.#patiently({ request, ...about, resolve, reject, patience: undefined }));
      pace.look();
    });
  }

  begin(): boolean {
    const batch = this.#take();
    if (batch.length > 0) void this.#runTogether(batch);
    return batch.length > 0;
  }

  /** Takes the next batch, in the order of arrival. Requests that conflict with it, or with running ones, stay. */
  #take(): Entry<Request, Answer>[] {
    const batch: Entry<Request, Answer>[] = [];
    const left: Entry<Request, Answer>[] = [];
    const uniques = new Set<string>();
    for (const entry of this.#waiting) {
      const { place, unique } = entry;
      const stays =
        batch.length === this.#options.maxSize ||
        this.#busy.has(place) ||
        (unique !== null && (this.#busy.has(unique) || uniques.has(unique)));
      (stays ? left : batch).push(entry);
      if (!stays && unique !== null) uniques.add(unique);
    }
    this.#waiting = left;
    for (const entry of batch) {
      clearTimeout(entry.patience);
      this.#occupy(entry);
    }
    return batch;
  }

  async #runTogether(batch: readonly Entry<Request, Answer>[]): Promise<void> {
    const running = { size: batch.length, since: performance.now() };
    this.#running.add(running);
    const outcomes = await this.#options
      .together(batch.map(({ request }) => request))
      .catch(this.#options.onFailure);
    this.#running.delete(running);
    for (const entry of batch) this.#vacate(entry);
    const again: Entry<Request, Answer>[] = [];
    const contended = new Set<string>();
    const decided: (() => void)[] = [];
    for (const [index, entry] of batch.entries()) {
      const outcome = outcomes?.[index] ?? { kind: "ALONE" };
      if (outcome.kind === "ANSWERED") decided.push(() => entry.resolve(outcome.answer));
      else if (outcome.kind === "REFUSED") decided.push(() => entry.reject(outcome.error));
      // One of them waits for the transaction that uses the place. The others follow together after it.
      else if (outcome.kind === "CONTENDED" && contended.has(entry.place)) again.push(this.#patiently(entry));
      else void this.#runAlone(entry);
      if (outcome.kind === "CONTENDED") contended.add(entry.place);
    }
    this.#waiting = [...again, ...this.#waiting];
    this.#options.pace.look();
    this.#tell(decided);
  }

  // The work that hundreds of answers cause takes longer than a batch does. So the next batch, if there is one, begins
  // first, and the answers are given in parts. In between, the event loop serves the statements of the batch.
  #tell(decided: readonly (() => void)[]): void {
    const isTelling = this.#untold.length > 0;
    this.#untold.push(...decided);
    if (isTelling) return;
    if (this.#waiting.length > 0 || this.#running.size > 0) setImmediate(() => this.#tellSome());
    else for (const tell of this.#untold.splice(0)) tell();
  }

  #tellSome(): void {
    for (const tell of this.#untold.splice(0, TOLD_AT_ONCE)) tell();
    if (this.#untold.length > 0) setImmediate(() => this.#tellSome());
  }

  // Runs beside the batches, because it may have to wait for another transaction, and they must not.
  async #runAlone(entry: Entry<Request, Answer>): Promise<void> {
    this.#occupy(entry);
    await this.#options.alone(entry.request).then(entry.resolve, entry.reject);
    this.#vacate(entry);
    this.#options.pace.look();
  }

  #occupy(entry: Entry<Request, Answer>, by = 1): void {
    for (const key of [entry.place, entry.unique]) {
      if (key === null) continue;
      const running = (this.#busy.get(key) ?? 0) + by;
      if (running === 0) this.#busy.delete(key);
      else this.#busy.set(key, running);
    }
  }

  #vacate(entry: Entry<Request, Answer>): void {
    this.#occupy(entry, -1);
  }

  #patiently(entry: Entry<Request, Answer>): Entry<Request, Answer> {
    entry.patience = setTimeout(() => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
      this.#options.pace.look();
      entry.reject(this.#options.impatience());
    }, PATIENCE_MS);
    return entry;
  }
}
