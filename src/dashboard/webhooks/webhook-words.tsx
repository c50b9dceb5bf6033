import { IconCircleCheck, IconCircleX, IconClockHour4, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReservationEventKind, WebhookDeliveryStatus, WebhookFieldsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { type Look, LookBadge } from "../shared/look-badge.tsx";

/** The events that a webhook can subscribe to. */
export const webhookEvents = [
  ...(["EXPIRING_SOON", "EXPIRED", "YOUR_TURN", "MISSED", "CANCELLED"] as const),
  ...(["HOLD_STARTED", "SLOT_OVERRUN", "RESCHEDULED", "MOVED"] as const),
] as const satisfies readonly ReservationEventKind[];
type WebhookEvent = (typeof webhookEvents)[number];

interface WebhookWords {
  readonly events: Readonly<Record<WebhookEvent, string>>;
  readonly test: string;
  readonly delivery: Readonly<Record<WebhookDeliveryStatus, string>>;
  readonly active: string;
  readonly inactive: string;
}

export const webhookWords = defineWords<WebhookWords>({
  en: {
    events: {
      EXPIRING_SOON: "Expiring soon",
      EXPIRED: "Expired",
      YOUR_TURN: "Your turn",
      MISSED: "Turn missed",
      CANCELLED: "Cancelled",
      HOLD_STARTED: "Hold started",
      SLOT_OVERRUN: "Slot overrun",
      RESCHEDULED: "Rescheduled",
      MOVED: "Moved to another slot",
    },
    test: "Test message",
    delivery: { PENDING: "Waiting", DELIVERED: "Delivered", FAILED: "Failed" },
    active: "Active",
    inactive: "Deactivated",
  },
  vi: {
    events: {
      EXPIRING_SOON: "Sắp hết hạn",
      EXPIRED: "Đã hết hạn",
      YOUR_TURN: "Đến lượt",
      MISSED: "Đã lỡ lượt",
      CANCELLED: "Đã hủy",
      HOLD_STARTED: "Bắt đầu giữ chỗ",
      SLOT_OVERRUN: "Phiên sạc lấn giờ",
      RESCHEDULED: "Đã đổi giờ",
      MOVED: "Đã chuyển chỗ",
    },
    test: "Tin nhắn thử",
    delivery: { PENDING: "Đang chờ gửi", DELIVERED: "Đã giao", FAILED: "Thất bại" },
    active: "Đang hoạt động",
    inactive: "Đã tắt",
  },
});

/** The name of a delivery's event. An unknown event is shown as the API names it. */
export function eventWord(event: ReservationEventKind | null | undefined, text: WebhookWords): string {
  if (!event) return text.test;
  return (text.events as Readonly<Record<string, string>>)[event] ?? event;
}

const deliveryLooks: Readonly<Record<WebhookDeliveryStatus, Look>> = {
  PENDING: { color: "orange", icon: IconClockHour4 },
  DELIVERED: { color: "green", icon: IconCircleCheck },
  FAILED: { color: "red", icon: IconCircleX },
};
const activeLook: Look = { color: "green", icon: IconCircleCheck };
const inactiveLook: Look = { color: "gray", icon: IconPlugConnectedX };

export function DeliveryStatusBadge({ status }: { status: WebhookDeliveryStatus }) {
  const { delivery } = useWords(webhookWords);
  return <LookBadge look={deliveryLooks[status]}>{delivery[status]}</LookBadge>;
}

export function WebhookStateBadge({ active }: Pick<WebhookFieldsFragment, "active">) {
  const text = useWords(webhookWords);
  return (
    <LookBadge look={active ? activeLook : inactiveLook}>{active ? text.active : text.inactive}</LookBadge>
  );
}
