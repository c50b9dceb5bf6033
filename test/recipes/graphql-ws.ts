import { openSocket } from "./socket.ts";

export function watchSlots(url: string, query: string, onEvent: (event: { cursor: string }) => void) {
  // graphql-ws sends this object again, as it is then, on every reconnect.
  const variables: Record<string, unknown> = { snapshot: true };
  const next = ({ data }: { data?: { slotStatusChanged: { cursor: string } } | null }) => {
    if (!data) return;
    variables["after"] = data.slotStatusChanged.cursor;
    onEvent(data.slotStatusChanged);
  };
  return openSocket(url).subscribe({ query, variables }, { next, error: console.error, complete: () => {} });
}
