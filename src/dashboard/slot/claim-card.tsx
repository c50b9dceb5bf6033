import { Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconBolt, IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { AcceptTurnOfSlotDocument, CancelClaimDocument, type ClaimOnSlotFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { routes } from "../routes.ts";
import { useCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { Countdown } from "../shared/countdown.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";

const words = defineWords({
  en: {
    for: (plate: string, driver: string | null) => (driver ? `For ${plate} of ${driver}` : `For ${plate}`),
    position: (position: number) => (position === 1 ? "You are next in line" : `Place ${position} in line`),
    positionOfOther: (position: number) => `Place ${position} in line`,
    until: (time: string) => `Held until ${time}`,
    accept: "Accept",
    acceptBy: (time: string) => `Accept by ${time}`,
    lapsed: "Its time has passed, and it still holds the slot. Clear it away to free the slot:",
    left: { before: "", after: " left" },
    accepted: "The slot is yours",
    charge: "Start charging",
    cancel: "Cancel",
    cancelTitle: (code: string) => `Cancel ${code}?`,
    cancelAction: "Cancel reservation",
    cancelText: "The slot goes to the next in line, or becomes available. This cannot be taken back.",
    cancelled: (code: string) => `${code} is cancelled`,
  },
  vi: {
    for: (plate: string, driver: string | null) =>
      driver ? `Cho xe ${plate} của ${driver}` : `Cho xe ${plate}`,
    position: (position: number) =>
      position === 1 ? "Bạn là người kế tiếp trong hàng chờ" : `Vị trí thứ ${position} trong hàng chờ`,
    positionOfOther: (position: number) => `Vị trí thứ ${position} trong hàng chờ`,
    until: (time: string) => `Giữ chỗ đến ${time}`,
    accept: "Nhận chỗ",
    acceptBy: (time: string) => `Hãy nhận chỗ trước ${time}`,
    lapsed: "Đã quá giờ nhưng lượt này vẫn giữ chỗ. Hãy dọn đi để trả chỗ:",
    left: { before: "còn ", after: "" },
    accepted: "Chỗ này là của bạn",
    charge: "Bắt đầu sạc",
    cancel: "Hủy",
    cancelTitle: (code: string) => `Hủy ${code}?`,
    cancelAction: "Hủy lượt đặt",
    cancelText: "Chỗ sẽ được chuyển cho người kế tiếp, hoặc trở thành còn trống. Không thể hoàn tác.",
    cancelled: (code: string) => `Đã hủy ${code}`,
  },
});

interface ClaimCardProps {
  readonly claim: ClaimOnSlotFragment;
  readonly slotId: string;
  /** Whether it is the viewer's own, and not somebody's to an operator. */
  readonly isOwn: boolean;
  readonly mayCharge: boolean;
  readonly onCharge: () => void;
}

/** A reservation of this slot, and what can be done with it here. */
export function ClaimCard({ claim, slotId, isOwn, mayCharge, onCharge }: ClaimCardProps) {
  const text = useWords(words);
  const [isCancelling, setCancelling] = useState(false);
  const accept = useCommand(AcceptTurnOfSlotDocument);
  const { id, code, status, kind, vehicle } = claim;
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3} size="h5">
            <Anchor component={Link} href={routes.reservation.replace(":id", id)} fw={600} inherit>
              {code}
            </Anchor>
          </Title>
          <ReservationStatusBadge status={status} kind={kind} />
        </Group>
        <Text size="sm">{text.for(vehicle.plate, isOwn ? null : (vehicle.owner.name ?? null))}</Text>
        <When claim={claim} slotId={slotId} isOwn={isOwn} />
        <Group gap="xs">
          {status === "YOUR_TURN" && (
            <Button
              size="sm"
              leftSection={<IconCheck size={16} aria-hidden />}
              loading={accept.fetching}
              onClick={async () => {
                if (await accept.send({ reservationId: id })) notifyDone(text.accepted);
              }}
            >
              {text.accept}
              <span className="visually-hidden"> {code}</span>
            </Button>
          )}
          {mayCharge && (
            <Button
              size="sm"
              variant={status === "YOUR_TURN" ? "default" : "filled"}
              leftSection={<IconBolt size={16} aria-hidden />}
              onClick={onCharge}
            >
              {text.charge}
              <span className="visually-hidden"> {code}</span>
            </Button>
          )}
          {status !== "EXPIRED" && (
            <Button
              size="sm"
              variant="default"
              leftSection={<IconX size={16} aria-hidden />}
              onClick={() => setCancelling(true)}
            >
              {text.cancel}
              <span className="visually-hidden"> {code}</span>
            </Button>
          )}
        </Group>
      </Stack>
      <CancelDialog claim={claim} opened={isCancelling} onClose={() => setCancelling(false)} />
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
      {turnUntil ? text.acceptBy(time) : text.until(time)} ({text.left.before}
      <Countdown until={until} />
      {text.left.after})
    </Text>
  );
}

interface CancelDialogProps {
  readonly claim: ClaimOnSlotFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function CancelDialog({ claim: { id, code }, opened, onClose }: CancelDialogProps) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(CancelClaimDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const cancel = async () => {
    if (!(await send({ input: { reservationId: id } }))) return;
    notifyDone(text.cancelled(code));
    close();
  };
  return (
    <Confirm
      opened={opened}
      title={text.cancelTitle(code)}
      action={text.cancelAction}
      color="red"
      busy={fetching}
      onConfirm={() => void cancel()}
      onClose={close}
    >
      <RefusalNote refusal={refusal} />
      <Text>{text.cancelText}</Text>
    </Confirm>
  );
}
