import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { Failure } from "../shared/failure.tsx";
import type { SignInFailed } from "./sign-in-failed.ts";

const words = defineWords({
  en: {
    access_denied: ["You were not signed in", "You said no, or your account is not allowed in here."],
    login_required: ["You were not signed in", "Sign in once more."],
    refused: ["The sign-in service refused", "Try again; if it stays, tell whoever runs this site."],
    "unknown-state": [
      "This sign-in was not begun here, or has been finished already",
      "Begin it again, in this tab.",
    ],
    unreachable: ["The sign-in service does not answer", "Try again in a moment."],
    insecure: [
      "Signing in needs a secure connection",
      "Open this page by an address that begins with https://.",
    ],
    said: (words: string) => `It said: ${words}`,
  },
  vi: {
    access_denied: ["Bạn chưa được đăng nhập", "Bạn đã từ chối, hoặc tài khoản này không được phép vào đây."],
    login_required: ["Bạn chưa được đăng nhập", "Hãy đăng nhập lại."],
    refused: ["Dịch vụ đăng nhập đã từ chối", "Hãy thử lại; nếu vẫn lỗi, hãy báo cho người vận hành."],
    "unknown-state": [
      "Lần đăng nhập này không bắt đầu từ đây, hoặc đã hoàn tất rồi",
      "Hãy bắt đầu lại trong thẻ này.",
    ],
    unreachable: ["Dịch vụ đăng nhập không trả lời", "Hãy thử lại sau giây lát."],
    insecure: ["Đăng nhập cần kết nối bảo mật", "Hãy mở trang này bằng địa chỉ bắt đầu bằng https://."],
    said: (words: string) => `Dịch vụ trả lời: ${words}`,
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
