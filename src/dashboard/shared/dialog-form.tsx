import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";
import { useWords } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";
import { RefusalNote } from "./refusal-note.tsx";

/** How it goes with a form: `useDialogCommand` has it. */
export interface FormState {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onCancel: () => void;
}

interface DialogFormProps extends FormState {
  /** What it does, such as "Book now"; null: there is nothing to be done. */
  readonly action: string | null;
  readonly color?: string;
  readonly icon?: ReactNode;
  /** The way back is offered first, where something cannot simply be taken back. */
  readonly isGrave?: boolean;
  /** Names of the fields that say themselves what is wrong with them. */
  readonly fields?: readonly string[];
  /** In the place of what is usually said of a refusal. */
  readonly note?: ReactNode;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** On a phone what it does may take two lines. */
const MAY_BREAK = {
  h: "auto",
  mih: 36,
  py: 6,
  styles: { label: { whiteSpace: "normal", lineHeight: 1.3 } },
} as const;

/** A form in a dialog. What was entered stays where it is refused. */
export function DialogForm(props: DialogFormProps) {
  const { action, color, icon, isGrave, busy, refusal, fields, note, onSubmit, onCancel, children } = props;
  const { back } = useWords(commonWords);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form in a dialog of a form: React hands it on to both.
    event.stopPropagation();
    if (action !== null) onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {children}
        {note ?? <RefusalNote refusal={refusal} fields={fields} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} data-autofocus={isGrave || undefined}>
            {back}
          </Button>
          {action !== null && (
            <Button type="submit" color={color} loading={busy} leftSection={icon} {...MAY_BREAK}>
              {action}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
