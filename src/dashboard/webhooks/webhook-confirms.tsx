import { Text } from "@mantine/core";
import { useLocation } from "wouter";
import {
  RemoveWebhookDocument,
  RotateWebhookSecretDocument,
  UpdateWebhookDocument,
} from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { routes } from "../routes.ts";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";

const words = defineWords({
  en: {
    deactivate: "Deactivate",
    deactivateTitle: "Deactivate this webhook?",
    deactivateText: "It no longer receives events, and messages that are still waiting fail.",
    deactivated: "Webhook deactivated.",
    rotate: "New secret",
    rotateTitle: "Create a new secret?",
    rotateText:
      "For 24 hours, messages are also signed with the old secret; after that, only with the new one.",
    removeTitle: "Remove this webhook?",
    removeText: "Its secret and delivery log are deleted as well. This cannot be undone.",
    removed: "Webhook removed.",
  },
  vi: {
    deactivate: "Tắt",
    deactivateTitle: "Tắt webhook này?",
    deactivateText: "Webhook sẽ không nhận sự kiện nữa, và các tin nhắn đang chờ gửi sẽ thất bại.",
    deactivated: "Đã tắt webhook.",
    rotate: "Tạo khóa mới",
    rotateTitle: "Tạo khóa bí mật mới?",
    rotateText: "Trong 24 giờ, tin nhắn vẫn được ký thêm bằng khóa cũ; sau đó chỉ bằng khóa mới.",
    removeTitle: "Xóa webhook này?",
    removeText: "Khóa bí mật và nhật ký giao của nó cũng bị xóa. Không thể hoàn tác.",
    removed: "Đã xóa webhook.",
  },
});

interface ConfirmWebhookProps {
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function DeactivateWebhook({ id, opened, onClose }: ConfirmWebhookProps) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(UpdateWebhookDocument, onClose);
  const deactivate = async () => {
    if (!(await send({ input: { webhookId: id, active: false } }))) return;
    close();
    notifyDone(text.deactivated);
  };
  return (
    <Confirm
      opened={opened}
      title={text.deactivateTitle}
      action={text.deactivate}
      onConfirm={deactivate}
      {...form}
    >
      <Text size="sm">{text.deactivateText}</Text>
    </Confirm>
  );
}

interface RotateSecretProps extends ConfirmWebhookProps {
  readonly onRotated: (secret: string) => void;
}

export function RotateSecret({ id, opened, onClose, onRotated }: RotateSecretProps) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(RotateWebhookSecretDocument, onClose);
  const rotate = async () => {
    const done = await send({ id });
    if (!done) return;
    close();
    onRotated(done.rotateWebhookSecret.secret);
  };
  return (
    <Confirm opened={opened} title={text.rotateTitle} action={text.rotate} onConfirm={rotate} {...form}>
      <Text size="sm">{text.rotateText}</Text>
    </Confirm>
  );
}

export function RemoveWebhook({ id, opened, onClose }: ConfirmWebhookProps) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const [, navigate] = useLocation();
  const { send, form } = useDialogCommand(RemoveWebhookDocument, onClose);
  const remove = async () => {
    if (!(await send({ id }))) return;
    notifyDone(text.removed);
    navigate(routes.webhooks);
  };
  return (
    <Confirm
      opened={opened}
      title={text.removeTitle}
      action={common.remove}
      color="red"
      onConfirm={remove}
      {...form}
    >
      <Text size="sm">{text.removeText}</Text>
    </Confirm>
  );
}
