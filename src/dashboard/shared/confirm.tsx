import type { ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { DialogForm, type FormState } from "./dialog-form.tsx";

interface ConfirmProps extends FormState {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb of what is to be confirmed, such as "Cancel reservation". */
  readonly action: string;
  readonly color?: string;
  /** In the place of what is usually said of a refusal. */
  readonly note?: ReactNode;
  readonly onConfirm: () => void;
}

/** Asks before something is done that cannot simply be taken back. */
export function Confirm({ opened, title, onConfirm, ...form }: ConfirmProps) {
  return (
    <Dialog opened={opened} onClose={form.onCancel} title={title}>
      <DialogForm isGrave onSubmit={onConfirm} {...form} />
    </Dialog>
  );
}
