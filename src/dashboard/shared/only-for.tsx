import { Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { isAdmin, isStaff, type Me, mayCharge, useMe } from "../app/me.ts";
import { routes } from "../routes.ts";
import { TextLink } from "./links.tsx";
import { Loading, Page } from "./page.tsx";
import { SignInPrompt } from "./sign-in-prompt.tsx";

const words = defineWords({
  en: {
    guest: "Sign in to see this page.",
    members: "This page is for drivers and operators",
    staff: "This page is for operators",
    admins: "This page is for administrators",
    advice: "Your account does not have this role. If you need it, ask your administrator.",
    board: "Go to the live board",
  },
  vi: {
    guest: "Hãy đăng nhập để xem trang này.",
    members: "Trang này dành cho tài xế và người vận hành",
    staff: "Trang này dành cho người vận hành",
    admins: "Trang này dành cho quản trị viên",
    advice: "Tài khoản của bạn không có vai trò này. Nếu cần, hãy liên hệ quản trị viên.",
    board: "Về bảng trực tiếp",
  },
});

const belongs = { members: mayCharge, staff: isStaff, admins: isAdmin };

interface OnlyForProps {
  /** Members book and charge; staff run the stations. */
  readonly who: keyof typeof belongs;
  /** The page's title. */
  readonly title: string;
  readonly children: (me: Me) => ReactNode;
}

/** A page for certain roles. It tells others whom it is for, without rendering the content and its queries. */
export function OnlyFor({ who, title, children }: OnlyForProps) {
  const text = useWords(words);
  const me = useMe();
  if (me === undefined) return <Loading />;
  if (me && belongs[who](me.roles)) return children(me);
  return (
    <Page title={title}>
      {me ? (
        <Paper withBorder p="md">
          <Stack align="flex-start" gap="sm">
            <Text fw={600}>{text[who]}</Text>
            <Text size="sm">{text.advice}</Text>
            <TextLink href={routes.board}>{text.board}</TextLink>
          </Stack>
        </Paper>
      ) : (
        <SignInPrompt reason={text.guest} />
      )}
    </Page>
  );
}
