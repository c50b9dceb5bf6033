import { createClient } from "graphql-ws";

/** @param freshToken the token that there is, or a new one where that has expired or soon will. */
export function connect(url: string, freshToken: () => Promise<string>) {
  return createClient({
    url,
    // A function is asked for each connection: after 4403, too, with which one ends when its token does.
    connectionParams: async () => ({ authorization: `Bearer ${await freshToken()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
  });
}
