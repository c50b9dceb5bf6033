import { Button, Group, Stack, Text } from "@mantine/core";
import { IconBolt, IconCalendarPlus, IconLock, IconUsers, type TablerIcon } from "@tabler/icons-react";
import type { BookingMode, SlotStatus } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { pathOf, routes } from "../routes.ts";
import { TextLink } from "../shared/links.tsx";
import { Section } from "../shared/section.tsx";
import { headings } from "./focus-fallback.ts";
import type { SlotDetails } from "./slot-details.ts";

export type Step = "now" | "window" | "wait" | "charge";

const words = defineWords({
  en: {
    title: "What you can do",
    now: "Book now",
    window: "Book a window",
    wait: "Join the waitlist",
    charge: "Start charging",
    explain: {
      AVAILABLE: "The slot is free.",
      BOOKED: "The slot is reserved.",
      IN_USE: "Someone is charging here.",
      INACTIVE: "The slot is out of service. Choose another one.",
    },
    site: "Manage this station",
  },
  vi: {
    title: "Bạn có thể làm gì",
    now: "Đặt ngay",
    window: "Đặt khung giờ",
    wait: "Vào hàng chờ",
    charge: "Bắt đầu sạc",
    explain: {
      AVAILABLE: "Chỗ này đang trống.",
      BOOKED: "Chỗ này đang được giữ.",
      IN_USE: "Đang có người sạc ở đây.",
      INACTIVE: "Chỗ này đang ngừng phục vụ. Hãy chọn chỗ khác.",
    },
    site: "Quản lý trạm này",
  },
});

const steps: Readonly<Record<BookingMode, Readonly<Record<SlotStatus, readonly Step[]>>>> = {
  IMMEDIATE: { AVAILABLE: ["now", "charge"], BOOKED: ["wait"], IN_USE: ["wait"], INACTIVE: [] },
  CALENDAR: { AVAILABLE: ["window", "charge"], BOOKED: ["window"], IN_USE: ["window"], INACTIVE: [] },
};

const icons: Readonly<Record<Step, TablerIcon>> = {
  now: IconLock,
  window: IconCalendarPlus,
  wait: IconUsers,
  charge: IconBolt,
};

interface SlotStepsProps {
  readonly slot: SlotDetails;
  readonly isForStaff: boolean;
  /** The user holds the slot or is on its waitlist, and so cannot join it. */
  readonly isWaiting: boolean;
  readonly onStep: (step: Step) => void;
}

/** The actions that the slot's live status allows. */
export function SlotSteps({ slot, isForStaff, isWaiting, onStep }: SlotStepsProps) {
  const text = useWords(words);
  const status = useLiveSlot(slot.id)?.status;
  const { station } = slot.port;
  if (!status) return null;
  const possible = steps[station.bookingMode][status].filter((step) => step !== "wait" || !isWaiting);
  // The holder of the slot finds the actions above.
  if (possible.length === 0 && !isForStaff && status !== "INACTIVE") return null;
  return (
    <Section title={text.title} headingId={headings.steps}>
      <Stack gap="sm">
        <Text size="sm">{text.explain[status]}</Text>
        <Group gap="xs">
          {possible.map((step, index) => {
            const Icon = icons[step];
            return (
              <Button
                key={step}
                variant={index === 0 ? "filled" : "default"}
                leftSection={<Icon size={18} aria-hidden />}
                onClick={() => onStep(step)}
              >
                {text[step]}
              </Button>
            );
          })}
        </Group>
        {isForStaff && (
          <Text size="sm">
            <TextLink href={pathOf(routes.site, station.id)}>{text.site}</TextLink>
          </Text>
        )}
      </Stack>
    </Section>
  );
}
