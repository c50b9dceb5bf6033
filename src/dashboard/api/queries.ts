import type { Client as SocketClient } from "graphql-ws";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "urql";
import { headersOf, type RequestIdentity } from "./request-identity.ts";
import type { ServerClock } from "./server-clock.ts";

interface QueriesOptions extends RequestIdentity {
  readonly clock: ServerClock;
}

/** For data that must not come from the cache. */
export const FROM_THE_SERVER = { requestPolicy: "network-only" } as const;

/** Sends queries and mutations by HTTP, subscriptions by the page's WebSocket. Its cache must serve one user only. */
export function createQueries(options: QueriesOptions, socket: SocketClient): Client {
  const { clock } = options;
  const send = async (...request: Parameters<typeof fetch>) => clock.synchronize(await fetch(...request));
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

// A request that is refused because of its token was not executed, so it can be sent again.
async function sendWithGoodToken(
  { replaceToken }: RequestIdentity,
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
