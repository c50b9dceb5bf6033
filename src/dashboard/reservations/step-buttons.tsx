import { Button, Group } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBolt,
  IconCalendarTime,
  IconCheck,
  IconCircleCheck,
  IconEyeOff,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link } from "wouter";
import { defineWords, useWords } from "../app/language.tsx";
import { pathOf, routes } from "../routes.ts";
import { chargeableItem, type Reservation, type Step, stepsOf } from "./reservation-model.ts";

const stepWords = defineWords({
  en: {
    accept: "Accept",
    confirm: "Confirm",
    charge: "Charge",
    reschedule: "Reschedule",
    complete: "Complete",
    cancel: "Cancel reservation",
    dismiss: "Hide",
    restore: "Restore",
  },
  vi: {
    accept: "Nhận chỗ",
    confirm: "Xác nhận",
    charge: "Sạc",
    reschedule: "Đổi giờ",
    complete: "Hoàn tất",
    cancel: "Hủy lượt đặt",
    dismiss: "Ẩn",
    restore: "Khôi phục",
  },
});

const icons: Readonly<Record<Step, TablerIcon>> = {
  accept: IconCheck,
  confirm: IconCheck,
  charge: IconBolt,
  reschedule: IconCalendarTime,
  complete: IconCircleCheck,
  cancel: IconX,
  dismiss: IconEyeOff,
  restore: IconArrowBackUp,
};
const primary: ReadonlySet<Step> = new Set(["accept", "confirm"]);

interface StepButtonsProps {
  readonly reservation: Reservation;
  readonly onStep: (step: Step, reservation: Reservation) => void;
  /** The step in progress. */
  readonly busy: Step | null;
  /** The steps offered here. Omitted: all of them. */
  readonly only?: readonly Step[];
}

/** Buttons for the steps that the reservation allows. */
export function StepButtons({ reservation, onStep, busy, only }: StepButtonsProps) {
  const text = useWords(stepWords);
  const name = (step: Step) => ({
    leftSection: icon(icons[step]),
    size: "xs",
    variant: primary.has(step) ? "filled" : "default",
    "aria-label": `${text[step]} ${reservation.code}`,
  });
  const slot = chargeableItem(reservation)?.slot;
  const steps = stepsOf(reservation).filter((step) => !only || only.includes(step));
  if (steps.length === 0) return null;
  return (
    <Group gap={8}>
      {steps.map((step) =>
        step === "charge" ? (
          slot && (
            <Button key={step} component={Link} href={pathOf(routes.slot, slot.id)} {...name(step)}>
              {text[step]}
            </Button>
          )
        ) : (
          <Button
            key={step}
            loading={busy === step}
            onClick={() => onStep(step, reservation)}
            {...name(step)}
          >
            {text[step]}
          </Button>
        ),
      )}
    </Group>
  );
}

function icon(Icon: TablerIcon) {
  return <Icon size={16} aria-hidden />;
}
