import { Client, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";

export function connect(url: string) {
  const socket = createClient({ url, retryAttempts: Number.POSITIVE_INFINITY, shouldRetry: () => true });
  const resuming = subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe(sink) {
        // Sent again as it then is, whenever the connection is made anew.
        const current: Record<string, unknown> = { ...variables };
        const next: typeof sink.next = (result) => {
          for (const event of Object.values(result.data ?? {})) current["after"] = event.cursor;
          sink.next(result);
        };
        return { unsubscribe: socket.subscribe({ query, variables: current }, { ...sink, next }) };
      },
    }),
  });
  return new Client({ url, preferGetMethod: false, exchanges: [resuming] });
}

export function watchSlots(url: string, query: string, onEvent: (event: { cursor: string }) => void) {
  const events = connect(url).subscription(query, { snapshot: true });
  return events.subscribe(({ data }) => data && onEvent(data.slotStatusChanged)).unsubscribe;
}
