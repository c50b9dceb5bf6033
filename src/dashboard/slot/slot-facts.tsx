import { Alert, Text } from "@mantine/core";
import { IconClock, IconClockExclamation } from "@tabler/icons-react";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { LiveSlotStatus } from "../live/live-slot-status.tsx";
import { TimeLeft } from "../shared/countdown.tsx";
import { Fact, Facts } from "../shared/facts.tsx";
import { Section } from "../shared/section.tsx";
import type { SlotDetails } from "./slot-details.ts";

const words = defineWords({
  en: {
    title: "This slot",
    station: "Station",
    port: "Port",
    connector: "Connector",
    power: "Power",
    line: "Waitlist",
    unknown: "Not specified",
    nobody: "No one",
    people: (count: number) => (count === 1 ? "1 reservation" : `${count} reservations`),
    hold: "Reserved",
    booking: "Booked for a window",
    until: (time: string) => `until ${time}`,
    lapsed: (time: string) =>
      `The reservation expired at ${time}. The slot stays booked until the reservation is hidden.`,
  },
  vi: {
    title: "Chỗ này",
    station: "Trạm",
    port: "Cổng",
    connector: "Đầu nối",
    power: "Công suất",
    line: "Hàng chờ",
    unknown: "Chưa ghi",
    nobody: "Không có ai",
    people: (count: number) => `${count} lượt đặt`,
    hold: "Đang được giữ",
    booking: "Đã đặt theo khung giờ",
    until: (time: string) => `đến ${time}`,
    lapsed: (time: string) =>
      `Lượt đặt đã hết hạn lúc ${time}. Chỗ vẫn ở trạng thái đã đặt cho đến khi lượt đặt được ẩn đi.`,
  },
});

/** The slot's data, its live status, and the cause of that. */
export function SlotFacts({ slot }: { slot: SlotDetails }) {
  const text = useWords(words);
  const format = useFormat();
  const live = useLiveSlot(slot.id);
  const { station } = slot.port;
  return (
    <Section
      title={text.title}
      actions={<div role="status">{!slot.removedAt && <LiveSlotStatus id={slot.id} />}</div>}
    >
      {live?.status === "BOOKED" && slot.hold && <Hold hold={slot.hold} />}
      <Facts>
        <Fact name={text.station}>
          {station.name}
          {station.address && <Text size="sm">{station.address}</Text>}
        </Fact>
        <Fact name={text.port}>{slot.port.label}</Fact>
        <Fact name={text.connector}>{slot.connectorType ?? text.unknown}</Fact>
        <Fact name={text.power}>
          {slot.powerKw === null || slot.powerKw === undefined
            ? text.unknown
            : format.kilowatts(slot.powerKw)}
        </Fact>
        {station.bookingMode === "IMMEDIATE" && (
          <Fact name={text.line}>
            {slot.waitlistLength === 0 ? text.nobody : text.people(slot.waitlistLength)}
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

function Hold({ hold: { kind, until, lapsed } }: { hold: NonNullable<SlotDetails["hold"]> }) {
  const text = useWords(words);
  const format = useFormat();
  const time = format.dateTime(until);
  if (lapsed)
    return (
      <Alert color="orange" icon={<IconClockExclamation aria-hidden />} mb="md">
        {text.lapsed(time)}
      </Alert>
    );
  return (
    <Alert color="yellow" icon={<IconClock aria-hidden />} mb="md">
      {kind === "HOLD" ? text.hold : text.booking} {text.until(time)} <TimeLeft until={until} />
    </Alert>
  );
}
