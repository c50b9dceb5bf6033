import { BatchPace } from "../shared/batch-pace.ts";
import { Batcher, type BatcherOptions } from "../shared/batcher.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Logger } from "../shared/logger.ts";
import { unavailable } from "./postgres-errors.ts";

type Run<Request, Answer> = (request: Request) => Promise<Answer>;

/** Writes of one kind: how they are run, and which of them can share a transaction. */
interface WriteKind<Request, Answer>
  extends Pick<BatcherOptions<Request, Answer>, "together" | "alone" | "lockKeyOf" | "uniqueKeyOf"> {
  /** Whether a request may be run together with others at all. */
  readonly isForBatch: (request: Request) => boolean;
}

/** Puts concurrent writes into shared transactions: each kind into its own, and all kinds at one pace. */
export class WriteBatches {
  readonly #maxSize: number;
  readonly #log: Logger;
  readonly #pace = new BatchPace();

  /** @param options.maxSize how many requests a transaction serves; 1 if each runs alone. */
  constructor(options: { maxSize: number; log: Logger }) {
    this.#maxSize = options.maxSize;
    this.#log = options.log;
  }

  runner<Request, Answer>({ isForBatch, ...kind }: WriteKind<Request, Answer>): Run<Request, Answer> {
    const batcher = new Batcher({
      ...kind,
      timeoutError: unavailable,
      onFailure: (error) => this.#logFailure(error),
      maxSize: this.#maxSize,
      pace: this.#pace,
    });
    return (request) =>
      this.#maxSize > 1 && isForBatch(request) ? batcher.run(request) : kind.alone(request);
  }

  #logFailure(err: unknown): void {
    // A lost race or an unavailable database is expected, and logged where it matters.
    const level = err instanceof DomainError ? "debug" : "warn";
    this.#log[level]({ err }, "a batch of writes failed; running each write separately");
  }
}
