import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { CombinedError } from "urql";
import type { SignInOptionsQuery } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { RefusalAlert } from "../shared/page.tsx";
import type { Grant } from "./grant.ts";
import { demoGrant } from "./grants.ts";
import { roleWords } from "./role-words.ts";

type DemoUser = SignInOptionsQuery["signInOptions"]["demoUsers"][number];

const words = defineWords({
  en: {
    title: "Try it out as",
    explain: "Anyone can sign in to this server with one of these demo accounts, without a password.",
  },
  vi: {
    title: "Dùng thử với vai trò",
    explain: "Ai vào máy chủ này cũng đăng nhập được bằng một trong các tài khoản sau, không cần mật khẩu.",
  },
});

interface DemoUsersProps {
  readonly users: readonly DemoUser[];
  readonly onSignedIn: (grant: Grant) => void;
}

/** A list of demo users, each with a button to sign in. */
export function DemoUsers({ users, onSignedIn }: DemoUsersProps) {
  const text = useWords(words);
  const roles = useWords(roleWords);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<CombinedError | null>(null);
  const signIn = async (subject: string) => {
    setBusy(subject);
    setError(null);
    try {
      onSignedIn(await demoGrant(subject));
    } catch (caught) {
      setError(
        caught instanceof CombinedError ? caught : new CombinedError({ networkError: caught as Error }),
      );
    } finally {
      setBusy(null);
    }
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="demo-users">
      <Title order={2} size="h4" id="demo-users">
        {text.title}
      </Title>
      <Text size="sm">{text.explain}</Text>
      {users.map(({ subject, name, roles: theirs }) => (
        <Button
          key={subject}
          variant="default"
          size="lg"
          justify="flex-start"
          leftSection={<IconUser size={20} aria-hidden />}
          loading={busy === subject}
          disabled={busy !== null && busy !== subject}
          onClick={() => void signIn(subject)}
        >
          <Group component="span" gap="xs" wrap="nowrap">
            {name}
            <Text component="span" size="sm" fw={400}>
              {theirs.map((role) => roles[role]).join(", ")}
            </Text>
          </Group>
        </Button>
      ))}
      {error && <RefusalAlert error={error} />}
    </Stack>
  );
}
