import { Text } from "@mantine/core";
import { DropPortDocument, DropSiteDocument, DropSlotDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import type { FormState } from "../shared/dialog-form.tsx";
import { notifyDone } from "../shared/notify.tsx";

const words = defineWords({
  en: {
    title: (name: string) => `Remove ${name}?`,
    explain: "It disappears from the board and all lists but stays in histories. This cannot be undone.",
    removed: (name: string) => `Removed: ${name}`,
    slot: "Remove slot",
    port: "Remove port",
    site: "Remove station",
  },
  vi: {
    title: (name: string) => `Xóa ${name}?`,
    explain: "Mục này biến mất khỏi bảng và mọi danh sách nhưng vẫn còn trong lịch sử. Không thể hoàn tác.",
    removed: (name: string) => `Đã xóa: ${name}`,
    slot: "Xóa chỗ sạc",
    port: "Xóa cổng",
    site: "Xóa trạm",
  },
});

interface RemovalProps {
  readonly id: string;
  /** The name in the form used within a sentence. */
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RemoveSlot({ id, onClose, ...props }: RemovalProps) {
  const { slot } = useWords(words);
  const { send, close, form } = useDialogCommand(DropSlotDocument, onClose);
  return (
    <ConfirmRemoval {...props} {...form} action={slot} close={close} send={() => send({ slotId: id })} />
  );
}

export function RemovePort({ id, onClose, ...props }: RemovalProps) {
  const { port } = useWords(words);
  const { send, close, form } = useDialogCommand(DropPortDocument, onClose);
  return (
    <ConfirmRemoval {...props} {...form} action={port} close={close} send={() => send({ portId: id })} />
  );
}

export function RemoveSite({ id, onClose, onRemoved, ...props }: RemovalProps & { onRemoved: () => void }) {
  const { site } = useWords(words);
  const { send, close, form } = useDialogCommand(DropSiteDocument, onClose);
  const sendAndLeave = async () => {
    const done = await send({ stationId: id });
    if (done) onRemoved();
    return done;
  };
  return <ConfirmRemoval {...props} {...form} action={site} close={close} send={sendAndLeave} />;
}

interface ConfirmRemovalProps extends Omit<RemovalProps, "id" | "onClose">, FormState {
  readonly action: string;
  readonly close: () => void;
  /** Sends the command. @returns a falsy value if it was refused. */
  readonly send: () => Promise<unknown>;
}

function ConfirmRemoval({ name, close, send, ...confirm }: ConfirmRemovalProps) {
  const text = useWords(words);
  const remove = async () => {
    if (!(await send())) return;
    notifyDone(text.removed(name));
    close();
  };
  return (
    <Confirm title={text.title(name)} color="red" {...confirm} onConfirm={() => void remove()}>
      <Text size="sm">{text.explain}</Text>
    </Confirm>
  );
}
