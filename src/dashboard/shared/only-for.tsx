import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { defineWords, useWords } from "../app/language.tsx";
import { isAdmin, isStaff, useMe } from "../app/me.ts";
import { routes } from "../routes.ts";
import { useSignInPath } from "../session/return-path.ts";
import { Loading, Page } from "./page.tsx";

const words = defineWords({
  en: {
    guest: "Sign in to see this page",
    signIn: "Sign in",
    staff: "This page is for operators",
    admins: "This page is for administrators",
    advice: "Your account does not have that role. Ask whoever runs this site if you should have it.",
    home: "To the live board",
  },
  vi: {
    guest: "Hãy đăng nhập để xem trang này",
    signIn: "Đăng nhập",
    staff: "Trang này dành cho người vận hành",
    admins: "Trang này dành cho quản trị viên",
    advice: "Tài khoản của bạn không có vai trò đó. Nếu bạn cần quyền này, hãy hỏi người vận hành.",
    home: "Về bảng trực tiếp",
  },
});

interface OnlyForProps {
  readonly who: "staff" | "admins";
  /** Of the page. */
  readonly title: string;
  readonly children: ReactNode;
}

/** A page of some roles; to others it says whom it is for. What is in it asks the server for nothing before. */
export function OnlyFor({ who, title, children }: OnlyForProps) {
  const text = useWords(words);
  const me = useMe();
  const signIn = useSignInPath();
  if (me === undefined) return <Loading />;
  const may = who === "admins" ? isAdmin : isStaff;
  if (me && may(me.roles)) return children;
  return (
    <Page title={title}>
      <Alert
        color="yellow"
        variant="default"
        icon={<IconLock aria-hidden />}
        title={me ? text[who] : text.guest}
      >
        <Stack align="flex-start" gap="sm">
          {me && <Text size="sm">{text.advice}</Text>}
          <Button component={Link} href={me ? routes.board : signIn} size="xs" variant="default">
            {me ? text.home : text.signIn}
          </Button>
        </Stack>
      </Alert>
    </Page>
  );
}
