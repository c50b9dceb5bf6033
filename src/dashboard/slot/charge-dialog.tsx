import { Alert, NumberInput, SimpleGrid, Text } from "@mantine/core";
import { IconBolt } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { type ClaimOnSlotFragment, StartChargingDocument } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { useFormat } from "../app/time.tsx";
import { Announced } from "../shared/announced.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Dialog } from "../shared/dialog.tsx";
import { DialogForm } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { notifyDone } from "../shared/notify.tsx";
import { useAttempt } from "./attempt.ts";
import { focusFallback } from "./focus-fallback.ts";
import { OutOfServiceNote } from "./out-of-service-note.tsx";
import type { SlotDetails } from "./slot-details.ts";
import { VehicleField } from "./vehicle-field.tsx";

const words = defineWords({
  en: {
    title: "Start charging",
    withReservation: (code: string, plate: string) =>
      `With reservation ${code}, for ${plate}. It is completed as soon as charging starts.`,
    initial: "Battery now (%)",
    target: "Charge to (%)",
    percentWrong: "Enter a number from 0 to 100.",
    targetWrong: "Enter a number above the current battery level, up to 100.",
    taken: {
      IMMEDIATE: "Someone else has just taken this slot. Choose another one, or join its waitlist.",
      CALENDAR: "Someone else has just taken this slot. Choose another one, or book a window.",
    },
    started: "Charging has started",
    mustEnd: (time: string) => `It must end by ${time}, because the slot is booked after that.`,
  },
  vi: {
    title: "Bắt đầu sạc",
    withReservation: (code: string, plate: string) =>
      `Bằng lượt đặt ${code}, cho xe ${plate}. Lượt đặt sẽ hoàn tất khi bắt đầu sạc.`,
    initial: "Pin hiện tại (%)",
    target: "Sạc đến (%)",
    percentWrong: "Hãy nhập một số từ 0 đến 100.",
    targetWrong: "Hãy nhập một số lớn hơn mức pin hiện tại và không quá 100.",
    taken: {
      IMMEDIATE: "Vừa có người lấy chỗ này. Hãy chọn chỗ khác, hoặc vào hàng chờ.",
      CALENDAR: "Vừa có người lấy chỗ này. Hãy chọn chỗ khác, hoặc đặt khung giờ.",
    },
    started: "Đã bắt đầu sạc",
    mustEnd: (time: string) => `Phải kết thúc trước ${time}: chỗ đã được đặt từ lúc đó.`,
  },
});

interface ChargeDialogProps {
  readonly slot: SlotDetails;
  readonly me: Me;
  readonly opened: boolean;
  /** The reservation that holds the slot. Null: the slot is free for anyone. */
  readonly reservation: ClaimOnSlotFragment | null;
  readonly onClose: () => void;
}

/** Starts charging on a free slot, or with the reservation that holds it. */
export function ChargeDialog({ opened, onClose, ...what }: ChargeDialogProps) {
  const text = useWords(words);
  // While it fades out, the dialog keeps its content.
  const shown = useRef(what);
  if (opened) shown.current = what;
  return (
    <Dialog opened={opened} onClose={onClose} onExitTransitionEnd={focusFallback} title={text.title}>
      <ChargeForm {...shown.current} onClose={onClose} />
    </Dialog>
  );
}

const FIELDS = ["vehicleId", "initialPercent", "targetPercent"];
const USUAL_INITIAL = 20;
const USUAL_TARGET = 80;

function ChargeForm({ slot, me, reservation, onClose }: Omit<ChargeDialogProps, "opened">) {
  const text = useWords(words);
  const format = useFormat();
  const status = useLiveSlot(slot.id)?.status;
  const [chosen, setChosen] = useState<string | null>(null);
  const [initial, setInitial] = useState<string | number>(USUAL_INITIAL);
  const [target, setTarget] = useState<string | number>(USUAL_TARGET);
  const [isTried, setTried] = useState(false);
  const { send, form } = useDialogCommand(StartChargingDocument, onClose);
  const attempt = useAttempt();
  // The slot may be taken by the user's own session.
  const [isSent, setSent] = useState(false);
  const isTaken = !reservation && !isSent && (status === "BOOKED" || status === "IN_USE");
  const vehicleId = reservation?.vehicle.id ?? chosen;
  const isInitialWrong = !isPercent(initial);
  const isTargetWrong = !isPercent(target) || Number(target) <= Number(initial);
  const refused = fieldErrors(form.refusal);

  const start = async () => {
    setTried(true);
    if (!vehicleId || isInitialWrong || isTargetWrong) return;
    setSent(true);
    const done = await send({
      input: attempt.keyed({
        slotId: slot.id,
        vehicleId,
        initialPercent: Number(initial),
        targetPercent: Number(target),
        reservationId: reservation?.id ?? null,
      }),
    });
    if (!done) return;
    const { mustEndBy } = done.startChargingSession.session;
    notifyDone(text.started, mustEndBy && text.mustEnd(format.dateTime(mustEndBy)));
    onClose();
  };

  return (
    <DialogForm
      action={text.title}
      icon={<IconBolt size={18} aria-hidden />}
      fields={FIELDS}
      onSubmit={() => void start()}
      {...form}
    >
      <Announced>
        {isTaken && <Alert color="orange">{text.taken[slot.port.station.bookingMode]}</Alert>}
        <OutOfServiceNote slotId={slot.id} />
      </Announced>
      {reservation ? (
        <Text size="sm">{text.withReservation(reservation.code, reservation.vehicle.plate)}</Text>
      ) : (
        <VehicleField
          me={me}
          value={chosen}
          onChange={setChosen}
          isTried={isTried}
          error={refused["vehicleId"]}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={text.initial}
          value={initial}
          onChange={setInitial}
          suffix=" %"
          error={isTried && isInitialWrong ? text.percentWrong : refused["initialPercent"]}
          hideControls
          required
        />
        <NumberInput
          label={text.target}
          value={target}
          onChange={setTarget}
          suffix=" %"
          error={isTried && isTargetWrong ? text.targetWrong : refused["targetPercent"]}
          hideControls
          required
        />
      </SimpleGrid>
    </DialogForm>
  );
}

function isPercent(value: string | number): boolean {
  return value !== "" && Number(value) >= 0 && Number(value) <= 100;
}
