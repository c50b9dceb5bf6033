import { AddSlotDocument, ChangeSlotDocument, type SiteSlotFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { slotName } from "../shared/slot-name.ts";
import { SlotForm, type SlotInput } from "./slot-form.tsx";

const words = defineWords({
  en: {
    add: (port: string) => `Add slot to port ${port}`,
    added: (name: string) => `Slot ${name} added`,
    addAction: "Add slot",
    edit: (name: string) => `Edit slot ${name}`,
    saved: (name: string) => `Slot ${name} saved`,
  },
  vi: {
    add: (port: string) => `Thêm chỗ vào cổng ${port}`,
    added: (name: string) => `Đã thêm chỗ ${name}`,
    addAction: "Thêm chỗ",
    edit: (name: string) => `Sửa chỗ ${name}`,
    saved: (name: string) => `Đã lưu chỗ ${name}`,
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
    notifyDone(text.added(slotName(input, port)));
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
  readonly port: { readonly label: string };
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function EditSlot({ slot, port, opened, onClose }: EditSlotProps) {
  const text = useWords(words);
  const { save } = useWords(commonWords);
  const { send, close, form } = useDialogCommand(ChangeSlotDocument, onClose);
  const change = async (input: SlotInput) => {
    if (!(await send({ input: { slotId: slot.id, ...input } }))) return;
    notifyDone(text.saved(slotName(input, port)));
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.edit(slotName(slot, port))}>
      <SlotForm slot={slot} action={save} {...form} onSubmit={change} />
    </Dialog>
  );
}
