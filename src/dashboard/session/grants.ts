import { CombinedError } from "urql";
import { mutateAnonymously } from "../api/anonymous-client.ts";
import { SignInAsDemoUserDocument } from "../api/documents.ts";
import { codeOf } from "../api/refusals.ts";
import { untilReached } from "../api/until-reached.ts";
import type { Grant, Grants, StoredGrant } from "./grant.ts";
import { readToken } from "./token.ts";

/** Tokens from the server's demo users, the OpenID Connect provider, or the user. */
export const grants: Grants = {
  resume: (kept) => next(kept, "resume"),
  renew: (kept) => next(kept, "renew"),
};

async function next(kept: StoredGrant, step: keyof Grants): Promise<Grant | null> {
  switch (kept.kind) {
    case "demo":
      return demoGrant(kept.subject).catch(nullWhereRefused);
    case "oidc": {
      const { renewGrant, resumeGrant } = await untilReached(() => import("./oidc.ts"));
      return step === "resume" ? resumeGrant(kept) : renewGrant(kept);
    }
    case "token":
      return step === "resume" ? tokenGrant(kept.token) : null;
  }
}

/** Errors that say nothing about the user: a later attempt may succeed. */
const PASSING = new Set(["NO_ANSWER", "SERVICE_UNAVAILABLE", "RATE_LIMITED", "INTERNAL_SERVER_ERROR"]);

function nullWhereRefused(error: unknown): null {
  if (error instanceof CombinedError && !PASSING.has(codeOf(error))) return null;
  throw error;
}

/** @throws CombinedError if the server refuses or cannot be reached. */
export async function demoGrant(subject: string): Promise<Grant> {
  const { token } = (await mutateAnonymously(SignInAsDemoUserDocument, { subject })).signInAsDemoUser;
  const lifetimeMs = readToken(token)?.lifetimeMs ?? DEMO_LIFETIME_MS;
  return { token, user: subject, lifetimeMs, kept: { kind: "demo", subject } };
}

const DEMO_LIFETIME_MS = 15 * 60_000;

/** Null if the text cannot be a token of this API. Only the server can tell whether it is still valid. */
export function tokenGrant(token: string): Grant | null {
  const claims = readToken(token);
  return claims && { token, user: claims.subject, lifetimeMs: null, kept: { kind: "token", token } };
}
