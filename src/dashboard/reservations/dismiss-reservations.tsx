import { Button, Group, List, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import {
  ReservationHideDocument,
  ReservationHideManyDocument,
  type ReservationHideManyMutation,
} from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Confirm } from "../shared/confirm.tsx";
import { Dialog } from "../shared/dialog.tsx";
import { Failure } from "../shared/failure.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { holdsSlots, type Reservation } from "./reservation-model.ts";
import { useRestore } from "./use-restore.tsx";

const words = defineWords({
  en: {
    title: (codes: string[]) =>
      codes.length === 1 ? `Hide ${codes[0]}?` : `Hide ${codes.length} reservations?`,
    hidden: "Hidden reservations leave this list but stay in the history, where you can restore them.",
    givesBack: "A slot that is still held is released right away for others to use.",
    action: "Hide",
    done: (codes: string[]) =>
      codes.length === 1 ? `${codes[0]} hidden` : `${codes.length} reservations hidden`,
    undo: "Undo",
    notAll: (done: number, failed: number) => `${done} hidden, ${failed} could not be hidden`,
  },
  vi: {
    title: (codes: string[]) => (codes.length === 1 ? `Ẩn ${codes[0]}?` : `Ẩn ${codes.length} lượt đặt?`),
    hidden:
      "Lượt đặt đã ẩn không còn trong danh sách này nhưng vẫn ở trong lịch sử, nơi bạn có thể khôi phục.",
    givesBack: "Chỗ còn đang giữ được trả lại ngay cho người khác.",
    action: "Ẩn",
    done: (codes: string[]) => (codes.length === 1 ? `Đã ẩn ${codes[0]}` : `Đã ẩn ${codes.length} lượt đặt`),
    undo: "Hoàn tác",
    notAll: (done: number, failed: number) => `Đã ẩn ${done}, còn ${failed} không ẩn được`,
  },
});

type Outcome = ReservationHideManyMutation["hideReservations"];

type Dismissible = Pick<Reservation, "id" | "code"> & Parameters<typeof holdsSlots>[0];

interface DismissReservationsProps {
  /** At most as many as a list has, which is fewer than the server accepts at once. */
  readonly reservations: readonly Dismissible[];
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Called after each attempt, even a refused one, because the data shown may be outdated. */
  readonly onDone?: () => void;
}

/** Asks before hiding reservations, and offers an undo. */
export function DismissReservations({
  reservations,
  opened,
  onClose,
  onDone = () => {},
}: DismissReservationsProps) {
  const text = useWords(words);
  const one = useDialogCommand(ReservationHideDocument, onClose);
  const many = useDialogCommand(ReservationHideManyDocument, onClose);
  const restore = useRestore(onDone);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const say = (hidden: readonly Pick<Reservation, "id" | "code">[]) => {
    const undo = () => {
      notifications.hide(notice);
      void restore(hidden);
    };
    const notice = notifyDone(
      text.done(hidden.map(({ code }) => code)),
      <Button size="xs" variant="default" mt={4} onClick={undo}>
        {text.undo}
      </Button>,
    );
  };
  const dismiss = async () => {
    const [first] = reservations;
    if (first && reservations.length === 1) {
      if (await one.send({ id: first.id })) {
        say(reservations);
        onClose();
      }
    } else {
      const data = await many.send({ ids: reservations.map(({ id }) => id) });
      if (data) {
        const { hidden, failed } = data.hideReservations;
        if (hidden.length > 0) say(hidden);
        if (failed.length > 0) setOutcome(data.hideReservations);
        else onClose();
      }
    }
    onDone();
  };
  if (outcome) return <NotAll {...{ outcome, reservations, opened, onClose }} />;
  return (
    <Confirm
      opened={opened}
      title={text.title(reservations.map(({ code }) => code))}
      action={text.action}
      color="red"
      onConfirm={() => void dismiss()}
      {...(reservations.length === 1 ? one.form : many.form)}
    >
      <Text size="sm">{text.hidden}</Text>
      {reservations.some(holdsSlots) && <Text size="sm">{text.givesBack}</Text>}
    </Confirm>
  );
}

type NotAllProps = Omit<DismissReservationsProps, "onDone"> & { readonly outcome: Outcome };

/** Lists the reservations that could not be hidden, with the reasons. */
function NotAll({ outcome: { hidden, failed }, reservations, opened, onClose }: NotAllProps) {
  const text = useWords(words);
  const { close } = useWords(commonWords);
  const codeOf = (id: string) => reservations.find((each) => each.id === id)?.code ?? id;
  return (
    <Dialog opened={opened} onClose={onClose} title={text.notAll(hidden.length, failed.length)}>
      <Stack>
        <Failure>
          <List size="sm">
            {failed.map(({ reservationId, message }) => (
              <List.Item key={reservationId}>
                {codeOf(reservationId)}: {message}
              </List.Item>
            ))}
          </List>
        </Failure>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {close}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
