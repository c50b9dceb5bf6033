import { openSocket } from "./socket.ts";

export function watchSlots(url: string, query: string, onEvent: (event: { cursor: string }) => void) {
  // Sent again as it then is, whenever the connection is made anew.
  const variables: Record<string, unknown> = { snapshot: true };
  const next = ({ data }: { data?: { slotStatusChanged: { cursor: string } } | null }) => {
    if (!data) return;
    variables["after"] = data.slotStatusChanged.cursor;
    onEvent(data.slotStatusChanged);
  };
  return openSocket(url).subscribe({ query, variables }, { next, error: console.error, complete: () => {} });
}
