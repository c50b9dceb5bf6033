import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { Failure } from "../shared/failure.tsx";
import type { SignInFailed } from "./sign-in-failed.ts";

const words = defineWords({
  en: {
    access_denied: ["You were not signed in", "You declined, or your account has no access here."],
    login_required: ["You were not signed in", "Sign in again."],
    refused: ["Sign-in was refused", "Try again. If it keeps happening, tell your administrator."],
    "unknown-state": [
      "This sign-in was started elsewhere or is already finished",
      "Start again in this tab.",
    ],
    unreachable: ["The sign-in service is not responding", "Try again in a moment."],
    insecure: [
      "Signing in needs a secure connection",
      "Open this page at an address that starts with https://.",
    ],
    said: (words: string) => `Details: ${words}`,
  },
  vi: {
    access_denied: ["Bạn chưa được đăng nhập", "Bạn đã từ chối, hoặc tài khoản này không có quyền truy cập."],
    login_required: ["Bạn chưa được đăng nhập", "Hãy đăng nhập lại."],
    refused: ["Dịch vụ đăng nhập đã từ chối", "Hãy thử lại; nếu vẫn lỗi, hãy báo cho quản trị viên."],
    "unknown-state": [
      "Lần đăng nhập này không bắt đầu từ đây, hoặc đã hoàn tất rồi",
      "Hãy bắt đầu lại trong thẻ này.",
    ],
    unreachable: ["Dịch vụ đăng nhập không phản hồi", "Hãy thử lại sau giây lát."],
    insecure: ["Đăng nhập cần kết nối bảo mật", "Hãy mở trang này bằng địa chỉ bắt đầu bằng https://."],
    said: (words: string) => `Chi tiết: ${words}`,
  },
});

/** Why signing in at the provider failed, and what to do next. */
export function OpenIdFailure({ failure, children }: { failure: SignInFailed; children?: ReactNode }) {
  const text = useWords(words);
  const { kind, provider } = failure;
  const code = provider?.code;
  const isKnown = code === "access_denied" || code === "login_required";
  const [title, advice] = text[isKnown ? code : kind];
  const said = provider && [provider.words, provider.code && `(${provider.code})`].filter(Boolean).join(" ");
  return (
    <Failure title={title} advice={advice}>
      {said && <Text size="sm">{text.said(said)}</Text>}
      {children}
    </Failure>
  );
}
