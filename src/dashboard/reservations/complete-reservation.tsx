import { Text } from "@mantine/core";
import { ReservationCompleteDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";
import type { StepDialogProps } from "./reservation-model.ts";

const words = defineWords({
  en: {
    title: (code: string) => `Complete ${code}?`,
    means: "It ends as completed, and its slots are released right away for others to use.",
    action: "Complete",
    done: (code: string) => `${code} completed`,
  },
  vi: {
    title: (code: string) => `Hoàn tất ${code}?`,
    means: "Lượt đặt kết thúc ở trạng thái hoàn tất, các chỗ được trả lại ngay cho người khác.",
    action: "Hoàn tất",
    done: (code: string) => `Đã hoàn tất ${code}`,
  },
});

export function CompleteReservation({ reservation, opened, onClose, onDone }: StepDialogProps) {
  const { id, code } = reservation;
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(ReservationCompleteDocument, onClose);
  const complete = async () => {
    if (await send({ id })) {
      notifyDone(text.done(code));
      close();
    }
    onDone();
  };
  return (
    <Confirm
      opened={opened}
      title={text.title(code)}
      action={text.action}
      onConfirm={() => void complete()}
      {...form}
    >
      <Text size="sm">{text.means}</Text>
    </Confirm>
  );
}
