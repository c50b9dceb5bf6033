import type { ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { DialogForm, type FormState } from "./dialog-form.tsx";

interface ConfirmProps extends FormState {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb on the button, such as "Cancel reservation". */
  readonly action: string;
  readonly color?: string;
  /** Replaces the usual note about a refusal. */
  readonly note?: ReactNode;
  readonly onConfirm: () => void;
}

/** Asks before an action that cannot easily be undone. */
export function Confirm({ opened, title, onConfirm, ...form }: ConfirmProps) {
  return (
    <Dialog opened={opened} onClose={form.onCancel} title={title}>
      <DialogForm isGrave onSubmit={onConfirm} {...form} />
    </Dialog>
  );
}
