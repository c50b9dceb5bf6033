import { AddSlotDocument, ChangeSlotDocument, type SiteSlotFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { SlotForm, type SlotInput } from "./slot-form.tsx";

const words = defineWords({
  en: {
    add: (port: string) => `Add slot to port ${port}`,
    added: (label: string) => `Slot ${label} is added`,
    addAction: "Add slot",
    edit: (label: string) => `Edit slot ${label}`,
    saved: (label: string) => `Slot ${label} is saved`,
  },
  vi: {
    add: (port: string) => `Thêm chỗ vào cổng ${port}`,
    added: (label: string) => `Đã thêm chỗ ${label}`,
    addAction: "Thêm chỗ",
    edit: (label: string) => `Sửa chỗ ${label}`,
    saved: (label: string) => `Đã lưu chỗ ${label}`,
  },
});

interface AddSlotProps {
  readonly port: { readonly id: string; readonly label: string };
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddSlot({ port, opened, onClose }: AddSlotProps) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(AddSlotDocument, onClose);
  const add = async (input: SlotInput) => {
    if (!(await send({ input: { portId: port.id, ...input } }))) return;
    notifyDone(text.added(input.label));
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.add(port.label)}>
      <SlotForm action={text.addAction} {...form} onSubmit={add} />
    </Dialog>
  );
}

interface EditSlotProps {
  readonly slot: SiteSlotFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function EditSlot({ slot, opened, onClose }: EditSlotProps) {
  const text = useWords(words);
  const { save } = useWords(commonWords);
  const { send, close, form } = useDialogCommand(ChangeSlotDocument, onClose);
  const change = async (input: SlotInput) => {
    if (!(await send({ input: { slotId: slot.id, ...input } }))) return;
    notifyDone(text.saved(input.label));
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.edit(slot.label)}>
      <SlotForm slot={slot} action={save} {...form} onSubmit={change} />
    </Dialog>
  );
}
