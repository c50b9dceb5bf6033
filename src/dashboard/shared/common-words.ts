import { defineWords } from "../app/language.tsx";

/** What several pages say, so that all of them say it alike. */
export const commonWords = defineWords({
  en: {
    signIn: "Sign in",
    signOut: "Sign out",
    back: "Back",
    close: "Close",
    save: "Save",
    edit: "Edit",
    reason: "Reason (optional)",
    notes: "Notes (optional)",
    station: "Station",
    allStations: "All stations",
    vehicle: "Vehicle",
    driver: "Driver",
    firstDay: "First day",
    lastDay: "Last day",
    actions: "Actions",
  },
  vi: {
    signIn: "Đăng nhập",
    signOut: "Đăng xuất",
    back: "Quay lại",
    close: "Đóng",
    save: "Lưu",
    edit: "Sửa",
    reason: "Lý do (không bắt buộc)",
    notes: "Ghi chú (không bắt buộc)",
    station: "Trạm",
    allStations: "Tất cả các trạm",
    vehicle: "Xe",
    driver: "Tài xế",
    firstDay: "Từ ngày",
    lastDay: "Đến ngày",
    actions: "Thao tác",
  },
});
