import type { SlotStatusCause } from "../api/documents.ts";
import { defineWords } from "../app/language.tsx";

/** Descriptions of the causes of a status change. A missing one is a compile error. */
export const causeWords = defineWords<Readonly<Record<SlotStatusCause, string>>>({
  en: {
    SLOT_ADDED: "The slot was added",
    SLOT_REMOVED: "The slot was removed",
    SLOT_ACTIVATED: "The slot was put back into service",
    SLOT_DEACTIVATED: "The slot was taken out of service",
    RESERVATION_CREATED: "The slot was booked",
    RESERVATION_HOLD_STARTED: "A booked window is about to begin",
    RESERVATION_CANCELLED: "The reservation was cancelled",
    RESERVATION_COMPLETED: "The reservation was completed",
    RESERVATION_EXPIRED: "The reserved time passed",
    RESERVATION_HIDDEN: "An expired reservation was hidden",
    RESERVATION_MOVED: "The reservation was moved to another slot",
    RESERVATION_RESCHEDULED: "The reservation was rescheduled",
    SESSION_STARTED: "Charging started",
    SESSION_STOPPED: "Charging ended",
    TURN_MISSED: "The next in line missed their turn",
    WAITLIST_PROMOTED: "Offered to the next in line",
  },
  vi: {
    SLOT_ADDED: "Chỗ sạc được thêm vào",
    SLOT_REMOVED: "Chỗ sạc đã bị xóa",
    SLOT_ACTIVATED: "Chỗ sạc hoạt động trở lại",
    SLOT_DEACTIVATED: "Chỗ sạc ngừng phục vụ",
    RESERVATION_CREATED: "Chỗ sạc được đặt",
    RESERVATION_HOLD_STARTED: "Sắp đến khung giờ đã đặt",
    RESERVATION_CANCELLED: "Lượt đặt đã bị hủy",
    RESERVATION_COMPLETED: "Lượt đặt đã hoàn tất",
    RESERVATION_EXPIRED: "Đã qua thời gian giữ chỗ",
    RESERVATION_HIDDEN: "Lượt đặt hết hạn đã được ẩn",
    RESERVATION_MOVED: "Lượt đặt được chuyển sang chỗ khác",
    RESERVATION_RESCHEDULED: "Lượt đặt được đổi giờ",
    SESSION_STARTED: "Bắt đầu sạc",
    SESSION_STOPPED: "Kết thúc sạc",
    TURN_MISSED: "Người kế tiếp trong hàng chờ đã lỡ lượt",
    WAITLIST_PROMOTED: "Đến lượt người kế tiếp trong hàng chờ",
  },
});
