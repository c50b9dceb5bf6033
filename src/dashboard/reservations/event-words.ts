import type { ReservationEventKind } from "../api/documents.ts";
import { defineWords } from "../app/language.tsx";

/** The names of events in a reservation's history. */
export const eventWords = defineWords<Readonly<Record<ReservationEventKind, string>>>({
  en: {
    CREATED: "Reserved",
    CONFIRMED: "Confirmed",
    WAITLISTED: "Joined the waitlist",
    YOUR_TURN: "The slot came free: your turn",
    TURN_ACCEPTED: "Turn accepted",
    MISSED: "Turn missed",
    HOLD_STARTED: "The slot is held for it now",
    SLOT_OVERRUN: "The slot was still in use when the window began",
    EXPIRING_SOON: "About to expire",
    EXPIRED: "Expired",
    RESCHEDULED: "Moved to another time",
    MOVED: "Moved to another slot",
    CANCELLED: "Cancelled",
    COMPLETED: "Completed",
    HIDDEN: "Dismissed",
    RESTORED: "Restored",
  },
  vi: {
    CREATED: "Đã đặt",
    CONFIRMED: "Đã xác nhận",
    WAITLISTED: "Đã vào hàng chờ",
    YOUR_TURN: "Chỗ đã trống: đến lượt bạn",
    TURN_ACCEPTED: "Đã nhận lượt",
    MISSED: "Đã lỡ lượt",
    HOLD_STARTED: "Chỗ bắt đầu được giữ",
    SLOT_OVERRUN: "Chỗ vẫn đang có xe sạc khi đến giờ đặt",
    EXPIRING_SOON: "Sắp hết hạn",
    EXPIRED: "Đã hết hạn",
    RESCHEDULED: "Đã đổi sang giờ khác",
    MOVED: "Đã chuyển sang chỗ khác",
    CANCELLED: "Đã hủy",
    COMPLETED: "Đã hoàn tất",
    HIDDEN: "Đã gỡ khỏi danh sách",
    RESTORED: "Đã khôi phục",
  },
});
