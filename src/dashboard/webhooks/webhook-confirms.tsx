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
    deactivateText: "It is told nothing any more, and messages that wait for it fail.",
    deactivated: "The webhook was deactivated.",
    rotate: "New secret",
    rotateTitle: "Make a new secret?",
    rotateText:
      "For 24 hours messages carry a signature of the old secret as well; then of the new one only.",
    removeTitle: "Remove this webhook?",
    removeText: "Its secret and its delivery log go with it. This cannot be undone.",
    removed: "The webhook was removed.",
  },
  vi: {
    deactivate: "Tắt",
    deactivateTitle: "Tắt webhook này?",
    deactivateText: "Nó sẽ không được báo gì nữa, và các tin nhắn đang chờ gửi sẽ thất bại.",
    deactivated: "Đã tắt webhook.",
    rotate: "Tạo khóa mới",
    rotateTitle: "Tạo khóa bí mật mới?",
    rotateText: "Trong 24 giờ, tin nhắn vẫn mang thêm chữ ký của khóa cũ; sau đó chỉ còn khóa mới.",
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
