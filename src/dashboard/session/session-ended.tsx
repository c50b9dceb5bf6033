import { Alert, Anchor, Container } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { Link } from "wouter";
import { useSession } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { readable } from "../shared/colors.ts";
import { useSignInPath } from "./return-path.ts";

const words = defineWords({
  en: {
    ended: "Your session has ended",
    explain: "You now see public information only.",
    signIn: "Sign in again",
  },
  vi: {
    ended: "Phiên đăng nhập đã kết thúc",
    explain: "Hiện bạn chỉ xem được thông tin công khai.",
    signIn: "Đăng nhập lại",
  },
});

/** Tells the user that the session ended although they did not sign out. */
export function SessionEnded() {
  const text = useWords(words);
  const session = useSession();
  const signIn = useSignInPath();
  if (session.kind !== "anonymous" || !session.expired) return null;
  return (
    <Container size="xl" pt="md" px={{ base: "sm", sm: "md" }}>
      <Alert
        role="alert"
        color="orange"
        variant="light"
        icon={<IconLogin2 aria-hidden />}
        title={text.ended}
        styles={{ title: { color: readable("orange") } }}
      >
        {text.explain}{" "}
        <Anchor
          component={Link}
          href={signIn}
          inherit
          underline="always"
          style={{ color: readable("orange") }}
        >
          {text.signIn}
        </Anchor>
      </Alert>
    </Container>
  );
}
