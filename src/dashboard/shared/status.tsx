import {
  IconBolt,
  IconCalendarCheck,
  IconCircleCheck,
  IconCircleX,
  IconClockHour4,
  IconClockPlay,
  IconHandStop,
  IconHourglassEmpty,
  IconLock,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import type { ReservationKind, ReservationStatus, SlotStatus } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { type Look, LookBadge } from "./look-badge.tsx";

export const slotLooks: Readonly<Record<SlotStatus, Look>> = {
  AVAILABLE: { color: "green", icon: IconCircleCheck },
  BOOKED: { color: "yellow", icon: IconLock },
  IN_USE: { color: "violet", icon: IconBolt },
  INACTIVE: { color: "gray", icon: IconPlugConnectedX },
};

const reservationLooks: Readonly<Record<ReservationStatus, Look>> = {
  PENDING: { color: "orange", icon: IconHourglassEmpty },
  ACTIVE: { color: "yellow", icon: IconLock },
  WAITLISTED: { color: "grape", icon: IconClockHour4 },
  YOUR_TURN: { color: "green", icon: IconClockPlay },
  MISSED: { color: "red", icon: IconHandStop },
  EXPIRED: { color: "red", icon: IconCircleX },
  CANCELLED: { color: "gray", icon: IconCircleX },
  COMPLETED: { color: "teal", icon: IconCircleCheck },
};
/** Bookings of a window are blue; reservations from now on are yellow. */
const booking: Look = { color: "blue", icon: IconCalendarCheck };

export const statusWords = defineWords({
  en: {
    slot: { AVAILABLE: "Available", BOOKED: "Booked", IN_USE: "In use", INACTIVE: "Out of service" },
    reservation: {
      PENDING: "To confirm",
      ACTIVE: "Reserved",
      WAITLISTED: "Waiting",
      YOUR_TURN: "Your turn",
      MISSED: "Missed",
      EXPIRED: "Expired",
      CANCELLED: "Cancelled",
      COMPLETED: "Completed",
    },
    booked: "Booked",
  },
  vi: {
    slot: { AVAILABLE: "Còn trống", BOOKED: "Đã đặt", IN_USE: "Đang sạc", INACTIVE: "Ngừng phục vụ" },
    reservation: {
      PENDING: "Chờ xác nhận",
      ACTIVE: "Đã giữ chỗ",
      WAITLISTED: "Đang chờ",
      YOUR_TURN: "Đến lượt bạn",
      MISSED: "Đã lỡ lượt",
      EXPIRED: "Đã hết hạn",
      CANCELLED: "Đã hủy",
      COMPLETED: "Đã hoàn tất",
    },
    booked: "Đã đặt lịch",
  },
});

export function SlotStatusBadge({ status }: { status: SlotStatus }) {
  return <LookBadge look={slotLooks[status]}>{useWords(statusWords).slot[status]}</LookBadge>;
}

interface ReservationState {
  readonly status: ReservationStatus;
  readonly kind: ReservationKind;
}

export function ReservationStatusBadge({ status, kind }: ReservationState) {
  const words = useWords(statusWords);
  return (
    <LookBadge look={reservationLook(status, kind)}>
      {isWindow(status, kind) ? words.booked : words.reservation[status]}
    </LookBadge>
  );
}

export function reservationLook(status: ReservationStatus, kind: ReservationKind): Look {
  return isWindow(status, kind) ? booking : reservationLooks[status];
}

function isWindow(status: ReservationStatus, kind: ReservationKind): boolean {
  return status === "ACTIVE" && kind === "BOOKING";
}
