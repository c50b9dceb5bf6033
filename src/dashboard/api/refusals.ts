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
  return { code, message, advice: advice[code] ?? null, facts: first?.extensions ?? {} };
}

type Advice = { readonly [Code in ErrorCode | "NO_ANSWER"]?: string };

const words = defineWords({
  en: {
    noAnswer: "The server did not answer.",
    advice: {
      NO_ANSWER:
        "Check your connection. What you see here will catch up by itself; look before you try again.",
      SLOT_NOT_AVAILABLE: "Someone was faster. Choose another slot, or join the waitlist of this one.",
      SLOT_BOOKED: "Choose another slot, or charge with the reservation that holds this one.",
      SLOT_IN_USE: "Choose another slot, or join the waitlist of this one.",
      SLOT_INACTIVE: "Choose another slot: this one is out of service.",
      WINDOW_TAKEN: "Someone was faster. Choose another time.",
      INVALID_STATE: "It has changed meanwhile. Look at how it is now.",
      VEHICLE_ALREADY_CHARGING: "Stop that session first, or choose another vehicle.",
      UNAUTHENTICATED: "Sign in again.",
      FORBIDDEN: "Ask whoever runs this site if you should be able to.",
      RATE_LIMITED: "Wait a minute, then try again.",
      SERVICE_UNAVAILABLE: "Try again in a moment.",
      INTERNAL_SERVER_ERROR: "Try again; if it stays, tell whoever runs this site.",
    } as Advice,
  },
  vi: {
    noAnswer: "Máy chủ không trả lời.",
    advice: {
      NO_ANSWER: "Hãy kiểm tra kết nối. Những gì bạn thấy sẽ tự cập nhật; hãy xem lại trước khi thử lần nữa.",
      SLOT_NOT_AVAILABLE: "Có người nhanh hơn. Hãy chọn chỗ khác, hoặc vào hàng chờ của chỗ này.",
      SLOT_BOOKED: "Hãy chọn chỗ khác, hoặc sạc bằng lượt đặt đang giữ chỗ này.",
      SLOT_IN_USE: "Hãy chọn chỗ khác, hoặc vào hàng chờ của chỗ này.",
      SLOT_INACTIVE: "Hãy chọn chỗ khác: chỗ này đang ngừng phục vụ.",
      WINDOW_TAKEN: "Có người nhanh hơn. Hãy chọn giờ khác.",
      INVALID_STATE: "Tình trạng đã thay đổi. Hãy xem tình trạng hiện tại.",
      VEHICLE_ALREADY_CHARGING: "Hãy dừng phiên sạc đó trước, hoặc chọn xe khác.",
      UNAUTHENTICATED: "Hãy đăng nhập lại.",
      FORBIDDEN: "Nếu bạn cần quyền này, hãy hỏi người vận hành.",
      RATE_LIMITED: "Hãy đợi một phút rồi thử lại.",
      SERVICE_UNAVAILABLE: "Hãy thử lại sau giây lát.",
      INTERNAL_SERVER_ERROR: "Hãy thử lại; nếu vẫn lỗi, hãy báo cho người vận hành.",
    } as Advice,
  },
});
