import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../app/time.tsx";
import { readable } from "./colors.ts";
import type { Look } from "./look-badge.tsx";
import classes from "./timeline.module.css";

/** A list of events in order. */
export function Timeline({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className={classes["timeline"]} aria-label={label}>
      {children}
    </ol>
  );
}

interface TimelineEntryProps {
  readonly look: Look;
  readonly what: string | null | undefined;
  readonly at: string;
  /** The state before and after. */
  readonly children: ReactNode;
}

export function TimelineEntry({ look: { icon: Icon, color }, what, at, children }: TimelineEntryProps) {
  const format = useFormat();
  return (
    <li>
      <span className={classes["bullet"]}>
        <Icon size={14} color={readable(color)} aria-hidden />
      </span>
      <Text fw={600} size="sm">
        {what}
      </Text>
      <Group gap={6} mt={4}>
        {children}
      </Group>
      <Text size="sm" mt={4} component="time" dateTime={at} display="block">
        {format.dateTime(at)}
      </Text>
    </li>
  );
}
