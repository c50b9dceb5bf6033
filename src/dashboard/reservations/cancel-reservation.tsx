import { Text } from "@mantine/core";
import { useState } from "react";
import { ReservationCancelDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Confirm } from "../shared/confirm.tsx";
import { LongText } from "../shared/long-text.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { forgetCancelling, rememberCancelling } from "./own-cancellations.ts";

const words = defineWords({
  en: {
    title: (code: string) => `Cancel ${code}?`,
    means: "Its slots are released right away for others to use. This cannot be undone.",
    action: "Cancel reservation",
    done: (code: string) => `${code} cancelled`,
  },
  vi: {
    title: (code: string) => `Hủy ${code}?`,
    means: "Các chỗ được trả lại ngay cho người khác. Không thể hoàn tác.",
    action: "Hủy lượt đặt",
    done: (code: string) => `Đã hủy ${code}`,
  },
});

interface CancelReservationProps {
  readonly reservation: { readonly id: string; readonly code: string };
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Called after each attempt, even a refused one, because the data shown may be outdated. */
  readonly onDone?: () => void;
}

export function CancelReservation({ reservation, opened, onClose, onDone }: CancelReservationProps) {
  const { id, code } = reservation;
  const text = useWords(words);
  const { reason: reasonLabel } = useWords(commonWords);
  const [reason, setReason] = useState("");
  const { send, close, form } = useDialogCommand(ReservationCancelDocument, () => {
    setReason("");
    onClose();
  });
  const cancel = async () => {
    rememberCancelling(id);
    if (await send({ input: { reservationId: id, reason: reason.trim() || null } })) {
      notifyDone(text.done(code));
      close();
    } else forgetCancelling(id);
    onDone?.();
  };
  return (
    <Confirm
      opened={opened}
      title={text.title(code)}
      action={text.action}
      color="red"
      onConfirm={() => void cancel()}
      {...form}
    >
      <Text size="sm">{text.means}</Text>
      <LongText label={reasonLabel} value={reason} onChange={setReason} />
    </Confirm>
  );
}
