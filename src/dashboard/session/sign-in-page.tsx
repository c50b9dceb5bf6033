import { Alert, Stack } from "@mantine/core";
import { useQuery } from "urql";
import { useLocation, useSearchParams } from "wouter";
import { SignInOptionsDocument } from "../api/documents.ts";
import { usePage, useSession } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { commonWords } from "../shared/common-words.ts";
import { Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { DemoUsers } from "./demo-users.tsx";
import type { Grant } from "./grant.ts";
import { OpenIdButton } from "./open-id-button.tsx";
import { safeReturnPath } from "./return-path.ts";
import { SignedInAs } from "./signed-in-as.tsx";
import { TokenForm } from "./token-form.tsx";

const words = defineWords({
  en: {
    nothing: "This server has no sign-in page.",
    askForToken: "If you were given an access token, paste it here.",
  },
  vi: {
    nothing: "Máy chủ này không có trang đăng nhập.",
    askForToken: "Nếu bạn được cấp mã truy cập, hãy dán vào đây.",
  },
});

export default function SignInPage() {
  const { signIn } = useWords(commonWords);
  const session = useSession();
  const returnTo = useReturnPath();
  return (
    <Page title={signIn} size="md">
      {session.kind === "signed-in" ? <SignedInAs returnTo={returnTo} /> : <Ways returnTo={returnTo} />}
    </Page>
  );
}

function useReturnPath(): string {
  const [parameters] = useSearchParams();
  return safeReturnPath(parameters.get("return"), location.origin);
}

/** The available ways to sign in. */
function Ways({ returnTo }: { returnTo: string }) {
  const text = useWords(words);
  const { sessions } = usePage();
  const [, navigate] = useLocation();
  const [{ data, error }, read] = useQuery({ query: SignInOptionsDocument });
  if (error && !data) return <RefusalAlert error={error} onRetry={read} />;
  if (!data) return <Loading />;
  const { demoUsers, openIdConnect } = data.signInOptions;
  const isNothing = demoUsers.length === 0 && !openIdConnect;
  const enter = (grant: Grant) => {
    sessions.begin(grant);
    navigate(returnTo, { replace: true });
  };
  return (
    <Stack gap="lg" maw={480}>
      {openIdConnect && <OpenIdButton provider={openIdConnect} returnTo={returnTo} />}
      {demoUsers.length > 0 && <DemoUsers users={demoUsers} onSignedIn={enter} />}
      {isNothing && (
        <Alert color="gray" variant="outline" title={text.nothing}>
          {text.askForToken}
        </Alert>
      )}
      <TokenForm opened={isNothing} onSignedIn={enter} />
    </Stack>
  );
}
