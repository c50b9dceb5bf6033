import { ask } from "../api/ask.ts";
import { SignInAsDemoUserDocument } from "../api/documents.ts";
import { type Grant, type KeptGrant, readToken } from "./session.ts";

/** @see Renew */
export async function renew(kept: KeptGrant): Promise<Grant | null> {
  switch (kept.kind) {
    case "demo":
      return demoGrant(kept.subject);
    case "oidc":
      return (await import("./oidc.ts")).renewGrant();
    case "token":
      return tokenGrant(kept.token);
  }
}

/** @throws CombinedError where the server refuses, or cannot be reached. */
export async function demoGrant(subject: string): Promise<Grant> {
  const { signInAsDemoUser } = await ask(SignInAsDemoUserDocument, { subject });
  const { token, expiresAt } = signInAsDemoUser;
  return { token, user: subject, expiresAt: Date.parse(expiresAt), kept: { kind: "demo", subject } };
}

/** Null where it is no token, or one that has expired. */
export function tokenGrant(token: string): Grant | null {
  const claims = readToken(token);
  if (!claims || claims.expiresAt <= Date.now()) return null;
  return { token, user: claims.subject, expiresAt: claims.expiresAt, kept: { kind: "token", token } };
}
