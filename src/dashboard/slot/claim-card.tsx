import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconBolt, IconCheck, IconEyeOff, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { type ClaimOnSlotFragment, ReservationAcceptTurnDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { CancelReservation } from "../reservations/cancel-reservation.tsx";
import { ChargeFrom } from "../reservations/charge-from.tsx";
import { DismissReservations } from "../reservations/dismiss-reservations.tsx";
import { useCommand } from "../shared/command.ts";
import { TimeLeft } from "../shared/countdown.tsx";
import { ItemButton } from "../shared/item-button.tsx";
import { ReservationLink } from "../shared/links.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";

const words = defineWords({
  en: {
    for: (plate: string, driver: string | null) => (driver ? `For ${plate} (${driver})` : `For ${plate}`),
    position: (position: number) => (position === 1 ? "You are next in line" : `Number ${position} in line`),
    positionOfOther: (position: number) => `Number ${position} in line`,
    until: (time: string) => `Held until ${time}`,
    accept: "Accept",
    acceptBy: (time: string) => `Accept by ${time}`,
    lapsed: "It has expired but still holds the slot. Hide it to release the slot.",
    accepted: "The slot is yours",
    charge: "Start charging",
    cancel: "Cancel",
    hide: "Hide",
  },
  vi: {
    for: (plate: string, driver: string | null) =>
      driver ? `Cho xe ${plate} của ${driver}` : `Cho xe ${plate}`,
    position: (position: number) =>
      position === 1 ? "Bạn là người kế tiếp trong hàng chờ" : `Thứ ${position} trong hàng chờ`,
    positionOfOther: (position: number) => `Thứ ${position} trong hàng chờ`,
    until: (time: string) => `Giữ chỗ đến ${time}`,
    accept: "Nhận chỗ",
    acceptBy: (time: string) => `Hãy nhận chỗ trước ${time}`,
    lapsed: "Lượt này đã hết hạn nhưng vẫn giữ chỗ. Hãy ẩn đi để trả chỗ.",
    accepted: "Chỗ này là của bạn",
    charge: "Bắt đầu sạc",
    cancel: "Hủy",
    hide: "Ẩn",
  },
});

interface ClaimCardProps {
  readonly claim: ClaimOnSlotFragment;
  readonly slotId: string;
  /** Whether it is the viewer's own reservation, and not one that an operator sees. */
  readonly isOwn: boolean;
  readonly mayCharge: boolean;
  readonly onCharge: () => void;
}

/** A reservation of this slot, with its actions. */
export function ClaimCard({ claim, slotId, isOwn, mayCharge, onCharge }: ClaimCardProps) {
  const text = useWords(words);
  const [asks, setAsks] = useState<"cancel" | "hide" | null>(null);
  const close = () => setAsks(null);
  const accept = useCommand(ReservationAcceptTurnDocument);
  const { id, code, status, kind, vehicle, items } = claim;
  const holdFrom = items.find(({ slot }) => slot.id === slotId)?.holdFrom;
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3} size="h5">
            <ReservationLink id={id} code={code} />
          </Title>
          <ReservationStatusBadge status={status} kind={kind} />
        </Group>
        <Text size="sm">{text.for(vehicle.plate, isOwn ? null : (vehicle.owner.name ?? null))}</Text>
        <When claim={claim} slotId={slotId} isOwn={isOwn} />
        {status === "ACTIVE" && !mayCharge && holdFrom && <ChargeFrom holdFrom={holdFrom} />}
        <Group gap="xs">
          {status === "YOUR_TURN" && (
            <ItemButton
              icon={IconCheck}
              of={code}
              isPrimary
              busy={accept.fetching}
              onClick={async () => {
                if (await accept.send({ id })) notifyDone(text.accepted);
              }}
            >
              {text.accept}
            </ItemButton>
          )}
          {mayCharge && (
            <ItemButton icon={IconBolt} of={code} isPrimary={status !== "YOUR_TURN"} onClick={onCharge}>
              {text.charge}
            </ItemButton>
          )}
          {status === "EXPIRED" ? (
            <ItemButton icon={IconEyeOff} of={code} onClick={() => setAsks("hide")}>
              {text.hide}
            </ItemButton>
          ) : (
            <ItemButton icon={IconX} of={code} onClick={() => setAsks("cancel")}>
              {text.cancel}
            </ItemButton>
          )}
        </Group>
      </Stack>
      <CancelReservation reservation={claim} opened={asks === "cancel"} onClose={close} />
      <DismissReservations reservations={[claim]} opened={asks === "hide"} onClose={close} />
    </Paper>
  );
}

function When({ claim, slotId, isOwn }: Pick<ClaimCardProps, "claim" | "slotId" | "isOwn">) {
  const text = useWords(words);
  const format = useFormat();
  const { status, reservedUntil, turnUntil, waitlistPosition, items } = claim;
  const window = items.find(({ slot }) => slot.id === slotId);
  if (status === "WAITLISTED" && waitlistPosition)
    return <Text>{isOwn ? text.position(waitlistPosition) : text.positionOfOther(waitlistPosition)}</Text>;
  if (status === "EXPIRED") return <Text>{text.lapsed}</Text>;
  if (window?.startAt && window.endAt) return <Text>{format.range(window.startAt, window.endAt)}</Text>;
  const until = turnUntil ?? reservedUntil;
  const time = format.dateTime(until);
  return (
    <Text>
      {turnUntil ? text.acceptBy(time) : text.until(time)} <TimeLeft until={until} />
    </Text>
  );
}
