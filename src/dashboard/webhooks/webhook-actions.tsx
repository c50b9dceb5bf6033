import { Button, Group, Modal, Text } from "@mantine/core";
import {
  IconEdit,
  IconKey,
  IconPlayerPause,
  IconPlayerPlay,
  IconSend,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";
import {
  RemoveWebhookDocument,
  RotateWebhookSecretDocument,
  SendTestWebhookDocument,
  UpdateWebhookDocument,
  type WebhookFieldsFragment,
} from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { routes } from "../routes.ts";
import { useCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { type WebhookDraft, WebhookForm } from "./webhook-form.tsx";

const words = defineWords({
  en: {
    test: "Send a test",
    tested: "A test message is on its way. It shows among the deliveries.",
    edit: "Edit",
    save: "Save",
    saved: "The webhook was changed.",
    close: "Close",
    activate: "Activate",
    activated: "The webhook is active: it is told of what happens from now on.",
    deactivate: "Deactivate",
    deactivateTitle: "Deactivate this webhook?",
    deactivateText: "It is told nothing any more, and messages that wait for it fail.",
    deactivated: "The webhook was deactivated.",
    rotate: "New secret",
    rotateTitle: "Make a new secret?",
    rotateText:
      "For 24 hours messages carry a signature of the old secret as well; then of the new one only.",
    remove: "Remove",
    removeTitle: "Remove this webhook?",
    removeText: "Its secret and its delivery log go with it. This cannot be undone.",
    removed: "The webhook was removed.",
  },
  vi: {
    test: "Gửi thử",
    tested: "Tin nhắn thử đang được gửi và sẽ hiện trong các lần giao.",
    edit: "Sửa",
    save: "Lưu",
    saved: "Đã lưu thay đổi của webhook.",
    close: "Đóng",
    activate: "Bật lại",
    activated: "Webhook đã bật: nó sẽ được báo những gì xảy ra từ lúc này.",
    deactivate: "Tắt",
    deactivateTitle: "Tắt webhook này?",
    deactivateText: "Nó sẽ không được báo gì nữa, và các tin nhắn đang chờ gửi sẽ thất bại.",
    deactivated: "Đã tắt webhook.",
    rotate: "Tạo khóa mới",
    rotateTitle: "Tạo khóa bí mật mới?",
    rotateText: "Trong 24 giờ, tin nhắn vẫn mang thêm chữ ký của khóa cũ; sau đó chỉ còn khóa mới.",
    remove: "Xóa",
    removeTitle: "Xóa webhook này?",
    removeText: "Khóa bí mật và nhật ký giao của nó cũng bị xóa. Không thể hoàn tác.",
    removed: "Đã xóa webhook.",
  },
});

type Dialog = "edit" | "deactivate" | "rotate" | "remove";

/** What can be done with a webhook. */
export function WebhookActions({ webhook }: { webhook: WebhookFieldsFragment }) {
  const text = useWords(words);
  const { id, active } = webhook;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setDialog(null);
  const [, navigate] = useLocation();
  const test = useCommand(SendTestWebhookDocument);
  const update = useCommand(UpdateWebhookDocument);
  const rotate = useCommand(RotateWebhookSecretDocument);
  const remove = useCommand(RemoveWebhookDocument);
  const sendTest = async () => {
    if (await test.send({ id })) notifyDone(text.tested);
  };
  const setActive = async (wanted: boolean) => {
    if (!(await update.send({ input: { webhookId: id, active: wanted } }))) return;
    close();
    notifyDone(wanted ? text.activated : text.deactivated);
  };
  const makeSecret = async () => {
    const done = await rotate.send({ id });
    if (!done) return;
    close();
    setSecret(done.rotateWebhookSecret.secret);
  };
  const removeIt = async () => {
    if (!(await remove.send({ id }))) return;
    notifyDone(text.removed);
    navigate(routes.webhooks);
  };
  return (
    <>
      <Group gap="xs" mt="sm">
        {active ? (
          <>
            <Action icon={IconSend} busy={test.fetching} onClick={sendTest} word={text.test} />
            <Action icon={IconEdit} onClick={() => setDialog("edit")} word={text.edit} />
            <Action icon={IconPlayerPause} onClick={() => setDialog("deactivate")} word={text.deactivate} />
          </>
        ) : (
          <>
            <Action
              icon={IconPlayerPlay}
              busy={update.fetching}
              onClick={() => setActive(true)}
              word={text.activate}
            />
            <Action icon={IconEdit} onClick={() => setDialog("edit")} word={text.edit} />
          </>
        )}
        <Action icon={IconKey} onClick={() => setDialog("rotate")} word={text.rotate} />
        <Action icon={IconTrash} onClick={() => setDialog("remove")} word={text.remove} />
      </Group>
      <Modal
        opened={dialog === "edit"}
        onClose={close}
        title={text.edit}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": text.close }}
      >
        <Edit webhook={webhook} onClose={close} />
      </Modal>
      <Confirm
        opened={dialog === "deactivate"}
        title={text.deactivateTitle}
        action={text.deactivate}
        busy={update.fetching}
        onConfirm={() => setActive(false)}
        onClose={close}
      >
        <Text size="sm">{text.deactivateText}</Text>
      </Confirm>
      <Confirm
        opened={dialog === "rotate"}
        title={text.rotateTitle}
        action={text.rotate}
        busy={rotate.fetching}
        onConfirm={makeSecret}
        onClose={close}
      >
        <Text size="sm">{text.rotateText}</Text>
      </Confirm>
      <Confirm
        opened={dialog === "remove"}
        title={text.removeTitle}
        action={text.remove}
        color="red.9"
        busy={remove.fetching}
        onConfirm={removeIt}
        onClose={close}
      >
        <Text size="sm">{text.removeText}</Text>
      </Confirm>
      <SecretDialog secret={secret} rotated onClose={() => setSecret(null)} />
    </>
  );
}

interface ActionProps {
  readonly icon: TablerIcon;
  readonly word: string;
  readonly busy?: boolean;
  readonly onClick: () => void;
}

function Action({ icon: Icon, word, busy, onClick }: ActionProps) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<Icon size={16} aria-hidden />}
      loading={busy}
      onClick={onClick}
    >
      {word}
    </Button>
  );
}

function Edit({ webhook, onClose }: { webhook: WebhookFieldsFragment; onClose: () => void }) {
  const { save, saved } = useWords(words);
  const { send, fetching, refusal } = useCommand(UpdateWebhookDocument, { quiet: true });
  const submit = async ({ events, ...draft }: WebhookDraft) => {
    if (!(await send({ input: { webhookId: webhook.id, ...draft, events: [...events] } }))) return;
    onClose();
    notifyDone(saved);
  };
  return (
    <WebhookForm
      webhook={webhook}
      action={save}
      busy={fetching}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
