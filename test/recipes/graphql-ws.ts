import { createClient } from "graphql-ws";

export function watchSlots(url: string, query: string, onEvent: (event: { cursor: string }) => void) {
  const client = createClient({ url, retryAttempts: Number.POSITIVE_INFINITY, shouldRetry: () => true });
  // Sent again as it then is, whenever the connection is made anew.
  const variables: Record<string, unknown> = { snapshot: true };
  const next = ({ data }: { data?: { slotStatusChanged: { cursor: string } } | null }) => {
    if (!data) return;
    variables["after"] = data.slotStatusChanged.cursor;
    onEvent(data.slotStatusChanged);
  };
  return client.subscribe({ query, variables }, { next, error: console.error, complete: () => {} });
}
