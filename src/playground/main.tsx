import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./playground.css";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import { SharedHeaders, WrappedLines } from "./editors.tsx";
import { examples } from "./examples.ts";
import { createFetcher } from "./fetcher.ts";
import { refreshStoredTabs } from "./stored-tabs.ts";

const fetcher = createFetcher(new URL("/graphql", location.href));
const tabs = examples.map(({ query, variables }) => ({
  query,
  variables: JSON.stringify(variables, null, 2),
}));

// GraphiQL takes the variables of the first tab from here only, not from defaultTabs.
if (localStorage.getItem("graphiql:tabState") === null && tabs[0]) {
  localStorage.setItem("graphiql:query", tabs[0].query);
  localStorage.setItem("graphiql:variables", tabs[0].variables);
}

refreshStoredTabs(localStorage, examples, new Date());

createRoot(document.getElementById("playground") as HTMLElement).render(
  <GraphiQL fetcher={fetcher} defaultTabs={tabs} shouldPersistHeaders schemaDescription inputValueDeprecation>
    <GraphiQL.Logo>slotwire</GraphiQL.Logo>
    <SharedHeaders />
    <WrappedLines />
  </GraphiQL>,
);
