/** What this page reads of a JWT; what it is good for, only the server says. */
interface TokenClaims {
  readonly subject: string;
  /** In all, from when it was issued. */
  readonly lifetimeMs: number | null;
  readonly organisation: string | null;
}

/** Null where it is no JWT, or does not end. */
export function readToken(token: string): TokenClaims | null {
  try {
    const [, claims = ""] = token.split(".");
    const bytes = Uint8Array.from(atob(claims.replaceAll("-", "+").replaceAll("_", "/")), (each) =>
      each.charCodeAt(0),
    );
    const { sub, iat, exp, org } = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof sub !== "string" || typeof exp !== "number") return null;
    const lifetimeMs = typeof iat === "number" ? (exp - iat) * 1000 : null;
    return { subject: sub, lifetimeMs, organisation: typeof org === "string" ? org : null };
  } catch {
    return null;
  }
}

/** The token, where the one that was refused is of the same user: what one user asks is not asked as another one. */
export function ofSameUser(token: string, refused: string): string | null {
  return readToken(token)?.subject === readToken(refused)?.subject ? token : null;
}
