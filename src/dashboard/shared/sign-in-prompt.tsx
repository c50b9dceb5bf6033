import { Button, Paper, Stack, Text } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { Link } from "wouter";
import { useWords } from "../app/language.tsx";
import { useSignInPath } from "../session/return-path.ts";
import { commonWords } from "./common-words.ts";

/** Says what requires signing in, with a link that returns to this page afterwards. */
export function SignInPrompt({ reason }: { reason: string }) {
  const { signIn } = useWords(commonWords);
  const path = useSignInPath();
  return (
    <Paper withBorder p="md">
      <Stack align="flex-start" gap="sm">
        <Text>{reason}</Text>
        <Button component={Link} href={path} leftSection={<IconLogin2 size={18} aria-hidden />}>
          {signIn}
        </Button>
      </Stack>
    </Paper>
  );
}
