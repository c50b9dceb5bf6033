import { Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { ReservationCancelDocument, ReservationCompleteDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { RescheduleDialog } from "./reschedule-dialog.tsx";
import type { Reservation } from "./reservation-model.ts";

export interface Asked {
  readonly step: "cancel" | "complete" | "reschedule" | "dismiss";
  readonly reservations: readonly Reservation[];
  readonly opened: boolean;
  /** Each dialog begins empty. */
  readonly turn: number;
}

interface StepDialogsProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export interface DialogProps {
  readonly reservation: Reservation;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function StepDialogs({ asked: { step, reservations, opened }, onClose, onDone }: StepDialogsProps) {
  const [reservation] = reservations;
  if (!reservation) return null;
  const props = { reservation, opened, onClose, onDone };
  switch (step) {
    case "cancel":
      return <CancelDialog {...props} />;
    case "complete":
      return <CompleteDialog {...props} />;
    case "reschedule":
      return <RescheduleDialog {...props} />;
    case "dismiss":
      return <DismissDialog {...{ reservations, opened, onClose, onDone }} />;
  }
}

const words = defineWords({
  en: {
    cancel: (code: string) => `Cancel ${code}?`,
    cancelMeans: "Its slots are given back at once, to whoever is next. This cannot be undone.",
    reason: "Reason (optional)",
    doCancel: "Cancel reservation",
    cancelled: (code: string) => `${code} is cancelled`,
    complete: (code: string) => `Complete ${code}?`,
    completeMeans: "It ends as completed, and its slots are given back at once, to whoever is next.",
    doComplete: "Complete",
    completed: (code: string) => `${code} is completed`,
  },
  vi: {
    cancel: (code: string) => `Hủy ${code}?`,
    cancelMeans: "Các chỗ được trả lại ngay cho người kế tiếp. Không thể hoàn tác.",
    reason: "Lý do (không bắt buộc)",
    doCancel: "Hủy lượt đặt",
    cancelled: (code: string) => `Đã hủy ${code}`,
    complete: (code: string) => `Hoàn tất ${code}?`,
    completeMeans: "Lượt đặt kết thúc ở trạng thái hoàn tất, các chỗ được trả lại ngay cho người kế tiếp.",
    doComplete: "Hoàn tất",
    completed: (code: string) => `Đã hoàn tất ${code}`,
  },
});

const LONGEST_REASON = 2_000;

function CancelDialog({ reservation: { id, code }, opened, onClose, onDone }: DialogProps) {
  const text = useWords(words);
  const [reason, setReason] = useState("");
  const { send, fetching } = useCommand(ReservationCancelDocument);
  const cancel = async () => {
    if (await send({ input: { reservationId: id, reason: reason.trim() || null } })) {
      notifyDone(text.cancelled(code));
      onClose();
    }
    onDone();
  };
  return (
    <Confirm
      {...{ opened, onClose, title: text.cancel(code), action: text.doCancel, busy: fetching }}
      color="red"
      onConfirm={cancel}
    >
      <Text size="sm">{text.cancelMeans}</Text>
      <Textarea
        label={text.reason}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={LONGEST_REASON}
        autosize
        minRows={2}
        maxRows={6}
      />
    </Confirm>
  );
}

function CompleteDialog({ reservation: { id, code }, opened, onClose, onDone }: DialogProps) {
  const text = useWords(words);
  const { send, fetching } = useCommand(ReservationCompleteDocument);
  const complete = async () => {
    if (await send({ id })) {
      notifyDone(text.completed(code));
      onClose();
    }
    onDone();
  };
  return (
    <Confirm
      {...{ opened, onClose, title: text.complete(code), action: text.doComplete, busy: fetching }}
      onConfirm={complete}
    >
      <Text size="sm">{text.completeMeans}</Text>
    </Confirm>
  );
}
