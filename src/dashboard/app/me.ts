import { useClient, useQuery } from "urql";
import { MeDocument, type MeQuery } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { useOnReturn } from "../shared/reread.ts";
import { useSession } from "./context.ts";

export type Me = NonNullable<MeQuery["me"]>;

// Who has no vehicle yet gets one.
const context = { additionalTypenames: ["Vehicle"] };

/** Who is signed in: null for nobody, undefined while that is being found out. */
export function useMe(): Me | null | undefined {
  const session = useSession();
  const [{ data }] = useQuery({ query: MeDocument, context, pause: session.kind === "anonymous" });
  if (session.kind === "anonymous") return null;
  return data?.me;
}

/** Reads it again after a break: roles are given and taken while a page is open, which ends its connection. */
export function useMeAnew(): void {
  const queries = useClient();
  const isSignedIn = useSession().kind === "signed-in";
  useOnReturn(() => {
    if (isSignedIn) void queries.query(MeDocument, {}, { ...context, ...FROM_THE_SERVER }).toPromise();
  });
}

type Roles = Me["roles"];
export const isStaff = (roles: Roles): boolean => roles.includes("OPERATOR") || roles.includes("ADMIN");
export const isAdmin = (roles: Roles): boolean => roles.includes("ADMIN");
/** Who books and charges, for themselves or, as an operator, for any driver. */
export const mayCharge = (roles: Roles): boolean => roles.includes("DRIVER") || isStaff(roles);
