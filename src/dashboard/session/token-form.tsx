import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { CombinedError } from "urql";
import { queryWithToken } from "../api/anonymous-client.ts";
import { WhoseTokenDocument } from "../api/documents.ts";
import { refusalOf } from "../api/refusals.ts";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import type { Grant } from "./grant.ts";
import { tokenGrant } from "./grants.ts";

const words = defineWords({
  en: {
    summary: "Use an access token",
    explain: "It is kept in this tab only. You are signed out when it expires.",
    token: "Access token",
    show: "Show or hide the token",
    signIn: "Sign in with the token",
    noToken: "This is not an access token. A token has three parts separated by dots.",
  },
  vi: {
    summary: "Dùng mã truy cập",
    explain: "Mã chỉ được giữ trong thẻ này. Khi mã hết hạn, bạn sẽ được đăng xuất.",
    token: "Mã truy cập",
    show: "Hiện hoặc ẩn mã",
    signIn: "Đăng nhập bằng mã",
    noToken: "Đây không phải là mã truy cập: mã gồm ba phần, ngăn cách bằng dấu chấm.",
  },
});

interface TokenFormProps {
  readonly opened: boolean;
  readonly onSignedIn: (grant: Grant) => void;
}

/** A form for a token from elsewhere. The server checks the token before the session begins. */
export function TokenForm({ opened, onSignedIn }: TokenFormProps) {
  const text = useWords(words);
  const { language } = useLanguage();
  const [token, setToken] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const grant = tokenGrant(token.trim().replace(/^bearer\s+/i, ""));
    if (!grant) return setProblem(text.noToken);
    setBusy(true);
    try {
      await queryWithToken(grant.token, WhoseTokenDocument);
      onSignedIn(grant);
    } catch (error) {
      if (!(error instanceof CombinedError)) throw error;
      setProblem(refusalOf(error, language).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details open={opened}>
      <summary>{text.summary}</summary>
      <Stack component="form" gap="sm" mt="sm" onSubmit={(event: FormEvent) => void submit(event)}>
        <Text size="sm">{text.explain}</Text>
        <PasswordInput
          label={text.token}
          value={token}
          error={problem}
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ "aria-label": text.show }}
          onChange={({ currentTarget }) => {
            setToken(currentTarget.value);
            setProblem(null);
          }}
        />
        <Button type="submit" variant="default" loading={busy} disabled={token.trim() === ""}>
          {text.signIn}
        </Button>
      </Stack>
    </details>
  );
}
