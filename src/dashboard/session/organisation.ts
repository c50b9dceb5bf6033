import { useSession } from "../app/context.ts";
import { isAdmin, useMe } from "../app/me.ts";
import { readToken } from "./token.ts";

/** The organisation that an operator is confined to, by the claim `org`; null for who is to none. */
export function useOrganisation(): string | null {
  const session = useSession();
  const me = useMe();
  if (session.kind !== "signed-in" || !me || isAdmin(me.roles)) return null;
  return readToken(session.grant.token)?.organisation ?? null;
}
