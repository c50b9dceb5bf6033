import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { Link } from "wouter";
import { defineWords, useWords } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { commonWords } from "../shared/common-words.ts";
import { Loading } from "../shared/page.tsx";
import { userName } from "../shared/user-name.ts";
import { roleWords } from "./role-words.ts";
import { useSignOut } from "./sign-out.ts";

const words = defineWords({
  en: {
    as: (name: string) => `You are signed in as ${name}.`,
    noRoles: "This account has no role here, so it sees public information only.",
    goOn: "Continue",
  },
  vi: {
    as: (name: string) => `Bạn đang đăng nhập với tên ${name}.`,
    noRoles: "Tài khoản này chưa có vai trò nào nên chỉ xem được thông tin công khai.",
    goOn: "Tiếp tục",
  },
});

/** Shown on the sign-in page to a user who is already signed in. */
export function SignedInAs({ returnTo }: { returnTo: string }) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const roles = useWords(roleWords);
  const me = useMe();
  const signOut = useSignOut();
  if (!me) return <Loading />;
  return (
    <Card withBorder padding="lg" maw={480}>
      <Stack gap="sm">
        <Text fw={600}>{text.as(userName(me))}</Text>
        <Text size="sm">
          {me.roles.length > 0 ? me.roles.map((role) => roles[role]).join(", ") : text.noRoles}
        </Text>
        <Group>
          <Button component={Link} href={returnTo}>
            {text.goOn}
          </Button>
          <Button variant="default" leftSection={<IconLogout size={18} aria-hidden />} onClick={signOut}>
            {common.signOut}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
