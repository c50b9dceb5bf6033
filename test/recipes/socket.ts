import { type Client, createClient } from "graphql-ws";

/** @param freshToken the token that there is, or a new one where that has expired or soon will. */
export function openSocket(url: string, freshToken?: () => Promise<string>): Client {
  let overdue: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    // Asked for each connection: after 4403, too, with which one ends when its token does.
    connectionParams: async () => (freshToken ? { authorization: `Bearer ${await freshToken()}` } : {}),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // By itself graphql-ws doubles its waits without end, and would stay away for as long again as the server did.
    retryWait: (times) =>
      new Promise((go) => setTimeout(go, Math.min(2 ** times, 30) * (250 + 500 * Math.random()))),
    // A network may swallow all without a word: a connection that does not answer is made anew.
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
