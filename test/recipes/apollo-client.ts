import { ApolloClient, ApolloLink, gql, InMemoryCache } from "@apollo/client/core";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { tap } from "rxjs";
import { openSocket } from "./socket.ts";

/** Makes every subscription go on from its last cursor when the connection is made again. */
const resume = new ApolloLink((operation, forward) => {
  const variables = { ...operation.variables };
  operation.variables = variables;
  return forward(operation).pipe(
    tap(({ data }) => {
      for (const event of Object.values(data ?? {})) variables["after"] = event?.cursor ?? variables["after"];
    }),
  );
});

export function connect(url: string) {
  return new ApolloClient({
    link: resume.concat(new GraphQLWsLink(openSocket(url))),
    cache: new InMemoryCache(),
  });
}

export function watchSlots(url: string, query: string, onEvent: (event: { cursor: string }) => void) {
  const events = connect(url).subscribe<{ slotStatusChanged: { cursor: string } }>({
    query: gql(query),
    variables: { snapshot: true },
    fetchPolicy: "no-cache",
  });
  const subscription = events.subscribe(({ data }) => data && onEvent(data.slotStatusChanged));
  return () => subscription.unsubscribe();
}
