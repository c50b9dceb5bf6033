import { Textarea } from "@mantine/core";

interface LongTextProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  /** As many characters as the server takes. */
  readonly longest?: number;
}

const LONGEST = 2_000;

/** A text of several lines, in a field that grows with it. */
export function LongText({ onChange, longest = LONGEST, ...field }: LongTextProps) {
  return (
    <Textarea
      autosize
      minRows={2}
      maxRows={6}
      maxLength={longest}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...field}
    />
  );
}
