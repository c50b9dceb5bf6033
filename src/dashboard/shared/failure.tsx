import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface FailureProps {
  readonly title?: string | undefined;
  /** What to do next. */
  readonly advice?: string | null;
  readonly children?: ReactNode;
}

/** Shows, and announces at once, that something failed. */
export function Failure({ title, advice, children }: FailureProps) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      {advice && <Text size="sm">{advice}</Text>}
      {children}
    </Alert>
  );
}
