import { useSession } from "../app/context.ts";
import { isAdmin, useMe } from "../app/me.ts";
import { readToken } from "./token.ts";

/** The organisation that an operator is confined to, from the claim `org`. Null if there is none. */
export function useOrganisation(): string | null {
  const session = useSession();
  const me = useMe();
  if (session.kind !== "signed-in" || !me || isAdmin(me.roles)) return null;
  return readToken(session.grant.token)?.organisation ?? null;
}
