import { defineWords } from "../app/language.tsx";

/** The names of a station's settings. */
export const siteWords = defineWords({
  en: {
    modes: { IMMEDIATE: "Immediate", CALENDAR: "Calendar" },
    modeDetails: {
      IMMEDIATE: "A reservation holds its slot right away. Other drivers can join the waitlist.",
      CALENDAR: "Drivers book time windows. A slot takes any that do not overlap.",
    },
    policies: { KEEP_BOOKED: "The slot stays booked", RELEASE: "The slot is released right away" },
    policyDetails: {
      KEEP_BOOKED: "Until the reservation is hidden.",
      RELEASE: "If anyone is waiting, the next in line gets it.",
    },
  },
  vi: {
    modes: { IMMEDIATE: "Giữ ngay", CALENDAR: "Theo lịch" },
    modeDetails: {
      IMMEDIATE: "Lượt đặt giữ chỗ ngay lập tức. Tài xế khác có thể vào hàng chờ.",
      CALENDAR: "Tài xế đặt theo khung giờ; một chỗ nhận mọi khung giờ không trùng nhau.",
    },
    policies: { KEEP_BOOKED: "Chỗ vẫn được giữ", RELEASE: "Trả chỗ ngay" },
    policyDetails: {
      KEEP_BOOKED: "Cho đến khi lượt đặt được ẩn đi.",
      RELEASE: "Nếu có người chờ, người kế tiếp trong hàng chờ sẽ nhận chỗ.",
    },
  },
});
