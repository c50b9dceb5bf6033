import { SimpleGrid, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { BookSlotDocument } from "../api/documents.ts";
import type { Refusal } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { useNow } from "../app/time.tsx";
import { Announced } from "../shared/announced.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { DialogForm } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { fromLocalInput, toLocalInput } from "../shared/local-time.ts";
import { LongText } from "../shared/long-text.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { TakenWindows, takenWindows } from "../shared/taken-windows.tsx";
import { useAttempt } from "./attempt.ts";
import { focusFallback } from "./focus-fallback.ts";
import { FreeWindows } from "./free-windows.tsx";
import { OutOfServiceNote } from "./out-of-service-note.tsx";
import type { SlotDetails } from "./slot-details.ts";
import { suggestWithin } from "./suggest-within.ts";
import { VehicleField } from "./vehicle-field.tsx";

const words = defineWords({
  en: {
    title: "Book a window",
    explain:
      "The slot is held for you shortly before the start. A few minutes stay free after every booking.",
    start: "Start",
    end: "End",
    startMissing: "Choose a start time.",
    endWrong: "Choose an end time after the start.",
    endPast: "Choose an end time in the future.",
    taken: "Just taken:",
    takenTitle: "This time is already taken",
    book: "Book this window",
    booked: (code: string) => `Booked: ${code}`,
  },
  vi: {
    title: "Đặt khung giờ",
    explain: "Chỗ được giữ cho bạn từ trước giờ bắt đầu một chút, và sau mỗi lượt đặt có vài phút để trống.",
    start: "Bắt đầu",
    end: "Kết thúc",
    startMissing: "Hãy chọn giờ bắt đầu.",
    endWrong: "Hãy chọn giờ kết thúc sau giờ bắt đầu.",
    endPast: "Hãy chọn giờ kết thúc trong tương lai.",
    taken: "Vừa có người đặt:",
    takenTitle: "Khung giờ này đã có người đặt",
    book: "Đặt khung giờ này",
    booked: (code: string) => `Đã đặt: ${code}`,
  },
});

interface WindowDialogProps {
  readonly slot: SlotDetails;
  readonly me: Me;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Books a window on a slot of a CALENDAR station. */
export function WindowDialog({ slot, me, opened, onClose }: WindowDialogProps) {
  const text = useWords(words);
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={focusFallback}
      title={text.title}
      size="lg"
    >
      <WindowForm slot={slot} me={me} onClose={onClose} />
    </Dialog>
  );
}

const FIELDS = ["vehicleId", "startAt", "endAt", "notes"];

function WindowForm({ slot, me, onClose }: Omit<WindowDialogProps, "opened">) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const now = useNow();
  const [vehicleId, setVehicleId] = useState<string | null>(null);
  const [start, setStart] = useState("");
  const [end, setEnd] = useState("");
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [notes, setNotes] = useState("");
  const [tries, setTries] = useState(0);
  const { send, form } = useDialogCommand(BookSlotDocument, onClose);
  const attempt = useAttempt();
  const startAt = fromLocalInput(start, chosen);
  const endAt = fromLocalInput(end, chosen);
  const isEndWrong = !endAt || (startAt !== null && endAt <= startAt);
  const isEndPast = endAt !== null && Date.parse(endAt) <= now;
  const refused = fieldErrors(form.refusal);
  const isTried = tries > 0;

  const book = async () => {
    setTries((count) => count + 1);
    if (!vehicleId || !startAt || isEndWrong || isEndPast) return;
    const items = [{ slotId: slot.id, startAt, endAt }];
    const done = await send({ input: attempt.keyed({ vehicleId, items, notes: notes.trim() || null }) });
    // The free windows have changed, or those shown were outdated.
    setTries((count) => count + 1);
    if (!done) return;
    notifyDone(text.booked(done.createReservation.reservation.code));
    onClose();
  };

  return (
    <DialogForm
      action={text.book}
      fields={FIELDS}
      note={form.refusal?.code === "WINDOW_TAKEN" ? <Taken refusal={form.refusal} /> : undefined}
      onSubmit={() => void book()}
      {...form}
    >
      <Announced>
        <OutOfServiceNote slotId={slot.id} />
      </Announced>
      <Text size="sm">{text.explain}</Text>
      <VehicleField
        me={me}
        value={vehicleId}
        onChange={setVehicleId}
        isTried={isTried}
        error={refused["vehicleId"]}
      />
      <FreeWindows
        slotId={slot.id}
        tries={tries}
        onChoose={(window) => {
          const suggested = suggestWithin(window);
          setChosen([suggested.startAt, suggested.endAt]);
          setStart(toLocalInput(suggested.startAt));
          setEnd(toLocalInput(suggested.endAt));
        }}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="datetime-local"
          label={text.start}
          required
          value={start}
          onChange={(event) => setStart(event.currentTarget.value)}
          error={isTried && !startAt ? text.startMissing : refused["startAt"]}
        />
        <TextInput
          type="datetime-local"
          label={text.end}
          required
          value={end}
          onChange={(event) => setEnd(event.currentTarget.value)}
          error={
            isTried && isEndWrong ? text.endWrong : isTried && isEndPast ? text.endPast : refused["endAt"]
          }
        />
      </SimpleGrid>
      <LongText label={common.notes} value={notes} onChange={setNotes} error={refused["notes"]} />
    </DialogForm>
  );
}

function Taken({ refusal }: { refusal: Refusal }) {
  const text = useWords(words);
  return (
    <RefusalNote refusal={{ ...refusal, message: text.takenTitle }}>
      <Text size="sm" mt="xs">
        {text.taken}
      </Text>
      <TakenWindows windows={takenWindows(refusal)} />
    </RefusalNote>
  );
}
