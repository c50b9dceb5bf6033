import { createClient } from "graphql-sse";

export function watchSlots(url: string, query: string, onEvent: (event: { cursor: string }) => void) {
  const retry = (times: number) => new Promise<void>((go) => setTimeout(go, Math.min(2 ** times, 30) * 500));
  const client = createClient({ url, retryAttempts: Number.POSITIVE_INFINITY, retry });
  const variables: Record<string, unknown> = { snapshot: true };
  const next = ({ data }: { data?: { slotStatusChanged: { cursor: string } } | null }) => {
    if (!data) return;
    variables["after"] = data.slotStatusChanged.cursor;
    onEvent(data.slotStatusChanged);
  };
  return client.subscribe({ query, variables }, { next, error: console.error, complete: () => {} });
}
