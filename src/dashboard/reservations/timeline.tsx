import { Group, Stack, Text } from "@mantine/core";
import type { ReservationDetailsQuery } from "../api/documents.ts";
import { useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";
import { eventWords } from "./event-words.ts";

type Details = NonNullable<ReservationDetailsQuery["reservation"]>;

/** Every change of status, oldest first: as it is lived. */
export function Timeline({ history, kind, label }: Pick<Details, "history" | "kind"> & { label: string }) {
  const events = useWords(eventWords);
  const format = useFormat();
  return (
    <Stack component="ol" aria-label={label} gap={0} m={0} p={0} style={{ listStyle: "none" }}>
      {history.map(({ status, event, at, reason }, index) => (
        <li key={`${at} ${event}`} style={index < history.length - 1 ? LINE : LAST}>
          <span aria-hidden style={DOT} />
          <Group gap="4px 10px">
            <Text fw={600} size="sm">
              {events[event]}
            </Text>
            <ReservationStatusBadge status={status} kind={kind} />
            <Text span size="sm">
              <time dateTime={at}>{format.dateTime(at)}</time>
            </Text>
          </Group>
          {reason && (
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {reason}
            </Text>
          )}
        </li>
      ))}
    </Stack>
  );
}

const LAST = {
  position: "relative",
  paddingInlineStart: 20,
  marginInlineStart: 6,
  paddingBottom: 4,
  borderInlineStart: "2px solid transparent",
} as const;
const LINE = {
  ...LAST,
  paddingBottom: 16,
  borderInlineStart: "2px solid var(--mantine-color-default-border)",
} as const;
const DOT = {
  position: "absolute",
  insetInlineStart: -7,
  top: 6,
  width: 12,
  height: 12,
  borderRadius: 6,
  background: "var(--mantine-primary-color-filled)",
} as const;
