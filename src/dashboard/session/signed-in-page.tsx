import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { CombinedError, useQuery } from "urql";
import { useLocation } from "wouter";
import { queryWithToken } from "../api/anonymous-client.ts";
import { SignInOptionsDocument, WhoseTokenDocument } from "../api/documents.ts";
import { refusalOf } from "../api/refusals.ts";
import { untilReached } from "../api/until-reached.ts";
import { usePage } from "../app/context.ts";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import { routes } from "../routes.ts";
import { Failure } from "../shared/failure.tsx";
import { TextLink } from "../shared/links.tsx";
import { Loading, Page, RefusalAlert } from "../shared/page.tsx";
import type { Provider } from "./oidc.ts";
import { OpenIdFailure } from "./open-id-failure.tsx";
import { safeReturnPath } from "./return-path.ts";
import { SignInFailed } from "./sign-in-failed.ts";

const words = defineWords({
  en: {
    title: "Signing in",
    notAccepted: "You signed in, but this server does not accept your token",
    tell: "Tell your administrator: the settings of the sign-in service and this server do not match.",
    again: "Back to sign-in",
  },
  vi: {
    title: "Đang đăng nhập",
    notAccepted: "Bạn đã đăng nhập, nhưng máy chủ này không chấp nhận mã của bạn",
    tell: "Hãy báo cho quản trị viên: cài đặt của dịch vụ đăng nhập và máy chủ chưa khớp nhau.",
    again: "Quay lại trang đăng nhập",
  },
});

/** The page that the provider redirects to. */
export default function SignedInPage() {
  const text = useWords(words);
  const [{ data, error }, read] = useQuery({ query: SignInOptionsDocument });
  const provider = data?.signInOptions.openIdConnect;
  return (
    <Page title={text.title} size="md">
      {provider ? (
        <Finish provider={provider} />
      ) : error ? (
        <RefusalAlert error={error} onRetry={read} />
      ) : data ? (
        <BackToSigningIn />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Finish({ provider }: { provider: Provider }) {
  const text = useWords(words);
  const { language } = useLanguage();
  const { sessions } = usePage();
  const [, navigate] = useLocation();
  const [failure, setFailure] = useState<SignInFailed | CombinedError | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an authorization code can be used only once
  useEffect(() => {
    const finish = async () => {
      const address = location.href;
      const { finish } = await untilReached(() => import("./oidc.ts"));
      // The user has left this page in the meantime.
      if (location.href !== address) return;
      // Removes the authorization code from the browser's history while it is still usable.
      history.replaceState(null, "", routes.signedIn);
      const { grant, returnTo } = await finish(provider, address);
      await queryWithToken(grant.token, WhoseTokenDocument);
      sessions.begin(grant);
      navigate(safeReturnPath(returnTo, location.origin), { replace: true });
    };
    finish().catch((error: unknown) =>
      setFailure(error instanceof CombinedError ? error : SignInFailed.from(error)),
    );
  }, []);
  if (!failure) return <Loading />;
  if (!(failure instanceof CombinedError))
    return (
      <OpenIdFailure failure={failure}>
        <BackToSigningIn />
      </OpenIdFailure>
    );
  return (
    <Failure title={text.notAccepted} advice={refusalOf(failure, language).message}>
      <Text size="sm">{text.tell}</Text>
      <BackToSigningIn />
    </Failure>
  );
}

function BackToSigningIn() {
  const text = useWords(words);
  return (
    <Text size="sm">
      <TextLink href={routes.signIn}>{text.again}</TextLink>
    </Text>
  );
}
