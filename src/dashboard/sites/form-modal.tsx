import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({ en: { close: "Close" }, vi: { close: "Đóng" } });

interface FormModalProps {
  readonly opened: boolean;
  readonly title: string;
  readonly size?: "md" | "lg";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function FormModal({ opened, title, size = "md", onClose, children }: FormModalProps) {
  const { close } = useWords(words);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      closeButtonProps={{ "aria-label": close }}
    >
      {children}
    </Modal>
  );
}
