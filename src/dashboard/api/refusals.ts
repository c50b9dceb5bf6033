import type { CombinedError } from "urql";
import { defineWords, type Language } from "../app/language.tsx";
import type { ErrorCode } from "./documents.ts";

/** Why a request failed, in the user's language, and what to do next. */
export interface Refusal {
  /** NO_ANSWER: the server could not be reached, and may or may not have executed the request. */
  readonly code: ErrorCode | "NO_ANSWER";
  readonly message: string;
  readonly advice: string | null;
  /** Facts beside the code, such as `slotId` or `takenWindows`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export function codeOf(error: CombinedError): ErrorCode | "NO_ANSWER" {
  const [first] = error.graphQLErrors;
  return (first?.extensions["code"] as ErrorCode | undefined) ?? "NO_ANSWER";
}

/** The server's message, in the language of the request, with the page's advice on what to do about it. */
export function refusalOf(error: CombinedError, language: Language): Refusal {
  const code = codeOf(error);
  const { noAnswer, advice } = words[language];
  const [first] = error.graphQLErrors;
  const message = code === "NO_ANSWER" ? noAnswer : (first?.message ?? error.message);
  const facts = first?.extensions ?? {};
  // Nobody else got this slot, and it has no waitlist.
  const isOutOfService = code === "SLOT_NOT_AVAILABLE" && facts["currentStatus"] === "INACTIVE";
  return { code, message, advice: advice[isOutOfService ? "SLOT_INACTIVE" : code] ?? null, facts };
}

type Advice = { readonly [Code in ErrorCode | "NO_ANSWER"]?: string };

const words = defineWords({
  en: {
    noAnswer: "The server did not respond.",
    advice: {
      NO_ANSWER:
        "Check your connection. This page will update; see whether your change went through before you try again.",
      SLOT_NOT_AVAILABLE:
        "Someone else got it first. Choose another slot, or join the waitlist for this one.",
      SLOT_BOOKED: "Choose another slot, or charge with the reservation that holds this one.",
      SLOT_IN_USE: "Choose another slot, or try again when this one is free.",
      SLOT_INACTIVE: "Choose another slot: this one is out of service.",
      WINDOW_TAKEN: "Someone else got it first. Choose another time.",
      INVALID_STATE: "It has changed in the meantime. Check its current status.",
      VEHICLE_ALREADY_CHARGING: "Stop that session first, or choose another vehicle.",
      UNAUTHENTICATED: "Sign in again.",
      FORBIDDEN: "If you need access, ask your administrator.",
      RATE_LIMITED: "Wait a minute, then try again.",
      SERVICE_UNAVAILABLE: "Try again in a moment.",
      INTERNAL_SERVER_ERROR: "Try again. If it keeps happening, tell your administrator.",
    } as Advice,
  },
  vi: {
    noAnswer: "Máy chủ không phản hồi.",
    advice: {
      NO_ANSWER:
        "Hãy kiểm tra kết nối. Trang sẽ tự cập nhật; hãy xem thao tác đã thành công chưa trước khi thử lại.",
      SLOT_NOT_AVAILABLE: "Đã có người đặt trước. Hãy chọn chỗ khác, hoặc vào hàng chờ của chỗ này.",
      SLOT_BOOKED: "Hãy chọn chỗ khác, hoặc sạc bằng lượt đặt đang giữ chỗ này.",
      SLOT_IN_USE: "Hãy chọn chỗ khác, hoặc thử lại khi chỗ này trống.",
      SLOT_INACTIVE: "Hãy chọn chỗ khác: chỗ này đang ngừng phục vụ.",
      WINDOW_TAKEN: "Đã có người đặt trước. Hãy chọn giờ khác.",
      INVALID_STATE: "Tình trạng đã thay đổi. Hãy xem tình trạng hiện tại.",
      VEHICLE_ALREADY_CHARGING: "Hãy dừng phiên sạc đó trước, hoặc chọn xe khác.",
      UNAUTHENTICATED: "Hãy đăng nhập lại.",
      FORBIDDEN: "Nếu bạn cần quyền này, hãy liên hệ quản trị viên.",
      RATE_LIMITED: "Hãy đợi một phút rồi thử lại.",
      SERVICE_UNAVAILABLE: "Hãy thử lại sau giây lát.",
      INTERNAL_SERVER_ERROR: "Hãy thử lại; nếu vẫn lỗi, hãy báo cho quản trị viên.",
    } as Advice,
  },
});
