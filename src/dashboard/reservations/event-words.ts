import type { ReservationEventKind } from "../api/documents.ts";
import { defineWords } from "../app/language.tsx";

/** The names of events in a reservation's history. */
export const eventWords = defineWords<Readonly<Record<ReservationEventKind, string>>>({
  en: {
    CREATED: "Reserved",
    CONFIRMED: "Confirmed",
    WAITLISTED: "Joined the waitlist",
    YOUR_TURN: "Slot became free: your turn",
    TURN_ACCEPTED: "Turn accepted",
    MISSED: "Turn missed",
    HOLD_STARTED: "Hold started",
    SLOT_OVERRUN: "The slot was still in use when the window began",
    EXPIRING_SOON: "About to expire",
    EXPIRED: "Expired",
    RESCHEDULED: "Rescheduled",
    MOVED: "Moved to another slot",
    CANCELLED: "Cancelled",
    COMPLETED: "Completed",
    HIDDEN: "Hidden",
    RESTORED: "Restored",
  },
  vi: {
    CREATED: "Đã đặt",
    CONFIRMED: "Đã xác nhận",
    WAITLISTED: "Đã vào hàng chờ",
    YOUR_TURN: "Chỗ đã trống: đến lượt bạn",
    TURN_ACCEPTED: "Đã nhận lượt",
    MISSED: "Đã lỡ lượt",
    HOLD_STARTED: "Bắt đầu giữ chỗ",
    SLOT_OVERRUN: "Chỗ vẫn đang có xe sạc khi đến giờ đặt",
    EXPIRING_SOON: "Sắp hết hạn",
    EXPIRED: "Đã hết hạn",
    RESCHEDULED: "Đã đổi giờ",
    MOVED: "Đã chuyển sang chỗ khác",
    CANCELLED: "Đã hủy",
    COMPLETED: "Đã hoàn tất",
    HIDDEN: "Đã ẩn",
    RESTORED: "Đã khôi phục",
  },
});
