import {
  createClient as createSocketClient,
  type Client as SocketClient,
  TerminatedCloseEvent,
} from "graphql-ws";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "urql";
import type { ServerClock } from "./server-clock.ts";

/** Asked whenever something is sent, so that a renewed token counts at once. */
interface Speaker {
  readonly token: () => string | null;
  /** The token that was sent is no good, whatever it says of itself; the one to try with instead, where there is one. */
  readonly replaceToken: (refused: string) => Promise<string | null>;
  readonly language: () => string;
}

export interface QueriesOptions extends Speaker {
  readonly clock: ServerClock;
}

const PING_MS = 5_000;
const PONG_WITHIN_MS = 5_000;
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
const OPEN_WITHIN_MS = 10_000;
const ACCEPTED_WITHIN_MS = 5_000;

/** Queries and mutations by HTTP, subscriptions by the page's WebSocket. One for each user: it keeps what they read. */
export function createQueries(options: QueriesOptions, socket: SocketClient): Client {
  const { clock } = options;
  const send = async (...request: Parameters<typeof fetch>) => clock.learn(await fetch(...request));
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    fetch: (...request) => sendWithGoodToken(options, send, ...request),
    fetchOptions: () => ({ headers: headersOf(options) }),
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
}

const UNAUTHORIZED = 401;

// What was refused for its token was not done, and can be sent again.
async function sendWithGoodToken(
  { replaceToken }: Speaker,
  send: typeof fetch,
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const response = await send(input, init);
  const headers = new Headers(init.headers);
  const [, refused] = headers.get("authorization")?.split(" ") ?? [];
  if (response.status !== UNAUTHORIZED || !refused) return response;
  const next = await replaceToken(refused);
  if (next === null) return response;
  headers.set("authorization", `Bearer ${next}`);
  return send(input, { ...init, headers });
}

function headersOf({ token, language }: Pick<Speaker, "token" | "language">): Record<string, string> {
  const bearer = token();
  return { "accept-language": language(), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
}

/** Comes back by itself for as long as the page is open, whatever ended the connection, and at once when it is online. */
export function openSocket(speaker: Speaker): SocketClient {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let overdue: ReturnType<typeof setTimeout> | undefined;
  let sent: string | null = null;
  let acknowledged = false;
  let atOnce = false;
  let replaced: Promise<unknown> = Promise.resolve();
  const terminateIn = (ms: number) => {
    clearTimeout(overdue);
    overdue = setTimeout(() => socket.terminate(), ms);
  };
  const socket = createSocketClient({
    url: url.href,
    connectionParams: async () => {
      await replaced;
      sent = speaker.token();
      const { authorization, "accept-language": acceptLanguage } = headersOf(speaker);
      return { authorization, acceptLanguage };
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // Where many lose a server at once they come back one after the other; for another token nobody waits.
    retryWait: async (retries) => {
      if (!atOnce)
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
      connected: () => {
        acknowledged = true;
      },
      closed: (event) => {
        clearTimeout(overdue);
        const wantsToken = isForNewToken(event);
        atOnce = acknowledged && (wantsToken || event instanceof TerminatedCloseEvent);
        if (wantsToken && !acknowledged && sent !== null) replaced = speaker.replaceToken(sent);
        acknowledged = false;
      },
    },
  });
  return socket;
}

const FORBIDDEN = 4403;

/** Whether the server ended a connection for its token: it has expired, or what its user may do has changed. */
export function isForNewToken(closed: unknown): boolean {
  return (closed as { code?: unknown } | null)?.code === FORBIDDEN;
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
