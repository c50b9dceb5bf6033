import { Alert, Button, Group, Modal, NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconBolt } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { type ClaimOnSlotFragment, StartChargingDocument } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { useFormat } from "../app/time.tsx";
import { useCommand } from "../shared/command.ts";
import { fieldErrors } from "../shared/field-errors.ts";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { Announced } from "./announced.tsx";
import { useAttempt } from "./attempt.ts";
import { keepFocus } from "./keep-focus.ts";
import type { SlotDetails } from "./slot-page.tsx";
import { VehicleField } from "./vehicle-field.tsx";

const words = defineWords({
  en: {
    title: "Start charging",
    close: "Close",
    withReservation: (code: string, plate: string) =>
      `With reservation ${code}, for ${plate}. It is completed by this.`,
    initial: "Battery now, percent",
    target: "Charge to, percent",
    percentWrong: "Enter a number from 0 to 100.",
    targetWrong: "Enter a number above that of the battery now, up to 100.",
    vehicleMissing: "Choose a vehicle.",
    taken: "Meanwhile the slot has been taken. Choose another one, or join its waitlist.",
    start: "Start charging",
    started: "Charging has started",
    mustEnd: (time: string) => `It must end by ${time}: the slot is booked from then on.`,
    back: "Back",
  },
  vi: {
    title: "Bắt đầu sạc",
    close: "Đóng",
    withReservation: (code: string, plate: string) =>
      `Bằng lượt đặt ${code}, cho xe ${plate}. Lượt đặt sẽ hoàn tất khi bắt đầu sạc.`,
    initial: "Pin hiện tại, phần trăm",
    target: "Sạc đến, phần trăm",
    percentWrong: "Hãy nhập một số từ 0 đến 100.",
    targetWrong: "Hãy nhập một số lớn hơn mức pin hiện tại và không quá 100.",
    vehicleMissing: "Hãy chọn xe.",
    taken: "Chỗ này vừa được lấy. Hãy chọn chỗ khác, hoặc vào hàng chờ.",
    start: "Bắt đầu sạc",
    started: "Đã bắt đầu sạc",
    mustEnd: (time: string) => `Phải kết thúc trước ${time}: chỗ đã được đặt từ lúc đó.`,
    back: "Quay lại",
  },
});

interface ChargeDialogProps {
  readonly slot: SlotDetails;
  readonly me: Me;
  readonly opened: boolean;
  /** Which holds the slot; null: it is free, and anybody may. */
  readonly reservation: ClaimOnSlotFragment | null;
  readonly onClose: () => void;
}

/** Starts to charge, on a free slot or with the reservation that holds it. */
export function ChargeDialog({ opened, onClose, ...form }: ChargeDialogProps) {
  const text = useWords(words);
  // While it fades it shows what it was opened for.
  const shown = useRef(form);
  if (opened) shown.current = form;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={keepFocus}
      title={text.title}
      centered
      closeButtonProps={{ "aria-label": text.close }}
    >
      <ChargeForm {...shown.current} onClose={onClose} />
    </Modal>
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
  const { send, fetching, refusal } = useCommand(StartChargingDocument, { quiet: true });
  const attempt = useAttempt();
  // What one has started oneself is not taken by somebody else.
  const [isSent, setSent] = useState(false);
  const isTaken = !reservation && !isSent && status !== undefined && status !== "AVAILABLE";
  const vehicleId = reservation?.vehicle.id ?? chosen;
  const isInitialWrong = !isPercent(initial);
  const isTargetWrong = !isPercent(target) || Number(target) <= Number(initial);
  const refused = fieldErrors(refusal);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
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
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <RefusalNote refusal={refusal} fields={FIELDS} />
        <Announced>{isTaken && <Alert color="orange">{text.taken}</Alert>}</Announced>
        {reservation ? (
          <Text size="sm">{text.withReservation(reservation.code, reservation.vehicle.plate)}</Text>
        ) : (
          <VehicleField
            me={me}
            value={chosen}
            onChange={setChosen}
            error={isTried && !chosen ? text.vehicleMissing : refused["vehicleId"]}
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
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.back}
          </Button>
          <Button type="submit" loading={fetching} leftSection={<IconBolt size={18} aria-hidden />}>
            {text.start}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isPercent(value: string | number): boolean {
  return value !== "" && Number(value) >= 0 && Number(value) <= 100;
}
