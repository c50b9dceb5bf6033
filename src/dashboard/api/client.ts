import { createClient as createSocketClient, type Client as SocketClient } from "graphql-ws";
import { Client, cacheExchange, fetchExchange, mapExchange, subscriptionExchange } from "urql";
import { codeOf } from "./refusals.ts";
import type { ServerClock } from "./server-clock.ts";

/** Asked whenever something is sent, so that a renewed token counts at once. */
interface Speaker {
  readonly token: () => string | null;
  readonly language: () => string;
}

export interface QueriesOptions extends Speaker {
  readonly clock: ServerClock;
  /** The token that was sent is no good, whatever it says of itself. */
  readonly onTokenRefused: (token: string) => void;
}

const PING_MS = 5_000;
const PONG_WITHIN_MS = 5_000;
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
const OPEN_WITHIN_MS = 10_000;
const ACCEPTED_WITHIN_MS = 5_000;
/** What ended by itself is no sign of a server in trouble: 4499 is `terminate()`, 4403 a token at its end. */
const RETRIED_AT_ONCE: readonly number[] = [4499, 4403];

/** Queries and mutations by HTTP, subscriptions by the page's WebSocket. One for each user: it keeps what they read. */
export function createQueries(options: QueriesOptions, socket: SocketClient): Client {
  const { clock, token, onTokenRefused } = options;
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    fetch: async (...request) => clock.learn(await fetch(...request)),
    fetchOptions: () => ({ headers: headersOf(options) }),
    exchanges: [
      cacheExchange,
      mapExchange({
        onError: (error) => {
          const sent = token();
          if (sent !== null && codeOf(error) === "UNAUTHENTICATED") onTokenRefused(sent);
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
}

function headersOf({ token, language }: Speaker): Record<string, string> {
  const bearer = token();
  return { "accept-language": language(), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
}

/** Comes back by itself for as long as the page is open, whatever ended the connection, and at once when it is online. */
export function openSocket(speaker: Speaker): SocketClient {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let overdue: ReturnType<typeof setTimeout> | undefined;
  let closedWith = 0;
  const terminateIn = (ms: number) => {
    clearTimeout(overdue);
    overdue = setTimeout(() => socket.terminate(), ms);
  };
  const socket = createSocketClient({
    url: url.href,
    connectionParams: () => {
      const { authorization, "accept-language": acceptLanguage } = headersOf(speaker);
      return { authorization, acceptLanguage };
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: async (retries) => {
      if (retries === 0 && RETRIED_AT_ONCE.includes(closedWith)) return;
      await waitOrAwake(Math.random() * Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** retries));
    },
    keepAlive: PING_MS,
    connectionAckWaitTimeout: ACCEPTED_WITHIN_MS,
    on: {
      // A network that swallows what is sent would otherwise keep it waiting for minutes.
      connecting: () => terminateIn(OPEN_WITHIN_MS),
      opened: () => clearTimeout(overdue),
      ping: (received) => {
        if (!received) terminateIn(PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(overdue);
      },
      closed: (event) => {
        clearTimeout(overdue);
        closedWith = (event as Partial<CloseEvent>).code ?? 0;
      },
    },
  });
  return socket;
}

/** Ends early where the machine is online again, or somebody looks at the page again. */
function waitOrAwake(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    document.addEventListener("visibilitychange", done);
  });
}
