import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { AddPortDocument, RenamePortDocument } from "../api/documents.ts";
import type { Refusal } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { fieldErrors } from "../shared/field-errors.ts";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { FormModal } from "./form-modal.tsx";

const words = defineWords({
  en: {
    add: "Add port",
    added: (label: string) => `Port ${label} is added`,
    rename: (label: string) => `Rename port ${label}`,
    save: "Save",
    saved: (label: string) => `The port is now called ${label}`,
    label: "Label",
    labelMissing: "Enter a label.",
    back: "Back",
  },
  vi: {
    add: "Thêm cổng",
    added: (label: string) => `Đã thêm cổng ${label}`,
    rename: (label: string) => `Đổi tên cổng ${label}`,
    save: "Lưu",
    saved: (label: string) => `Cổng nay có tên ${label}`,
    label: "Nhãn",
    labelMissing: "Hãy nhập nhãn.",
    back: "Quay lại",
  },
});

interface AddPortProps {
  readonly stationId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddPort({ stationId, opened, onClose }: AddPortProps) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(AddPortDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const add = async (label: string) => {
    if (!(await send({ input: { stationId, label } }))) return;
    notifyDone(text.added(label));
    close();
  };
  return (
    <FormModal opened={opened} onClose={close} title={text.add}>
      <PortForm action={text.add} busy={fetching} refusal={refusal} onSubmit={add} onCancel={close} />
    </FormModal>
  );
}

interface RenamePortProps {
  readonly port: { readonly id: string; readonly label: string };
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RenamePort({ port, opened, onClose }: RenamePortProps) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(RenamePortDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const rename = async (label: string) => {
    if (!(await send({ input: { portId: port.id, label } }))) return;
    notifyDone(text.saved(label));
    close();
  };
  return (
    <FormModal opened={opened} onClose={close} title={text.rename(port.label)}>
      <PortForm
        label={port.label}
        action={text.save}
        busy={fetching}
        refusal={refusal}
        onSubmit={rename}
        onCancel={close}
      />
    </FormModal>
  );
}

interface PortFormProps {
  readonly label?: string;
  readonly action: string;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onSubmit: (label: string) => Promise<void>;
  readonly onCancel: () => void;
}

function PortForm({ label: before = "", action, busy, refusal, onSubmit, onCancel }: PortFormProps) {
  const text = useWords(words);
  const [label, setLabel] = useState(before);
  const [isTried, setTried] = useState(false);
  const isMissing = label.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing) void onSubmit(label.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <RefusalNote refusal={refusal} fields={["label"]} />
        <TextInput
          label={text.label}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={isTried && isMissing ? text.labelMissing : fieldErrors(refusal)["label"]}
          maxLength={200}
          autoComplete="off"
          required
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {text.back}
          </Button>
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
