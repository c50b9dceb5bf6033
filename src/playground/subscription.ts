import type { FetcherParams, Observable } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";
import { createClient } from "graphql-ws/client";

const shownEvents = 50;
const refreshMs = 100;

interface Observer {
  next(value: unknown): void;
  complete(): void;
}

const hints: Record<number, string> = {
  1006: "The connection broke. Run the subscription again.",
  1013: "The server is overloaded, or this page read too slowly. Run the subscription again.",
  4401: "Check Authorization in the Headers tab.",
  4403: "Check Authorization in the Headers tab: the token may have expired.",
};

/**
 * Opens a socket for each run, so that changed headers take effect, and never retries, so that the user sees why a
 * socket closed. GraphiQL shows only the latest value, and a snapshot arrives as many at once, so each value holds the
 * newest events: `{ received, newestFirst }`.
 */
export function openSubscription(
  url: string,
  params: FetcherParams,
  connectionParams: Record<string, unknown>,
): Observable<ExecutionResult> {
  const feed = {
    subscribe(observer: Observer) {
      const newestFirst: unknown[] = [];
      let received = 0;
      let isStopped = false;
      let refresh: ReturnType<typeof setTimeout> | undefined;

      const show = (ending?: { completed: true } | { errors: unknown[] }) => {
        clearTimeout(refresh);
        refresh = undefined;
        if (!isStopped) observer.next({ ...ending, received, newestFirst });
      };
      const end = (ending: { completed: true } | { errors: unknown[] }) => {
        show(ending);
        if (!isStopped) observer.complete();
      };

      const client = createClient({
        url,
        connectionParams,
        retryAttempts: 0,
        connectionAckWaitTimeout: 10_000,
        on: { connected: () => show() },
      });
      const stop = client.subscribe(params, {
        next(event) {
          received += 1;
          newestFirst.unshift(event);
          newestFirst.length = Math.min(newestFirst.length, shownEvents);
          refresh ??= setTimeout(show, refreshMs);
        },
        error: (cause) => end({ errors: describe(cause, url) }),
        complete: () => end({ completed: true }),
      });

      return {
        unsubscribe() {
          isStopped = true;
          clearTimeout(refresh);
          stop();
        },
      };
    },
  };
  return feed as Observable<ExecutionResult>;
}

/** Returns the server's errors unchanged, and describes a closed socket or a failed connection in a sentence. */
function describe(cause: unknown, url: string): unknown[] {
  if (Array.isArray(cause)) return cause;
  if (cause instanceof CloseEvent) {
    const { code, reason } = cause;
    const message = [`The WebSocket was closed: ${code} ${reason}`.trim(), hints[code]]
      .filter(Boolean)
      .join(". ");
    return [{ message, extensions: { closeCode: code, closeReason: reason } }];
  }
  if (cause instanceof Error) return [{ message: cause.message }];
  return [{ message: `The WebSocket to ${url} could not be opened: is the server running?` }];
}
