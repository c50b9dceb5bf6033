import { untilReached } from "../api/until-reached.ts";
import { usePage } from "../app/context.ts";

/** Signs out here, and where one signed in. */
export function useSignOut(): () => void {
  const { sessions } = usePage();
  return () => {
    const { current } = sessions;
    sessions.end();
    if (current.kind === "anonymous" || current.grant.kept.kind !== "oidc") return;
    const { kept } = current.grant;
    untilReached(() => import("./oidc.ts"))
      .then(({ signOut }) => signOut(kept))
      // Here nobody is signed in any more, whoever could not be told.
      .catch(() => {});
  };
}
