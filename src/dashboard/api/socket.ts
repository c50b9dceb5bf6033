import { type Client, createClient, TerminatedCloseEvent } from "graphql-ws";
import { headersOf, type RequestIdentity } from "./request-identity.ts";

const PING_MS = 5_000;
const PONG_WITHIN_MS = 5_000;
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
const OPEN_WITHIN_MS = 10_000;
const ACCEPTED_WITHIN_MS = 5_000;

/** Reconnects for as long as the page is open, whatever closed the connection, and at once when it comes online. */
export function openSocket(identity: RequestIdentity): Client {
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
  const socket = createClient({
    url: url.href,
    connectionParams: async () => {
      await replaced;
      sent = identity.token();
      const { authorization, "accept-language": acceptLanguage } = headersOf(identity);
      return { authorization, acceptLanguage };
    },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // Clients that lose a server together reconnect spread over time. A reconnect for a new token does not wait.
    retryWait: async (retries) => {
      if (!atOnce)
        await waitOrAwake(Math.random() * Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** retries));
    },
    keepAlive: PING_MS,
    connectionAckWaitTimeout: ACCEPTED_WITHIN_MS,
    on: {
      // On a network that drops packets silently, the attempt would otherwise hang for minutes.
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
        if (wantsToken && !acknowledged && sent !== null) replaced = identity.replaceToken(sent);
        acknowledged = false;
      },
    },
  });
  return socket;
}

const FORBIDDEN = 4403;

/** Whether the server closed a connection because the token expired or the user's permissions changed. */
export function isForNewToken(closed: unknown): boolean {
  return (closed as { code?: unknown } | null)?.code === FORBIDDEN;
}

/** Resolves early when the machine comes online or the page's visibility changes. */
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
