import { defineWords } from "../app/language.tsx";

/** The names of a station's settings. */
export const siteWords = defineWords({
  en: {
    modes: { IMMEDIATE: "Immediate", CALENDAR: "Calendar" },
    modeDetails: {
      IMMEDIATE: "A reservation holds its slot at once, for one driver after the other.",
      CALENDAR: "Drivers book windows of time; a slot takes as many as do not overlap.",
    },
    policies: { KEEP_BOOKED: "The slot stays booked", RELEASE: "The slot is free again at once" },
    policyDetails: {
      KEEP_BOOKED: "Until the reservation is hidden.",
      RELEASE: "The next in line gets it, where somebody waits.",
    },
  },
  vi: {
    modes: { IMMEDIATE: "Giữ ngay", CALENDAR: "Theo lịch" },
    modeDetails: {
      IMMEDIATE: "Lượt đặt giữ chỗ ngay lập tức, lần lượt từng tài xế.",
      CALENDAR: "Tài xế đặt theo khung giờ; một chỗ nhận mọi khung giờ không trùng nhau.",
    },
    policies: { KEEP_BOOKED: "Chỗ vẫn được giữ", RELEASE: "Chỗ trống lại ngay" },
    policyDetails: {
      KEEP_BOOKED: "Cho đến khi lượt đặt được ẩn đi.",
      RELEASE: "Nếu có người chờ, người kế tiếp trong hàng chờ sẽ nhận chỗ.",
    },
  },
});
