import { AddSlotDocument, ChangeSlotDocument, type SiteSlotFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { notifyDone } from "../shared/notify.tsx";
import { FormModal } from "./form-modal.tsx";
import { SlotForm, type SlotInput } from "./slot-form.tsx";

const words = defineWords({
  en: {
    add: (port: string) => `Add slot to port ${port}`,
    added: (label: string) => `Slot ${label} is added`,
    addAction: "Add slot",
    edit: (label: string) => `Edit slot ${label}`,
    save: "Save",
    saved: (label: string) => `Slot ${label} is saved`,
  },
  vi: {
    add: (port: string) => `Thêm chỗ vào cổng ${port}`,
    added: (label: string) => `Đã thêm chỗ ${label}`,
    addAction: "Thêm chỗ",
    edit: (label: string) => `Sửa chỗ ${label}`,
    save: "Lưu",
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
  const { send, fetching, refusal, forget } = useCommand(AddSlotDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const add = async (input: SlotInput) => {
    if (!(await send({ input: { portId: port.id, ...input } }))) return;
    notifyDone(text.added(input.label));
    close();
  };
  return (
    <FormModal opened={opened} onClose={close} title={text.add(port.label)}>
      <SlotForm action={text.addAction} busy={fetching} refusal={refusal} onSubmit={add} onCancel={close} />
    </FormModal>
  );
}

interface EditSlotProps {
  readonly slot: SiteSlotFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function EditSlot({ slot, opened, onClose }: EditSlotProps) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(ChangeSlotDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const save = async (input: SlotInput) => {
    if (!(await send({ input: { slotId: slot.id, ...input } }))) return;
    notifyDone(text.saved(input.label));
    close();
  };
  return (
    <FormModal opened={opened} onClose={close} title={text.edit(slot.label)}>
      <SlotForm
        slot={slot}
        action={text.save}
        busy={fetching}
        refusal={refusal}
        onSubmit={save}
        onCancel={close}
      />
    </FormModal>
  );
}
