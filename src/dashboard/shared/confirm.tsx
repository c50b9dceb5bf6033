import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { defineWords, useWords } from "../app/language.tsx";

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb of what is to be confirmed, such as "Cancel reservation". */
  readonly action: string;
  readonly color?: string;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

const words = defineWords({
  en: { back: "Back", close: "Close" },
  vi: { back: "Quay lại", close: "Đóng" },
});

/** Asks before something is done that cannot simply be taken back. */
export function Confirm({ opened, title, children, action, color, busy, onConfirm, onClose }: ConfirmProps) {
  const { back, close } = useWords(words);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ "aria-label": close }}
    >
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {back}
          </Button>
          <Button color={color} loading={busy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
