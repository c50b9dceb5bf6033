import type { EndSignal } from "../../graphql/context.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";

/** Like an AbortController, which takes longer to create than many a small operation takes. */
class TimeLimit implements EndSignal {
  #error: Error | null = null;

  get aborted(): boolean {
    return this.#error !== null;
  }

  abort(error: Error): void {
    this.#error = error;
  }

  throwIfAborted(): void {
    if (this.#error) throw this.#error;
  }
}

/**
 * Waits for `work`, but no longer than this. What it has begun by then is not stopped at once, but its signal tells it
 * to begin nothing more.
 *
 * @throws DomainError SERVICE_UNAVAILABLE
 */
export function withinSeconds<Result>(
  seconds: number,
  work: (signal: EndSignal) => Promise<Result> | Result,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const limit = new TimeLimit();
    const finished = Promise.resolve(work(limit));
    const timer = setTimeout(() => {
      const error = new DomainError(
        "SERVICE_UNAVAILABLE",
        say`The operation did not finish within ${seconds} seconds and was stopped: ask for less, or try again`,
      );
      limit.abort(error);
      reject(error);
    }, seconds * 1000);
    const end = () => clearTimeout(timer);
    finished.then(
      (result) => {
        end();
        resolve(result);
      },
      (error) => {
        end();
        reject(error);
      },
    );
  });
}
