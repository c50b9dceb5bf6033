import { useClient, useQuery } from "urql";
import { MeDocument, type MeQuery } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { useOnReconnect } from "../shared/refetch.ts";
import { useSession } from "./context.ts";

export type Me = NonNullable<MeQuery["me"]>;

// Makes the query run again when the user registers a first vehicle.
const context = { additionalTypenames: ["Vehicle"] };

/** The signed-in user. Null if nobody is signed in, undefined while that is unknown. */
export function useMe(): Me | null | undefined {
  const session = useSession();
  const [{ data }] = useQuery({ query: MeDocument, context, pause: session.kind === "anonymous" });
  if (session.kind === "anonymous") return null;
  return data?.me;
}

/** Reads the user again after a disconnection, because the server closes connections when a user's roles change. */
export function useRefetchMe(): void {
  const queries = useClient();
  const isSignedIn = useSession().kind === "signed-in";
  useOnReconnect(() => {
    if (isSignedIn) void queries.query(MeDocument, {}, { ...context, ...FROM_THE_SERVER }).toPromise();
  });
}

type Roles = Me["roles"];
export const isStaff = (roles: Roles): boolean => roles.includes("OPERATOR") || roles.includes("ADMIN");
export const isAdmin = (roles: Roles): boolean => roles.includes("ADMIN");
/** Drivers book and charge for themselves, operators for any driver. */
export const mayCharge = (roles: Roles): boolean => roles.includes("DRIVER") || isStaff(roles);
