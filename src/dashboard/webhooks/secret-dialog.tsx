import { Alert, Button, CopyButton, Group, Modal, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: {
    title: "Signing secret",
    warning: "The secret is shown only once. Copy it to the receiver now: you cannot see it again.",
    use: "The receiver uses it to verify the signature of each message, following Standard Webhooks.",
    rotated: "For 24 hours, messages are also signed with the old secret.",
    secret: "Secret",
    copy: "Copy",
    copied: "Copied",
    done: "I have saved it",
  },
  vi: {
    title: "Khóa bí mật để ký",
    warning: "Khóa chỉ hiện một lần này. Hãy chép ngay sang bên nhận: bạn sẽ không xem lại được.",
    use: "Bên nhận dùng khóa này để kiểm tra chữ ký của từng tin nhắn, theo chuẩn Standard Webhooks.",
    rotated: "Trong 24 giờ, tin nhắn vẫn được ký thêm bằng khóa cũ.",
    secret: "Khóa bí mật",
    copy: "Sao chép",
    copied: "Đã sao chép",
    done: "Tôi đã lưu khóa",
  },
});

interface SecretDialogProps {
  /** Null: the dialog is closed. */
  readonly secret: string | null;
  readonly rotated?: boolean;
  readonly onClose: () => void;
}

/** The secret is shown only once, so the dialog closes only by a button that says so. */
export function SecretDialog({ secret, rotated = false, onClose }: SecretDialogProps) {
  const text = useWords(words);
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={text.title}
      centered
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Alert color="yellow" variant="default" icon={<IconAlertTriangle aria-hidden />}>
          {text.warning}
        </Alert>
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            label={text.secret}
            description={text.use}
            value={secret ?? ""}
            readOnly
            autoComplete="off"
            flex={1}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            onFocus={(event) => event.currentTarget.select()}
            data-autofocus
          />
          <CopyButton value={secret ?? ""}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                }
              >
                {copied ? text.copied : text.copy}
              </Button>
            )}
          </CopyButton>
        </Group>
        {rotated && <span>{text.rotated}</span>}
        <Group justify="flex-end">
          <Button onClick={onClose}>{text.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
