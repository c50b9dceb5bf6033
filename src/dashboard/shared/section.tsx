import { Group, Paper, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface SectionProps {
  readonly title: ReactNode;
  /** The id of the heading, to focus it. */
  readonly headingId?: string;
  /** Shown beside the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A framed part of a page, with its heading. */
export function Section({ title, headingId, actions, children }: SectionProps) {
  const ownId = useId();
  const id = headingId ?? ownId;
  return (
    <Paper component="section" withBorder p={{ base: "sm", sm: "md" }} aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="sm">
        <Title
          order={2}
          size="h4"
          id={id}
          style={{ overflowWrap: "anywhere", outline: "none" }}
          tabIndex={headingId === undefined ? undefined : -1}
        >
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
