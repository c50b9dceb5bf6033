import { Button, Stack, Text } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { useState } from "react";
import { untilReached } from "../api/until-reached.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { Provider } from "./oidc.ts";
import { OpenIdFailure } from "./open-id-failure.tsx";
import { SignInFailed } from "./sign-in-failed.ts";

const words = defineWords({
  en: {
    signIn: "Sign in with your account",
    at: (host: string) => `You sign in at ${host} and then return here.`,
  },
  vi: {
    signIn: "Đăng nhập bằng tài khoản của bạn",
    at: (host: string) => `Bạn sẽ được chuyển đến ${host}, rồi quay lại đây.`,
  },
});

interface OpenIdButtonProps {
  readonly provider: Provider;
  readonly returnTo: string;
  /** Given when the user may try again after a failure. */
  readonly label?: string;
}

/** A button that leads to the OpenID Connect provider's sign-in page. */
export function OpenIdButton({ provider, returnTo, label }: OpenIdButtonProps) {
  const text = useWords(words);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SignInFailed | null>(null);
  const leave = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { begin } = await untilReached(() => import("./oidc.ts"));
      // On success, the browser leaves this page.
      await begin(provider, returnTo);
    } catch (error) {
      setFailure(SignInFailed.from(error));
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs">
      <Button
        size="lg"
        leftSection={<IconLogin2 size={20} aria-hidden />}
        loading={busy}
        onClick={() => void leave()}
      >
        {label ?? text.signIn}
      </Button>
      <Text size="sm">{text.at(new URL(provider.issuer).host)}</Text>
      {failure && <OpenIdFailure failure={failure} />}
    </Stack>
  );
}
