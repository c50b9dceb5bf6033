import type { Client as SocketClient } from "graphql-ws";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "urql";
import type { ServerClock } from "./server-clock.ts";
import { headersOf, type Speaker } from "./speaker.ts";

interface QueriesOptions extends Speaker {
  readonly clock: ServerClock;
}

/** For what has to be as it is now, and not as it was read before. */
export const FROM_THE_SERVER = { requestPolicy: "network-only" } as const;

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
