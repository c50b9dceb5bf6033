import { TextInput } from "@mantine/core";
import { useState } from "react";
import { AddPortDocument, RenamePortDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { DialogForm, type FormState } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { notifyDone } from "../shared/notify.tsx";

const words = defineWords({
  en: {
    add: "Add port",
    added: (label: string) => `Port ${label} added`,
    rename: (label: string) => `Rename port ${label}`,
    saved: (label: string) => `Port renamed to ${label}`,
    label: "Label",
    labelMissing: "Enter a label.",
  },
  vi: {
    add: "Thêm cổng",
    added: (label: string) => `Đã thêm cổng ${label}`,
    rename: (label: string) => `Đổi tên cổng ${label}`,
    saved: (label: string) => `Đã đổi tên cổng thành ${label}`,
    label: "Nhãn",
    labelMissing: "Hãy nhập nhãn.",
  },
});

interface AddPortProps {
  readonly stationId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddPort({ stationId, opened, onClose }: AddPortProps) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(AddPortDocument, onClose);
  const add = async (label: string) => {
    if (!(await send({ input: { stationId, label } }))) return;
    notifyDone(text.added(label));
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.add}>
      <PortForm action={text.add} {...form} onSubmit={add} />
    </Dialog>
  );
}

interface RenamePortProps {
  readonly port: { readonly id: string; readonly label: string };
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RenamePort({ port, opened, onClose }: RenamePortProps) {
  const text = useWords(words);
  const { save } = useWords(commonWords);
  const { send, close, form } = useDialogCommand(RenamePortDocument, onClose);
  const rename = async (label: string) => {
    if (!(await send({ input: { portId: port.id, label } }))) return;
    notifyDone(text.saved(label));
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.rename(port.label)}>
      <PortForm label={port.label} action={save} {...form} onSubmit={rename} />
    </Dialog>
  );
}

interface PortFormProps extends FormState {
  readonly label?: string;
  readonly action: string;
  readonly onSubmit: (label: string) => Promise<void>;
}

function PortForm({ label: before = "", onSubmit, ...form }: PortFormProps) {
  const text = useWords(words);
  const [label, setLabel] = useState(before);
  const [isTried, setTried] = useState(false);
  const isMissing = label.trim() === "";
  const submit = () => {
    setTried(true);
    if (!isMissing) void onSubmit(label.trim());
  };
  return (
    <DialogForm fields={["label"]} onSubmit={submit} {...form}>
      <TextInput
        label={text.label}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={isTried && isMissing ? text.labelMissing : fieldErrors(form.refusal)["label"]}
        maxLength={200}
        autoComplete="off"
        required
        data-autofocus
      />
    </DialogForm>
  );
}
