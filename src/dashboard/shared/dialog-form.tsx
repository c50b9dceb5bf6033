import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";
import { useWords } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";
import { RefusalNote } from "./refusal-note.tsx";

/** The state of a form, as `useDialogCommand` provides it. */
export interface FormState {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onCancel: () => void;
}

interface DialogFormProps extends FormState {
  /** The label of the submit button, such as "Book now". Null: there is nothing to submit. */
  readonly action: string | null;
  readonly color?: string;
  readonly icon?: ReactNode;
  /** Puts the way back first, for actions that cannot easily be undone. */
  readonly isGrave?: boolean;
  /** Names of the fields that show their own errors. */
  readonly fields?: readonly string[];
  /** Replaces the usual note about a refusal. */
  readonly note?: ReactNode;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** On a phone, the label may take two lines. */
const MAY_BREAK = {
  h: "auto",
  mih: 36,
  py: 6,
  styles: { label: { whiteSpace: "normal", lineHeight: 1.3 } },
} as const;

/** A form in a dialog. The input is kept if it is refused. */
export function DialogForm(props: DialogFormProps) {
  const { action, color, icon, isGrave, busy, refusal, fields, note, onSubmit, onCancel, children } = props;
  const { back } = useWords(commonWords);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog opened from a form is inside that form for React, so the event would bubble to it.
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
