import { Button, Group, Modal, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { BookSlotDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { useFormat, useNow } from "../app/time.tsx";
import { useCommand } from "../shared/command.ts";
import { fieldErrors } from "../shared/field-errors.ts";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { useAttempt } from "./attempt.ts";
import { FreeWindows } from "./free-windows.tsx";
import { keepFocus } from "./keep-focus.ts";
import { fromLocalInput, suggestWithin, toLocalInput } from "./moments.ts";
import type { SlotDetails } from "./slot-page.tsx";
import { VehicleField } from "./vehicle-field.tsx";

const words = defineWords({
  en: {
    title: "Book a window",
    close: "Close",
    explain:
      "The slot is held for you from a little before the start, and a few minutes stay free after every booking.",
    start: "Start",
    end: "End",
    startMissing: "Choose when to start.",
    endWrong: "Choose an end after the start.",
    endPast: "Choose an end that is yet to come.",
    notes: "Notes (optional)",
    vehicleMissing: "Choose a vehicle.",
    taken: "Taken meanwhile:",
    takenTitle: "This time has been taken",
    book: "Book this window",
    booked: (code: string) => `Booked: ${code}`,
    back: "Back",
  },
  vi: {
    title: "Đặt khung giờ",
    close: "Đóng",
    explain: "Chỗ được giữ cho bạn từ trước giờ bắt đầu một chút, và sau mỗi lượt đặt có vài phút để trống.",
    start: "Bắt đầu",
    end: "Kết thúc",
    startMissing: "Hãy chọn giờ bắt đầu.",
    endWrong: "Hãy chọn giờ kết thúc sau giờ bắt đầu.",
    endPast: "Hãy chọn giờ kết thúc trong tương lai.",
    notes: "Ghi chú (không bắt buộc)",
    vehicleMissing: "Hãy chọn xe.",
    taken: "Vừa có người đặt:",
    takenTitle: "Khung giờ này đã có người đặt",
    book: "Đặt khung giờ này",
    booked: (code: string) => `Đã đặt: ${code}`,
    back: "Quay lại",
  },
});

interface WindowDialogProps {
  readonly slot: SlotDetails;
  readonly me: Me;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Books a slot of a CALENDAR station from one time to another. */
export function WindowDialog({ slot, me, opened, onClose }: WindowDialogProps) {
  const text = useWords(words);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={keepFocus}
      title={text.title}
      size="lg"
      centered
      closeButtonProps={{ "aria-label": text.close }}
    >
      <WindowForm slot={slot} me={me} onClose={onClose} />
    </Modal>
  );
}

const FIELDS = ["vehicleId", "startAt", "endAt", "notes"];

function WindowForm({ slot, me, onClose }: Omit<WindowDialogProps, "opened">) {
  const text = useWords(words);
  const now = useNow();
  const [vehicleId, setVehicleId] = useState<string | null>(null);
  const [start, setStart] = useState("");
  const [end, setEnd] = useState("");
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [notes, setNotes] = useState("");
  const [tries, setTries] = useState(0);
  const { send, fetching, refusal } = useCommand(BookSlotDocument, { quiet: true });
  const attempt = useAttempt();
  const startAt = fromLocalInput(start, chosen);
  const endAt = fromLocalInput(end, chosen);
  const isEndWrong = !endAt || (startAt !== null && endAt <= startAt);
  const isEndPast = endAt !== null && Date.parse(endAt) <= now;
  const refused = fieldErrors(refusal);
  const isTried = tries > 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTries((count) => count + 1);
    if (!vehicleId || !startAt || isEndWrong || isEndPast) return;
    const items = [{ slotId: slot.id, startAt, endAt }];
    const done = await send({ input: attempt.keyed({ vehicleId, items, notes: notes.trim() || null }) });
    // What is free has changed, or was never as it was shown.
    setTries((count) => count + 1);
    if (!done) return;
    notifyDone(text.booked(done.createReservation.reservation.code));
    onClose();
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {refusal?.code === "WINDOW_TAKEN" ? (
          <RefusalNote refusal={{ ...refusal, message: text.takenTitle }}>
            <TakenWindows windows={refusal.facts["takenWindows"]} />
          </RefusalNote>
        ) : (
          <RefusalNote refusal={refusal} fields={FIELDS} />
        )}
        <Text size="sm">{text.explain}</Text>
        <VehicleField
          me={me}
          value={vehicleId}
          onChange={setVehicleId}
          error={isTried && !vehicleId ? text.vehicleMissing : refused["vehicleId"]}
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
        <Textarea
          label={text.notes}
          value={notes}
          maxLength={2_000}
          autosize
          minRows={1}
          maxRows={6}
          onChange={(event) => setNotes(event.currentTarget.value)}
          error={refused["notes"]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.back}
          </Button>
          <Button type="submit" loading={fetching}>
            {text.book}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TakenWindows({ windows }: { windows: unknown }) {
  const text = useWords(words);
  const format = useFormat();
  const list = (Array.isArray(windows) ? windows : []) as { startAt: string; endAt: string }[];
  return (
    <>
      <Text size="sm" mt="xs">
        {text.taken}
      </Text>
      <ul style={{ margin: 0 }}>
        {list.map(({ startAt, endAt }) => (
          <li key={startAt}>{format.range(startAt, endAt)}</li>
        ))}
      </ul>
    </>
  );
}
