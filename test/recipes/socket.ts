import { type Client, createClient } from "graphql-ws";

/** @param freshToken returns a valid token, renewed if it has expired or is about to. */
export function openSocket(url: string, freshToken?: () => Promise<string>): Client {
  let overdue: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    // Called for every connection, so also after 4403, with which the server closes when a token expires.
    connectionParams: async () => (freshToken ? { authorization: `Bearer ${await freshToken()}` } : {}),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // graphql-ws by default doubles its waits without limit, and would come back long after the server does.
    retryWait: (times) =>
      new Promise((go) => setTimeout(go, Math.min(2 ** times, 30) * (250 + 500 * Math.random()))),
    // A network can drop packets silently: ping, and reconnect if no answer comes.
    keepAlive: 5_000,
    connectionAckWaitTimeout: 5_000,
    on: {
      ping: (received) => {
        if (!received) overdue = setTimeout(() => client.terminate(), 5_000);
      },
      pong: () => clearTimeout(overdue),
      closed: () => clearTimeout(overdue),
    },
  });
  return client;
}
