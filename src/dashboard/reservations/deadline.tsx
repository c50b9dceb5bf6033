import { Group, Text } from "@mantine/core";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { readable } from "../shared/colors.ts";
import { Countdown } from "../shared/countdown.tsx";
import { deadlineOf, type Reservation } from "./reservation-model.ts";

const words = defineWords({
  en: {
    accept: (at: string) => `Accept by ${at}`,
    kept: (at: string) => `Reserved until ${at}`,
    wasKept: (at: string) => `Was reserved until ${at}`,
    position: (position: number) => (position === 1 ? "Next in line" : `Number ${position} in line`),
  },
  vi: {
    accept: (at: string) => `Nhận trước ${at}`,
    kept: (at: string) => `Giữ đến ${at}`,
    wasKept: (at: string) => `Đã giữ đến ${at}`,
    position: (position: number) =>
      position === 1 ? "Kế tiếp trong hàng chờ" : `Thứ ${position} trong hàng chờ`,
  },
});

/** The reservation's deadline with a countdown or, on the waitlist, the place in line. */
export function Deadline({ reservation, pressing }: { reservation: Reservation; pressing?: boolean }) {
  const text = useWords(words);
  const format = useFormat();
  const { clock } = usePage();
  const { status, waitlistPosition, reservedUntil } = reservation;
  if (status === "WAITLISTED")
    return waitlistPosition ? (
      <Text size="sm" fw={600}>
        {text.position(waitlistPosition)}
      </Text>
    ) : null;
  const until = deadlineOf(reservation);
  if (!until)
    return status === "EXPIRED" ? (
      <Text size="sm">{text.wasKept(format.dateTime(reservedUntil))}</Text>
    ) : null;
  const say = status === "YOUR_TURN" ? text.accept : text.kept;
  return (
    <Group gap={8} wrap="nowrap">
      <Text size="sm">{say(format.timeOn(until, clock.now()))}</Text>
      <Countdown until={until} {...(pressing ? { style: PRESSING } : {})} />
    </Group>
  );
}

const PRESSING = { color: readable("orange"), fontVariantNumeric: "tabular-nums" };
