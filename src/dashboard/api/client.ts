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
  const socket = createSocketClient({
    url: url.href,
    connectionParams: () => {
      const { authorization, "accept-language": acceptLanguage } = headersOf(speaker);
      return { authorization, acceptLanguage };
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) =>
      waitOrOnline(Math.random() * Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** retries)),
    keepAlive: PING_MS,
    on: {
      ping: (received) => {
        if (!received) overdue = setTimeout(() => socket.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(overdue);
      },
      closed: () => clearTimeout(overdue),
    },
  });
  return socket;
}

function waitOrOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}
