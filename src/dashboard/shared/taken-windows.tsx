import { List } from "@mantine/core";
import type { Refusal } from "../api/refusals.ts";
import { useFormat } from "../app/time.tsx";

interface TakenWindow {
  readonly slotId: string;
  readonly startAt: string;
  readonly endAt: string;
}

/** The windows of others that were in the way; of none, nothing. */
export function takenWindows(refusal: Refusal | null): readonly TakenWindow[] {
  const taken = refusal?.facts["takenWindows"];
  return Array.isArray(taken) ? (taken as TakenWindow[]) : [];
}

/** Told in the viewer's zone: the server's own words have them in that of Greenwich. */
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
