import { Group } from "@mantine/core";
import {
  IconKey,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import {
  SendTestWebhookDocument,
  UpdateWebhookDocument,
  type WebhookFieldsFragment,
} from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { ItemButton } from "../shared/item-button.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { DeactivateWebhook, RemoveWebhook, RotateSecret } from "./webhook-confirms.tsx";
import { EditWebhook } from "./webhook-dialogs.tsx";

const words = defineWords({
  en: {
    test: "Send a test",
    tested: "A test message is on its way. Follow it under Deliveries.",
    activate: "Activate",
    activated: "Webhook activated. It receives events from now on.",
    deactivate: "Deactivate",
    rotate: "New secret",
  },
  vi: {
    test: "Gửi thử",
    tested: "Tin nhắn thử đang được gửi và sẽ hiện trong các lần giao.",
    activate: "Bật lại",
    activated: "Đã bật webhook. Từ lúc này webhook sẽ nhận sự kiện.",
    deactivate: "Tắt",
    rotate: "Tạo khóa mới",
  },
});

export function WebhookActions({ webhook }: { webhook: WebhookFieldsFragment }) {
  const text = useWords(words);
  const { edit, remove } = useWords(commonWords);
  const { id, active } = webhook;
  const [open, setOpen] = useState<"edit" | "deactivate" | "rotate" | "remove" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setOpen(null);
  const test = useCommand(SendTestWebhookDocument);
  const update = useCommand(UpdateWebhookDocument);
  const sendTest = async () => {
    if (await test.send({ id })) notifyDone(text.tested);
  };
  const activate = async () => {
    if (await update.send({ input: { webhookId: id, active: true } })) notifyDone(text.activated);
  };
  return (
    <>
      <Group gap="xs" mt="sm">
        {active && (
          <ItemButton icon={IconSend} busy={test.fetching} onClick={sendTest}>
            {text.test}
          </ItemButton>
        )}
        <ItemButton icon={IconPencil} onClick={() => setOpen("edit")}>
          {edit}
        </ItemButton>
        {/* The same button for both, so that the focus stays on it. */}
        <ItemButton
          icon={active ? IconPlayerPause : IconPlayerPlay}
          busy={update.fetching}
          onClick={() => (active ? setOpen("deactivate") : void activate())}
        >
          {active ? text.deactivate : text.activate}
        </ItemButton>
        <ItemButton icon={IconKey} onClick={() => setOpen("rotate")}>
          {text.rotate}
        </ItemButton>
        <ItemButton icon={IconTrash} onClick={() => setOpen("remove")}>
          {remove}
        </ItemButton>
      </Group>
      <EditWebhook webhook={webhook} opened={open === "edit"} onClose={close} />
      <DeactivateWebhook id={id} opened={open === "deactivate"} onClose={close} />
      <RotateSecret id={id} opened={open === "rotate"} onClose={close} onRotated={setSecret} />
      <RemoveWebhook id={id} opened={open === "remove"} onClose={close} />
      <SecretDialog secret={secret} rotated onClose={() => setSecret(null)} />
    </>
  );
}
