import { Client, subscriptionExchange } from "@urql/core";
import { openSocket } from "./socket.ts";

export function connect(url: string) {
  const socket = openSocket(url);
  const resuming = subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe(sink) {
        // graphql-ws sends this object again, as it is then, on every reconnect.
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
