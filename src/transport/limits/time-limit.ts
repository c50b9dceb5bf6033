import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";

/**
 * Waits for `work` so long and no longer. What it has begun by then is not stopped at once, but its signal tells it to
 * begin nothing more.
 *
 * @throws DomainError SERVICE_UNAVAILABLE
 */
export async function withinSeconds<Result>(
  seconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new DomainError(
        "SERVICE_UNAVAILABLE",
        say`The operation was not finished within ${seconds} seconds and was given up: ask for less, or try again`,
      );
      controller.abort(error);
      reject(error);
    }, seconds * 1000);
  });
  return Promise.race([work(controller.signal), late]).finally(() => clearTimeout(timer));
}
