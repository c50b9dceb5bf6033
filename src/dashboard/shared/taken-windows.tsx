import { List } from "@mantine/core";
import type { Refusal } from "../api/refusals.ts";
import { useFormat } from "../app/time.tsx";

interface TakenWindow {
  readonly slotId: string;
  readonly startAt: string;
  readonly endAt: string;
}

/** Others' windows that overlap with the requested ones. Empty if there are none. */
export function takenWindows(refusal: Refusal | null): readonly TakenWindow[] {
  const taken = refusal?.facts["takenWindows"];
  return Array.isArray(taken) ? (taken as TakenWindow[]) : [];
}

/** In the viewer's time zone. The server's message has them in UTC. */
export function TakenWindows({ windows }: { windows: readonly TakenWindow[] }) {
  const format = useFormat();
  if (windows.length === 0) return null;
  return (
    <List size="sm">
      {windows.map(({ slotId, startAt, endAt }) => (
        <List.Item key={`${slotId} ${startAt}`}>{format.range(startAt, endAt)}</List.Item>
      ))}
    </List>
  );
}
