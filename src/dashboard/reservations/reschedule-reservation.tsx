import { Fieldset, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { ReservationRescheduleDocument } from "../api/documents.ts";
import type { Refusal } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { fromLocalInput, toLocalInput } from "../shared/local-time.ts";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { slotName } from "../shared/slot-name.ts";
import { TakenWindows, takenWindows } from "../shared/taken-windows.tsx";
import { type StepDialogProps, sortedItems } from "./reservation-model.ts";

const words = defineWords({
  en: {
    title: (code: string) => `Reschedule ${code}`,
    means: "You keep your current time until the new one is booked.",
    slot: (name: string, station: string) => `Slot ${name}, ${station}`,
    start: "Start",
    end: "End",
    required: "Enter a date and time.",
    order: "The end must be after the start.",
    action: "Reschedule",
    done: (code: string) => `${code} was rescheduled`,
    stands: "Nothing has changed: you still have your current time.",
    taken: "This time is already taken",
  },
  vi: {
    title: (code: string) => `Đổi giờ ${code}`,
    means: "Bạn vẫn giữ giờ hiện tại cho đến khi đặt được giờ mới.",
    slot: (name: string, station: string) => `Chỗ ${name}, ${station}`,
    start: "Bắt đầu",
    end: "Kết thúc",
    required: "Hãy nhập ngày và giờ.",
    order: "Giờ kết thúc phải sau giờ bắt đầu.",
    action: "Đổi giờ",
    done: (code: string) => `${code} đã được đổi giờ`,
    stands: "Chưa có gì thay đổi: bạn vẫn giữ giờ hiện tại.",
    taken: "Giờ đó đã có người đặt",
  },
});

interface Window {
  readonly slotId: string;
  readonly start: string;
  readonly end: string;
}

/** Asks for other windows for the same slots. If the server refuses them, the dialog says so and keeps the input. */
export function RescheduleReservation({ reservation, opened, onClose, onDone }: StepDialogProps) {
  const text = useWords(words);
  const items = sortedItems(reservation);
  const [windows, setWindows] = useState<readonly Window[]>(() =>
    items.map(({ slot, startAt, endAt }) => ({
      slotId: slot.id,
      start: startAt ? toLocalInput(startAt) : "",
      end: endAt ? toLocalInput(endAt) : "",
    })),
  );
  const [isChecked, setChecked] = useState(false);
  const { send, close, form } = useDialogCommand(ReservationRescheduleDocument, onClose);
  const instantsOf = ({ slotId, start, end }: Window) => {
    const was = items.find(({ slot }) => slot.id === slotId);
    return {
      startAt: fromLocalInput(start, was?.startAt ? [was.startAt] : []),
      endAt: fromLocalInput(end, was?.endAt ? [was.endAt] : []),
    };
  };
  const errorsOf = (window: Window) => {
    const { startAt, endAt } = instantsOf(window);
    const isInOrder = !startAt || !endAt || Date.parse(endAt) > Date.parse(startAt);
    return {
      start: startAt ? null : text.required,
      end: !endAt ? text.required : isInOrder ? null : text.order,
    };
  };
  const change = (index: number, entered: Partial<Window>) =>
    setWindows(windows.map((window, at) => (at === index ? { ...window, ...entered } : window)));
  const reschedule = async () => {
    setChecked(true);
    if (windows.map(errorsOf).some(({ start, end }) => start || end)) return;
    const wanted = windows.map((window) => ({ slotId: window.slotId, ...instantsOf(window) }));
    if (await send({ input: { reservationId: reservation.id, items: wanted } })) {
      // The notice for the event has the same id, so that only one of the two is shown.
      notifyDone(text.done(reservation.code), undefined, `RESCHEDULED ${reservation.id}`);
      close();
    }
    onDone();
  };
  return (
    <Confirm
      opened={opened}
      title={text.title(reservation.code)}
      action={text.action}
      note={<Refused refusal={form.refusal} />}
      onConfirm={() => void reschedule()}
      {...form}
    >
      <Text size="sm">{text.means}</Text>
      {windows.map((window, index) => {
        const slot = items[index]?.slot;
        const errors = isChecked ? errorsOf(window) : { start: null, end: null };
        return (
          <Fieldset
            key={window.slotId}
            legend={slot && text.slot(slotName(slot, slot.port), slot.port.station.name)}
          >
            <Stack gap="xs">
              <TextInput
                {...{ type: "datetime-local", label: text.start, value: window.start, error: errors.start }}
                onChange={(event) => change(index, { start: event.currentTarget.value })}
              />
              <TextInput
                {...{ type: "datetime-local", label: text.end, value: window.end, error: errors.end }}
                onChange={(event) => change(index, { end: event.currentTarget.value })}
              />
            </Stack>
          </Fieldset>
        );
      })}
    </Confirm>
  );
}

function Refused({ refusal }: { refusal: Refusal | null }) {
  const text = useWords(words);
  const taken = takenWindows(refusal);
  return (
    <RefusalNote refusal={refusal && taken.length > 0 ? { ...refusal, message: text.taken } : refusal}>
      <TakenWindows windows={taken} />
      <Text size="sm">{text.stands}</Text>
    </RefusalNote>
  );
}
