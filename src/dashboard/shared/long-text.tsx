import { Textarea } from "@mantine/core";

interface LongTextProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  /** The server's maximum number of characters. */
  readonly longest?: number;
}

const LONGEST = 2_000;

/** A multi-line text field that grows with its content. */
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
