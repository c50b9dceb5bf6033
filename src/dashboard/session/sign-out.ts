import { untilReached } from "../api/until-reached.ts";
import { usePage } from "../app/context.ts";

/** Signs out here and at the OpenID Connect provider. */
export function useSignOut(): () => void {
  const { sessions } = usePage();
  return () => {
    const { current } = sessions;
    sessions.end();
    if (current.kind === "anonymous" || current.grant.kept.kind !== "oidc") return;
    const { kept } = current.grant;
    untilReached(() => import("./oidc.ts"))
      .then(({ signOut }) => signOut(kept))
      // The user is already signed out here, even if the provider could not be told.
      .catch(() => {});
  };
}
