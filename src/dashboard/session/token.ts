/** The claims of a JWT that the page reads. Only the server decides whether the token is valid. */
interface TokenClaims {
  readonly subject: string;
  /** The whole lifetime, from the time of issue. */
  readonly lifetimeMs: number | null;
  readonly organisation: string | null;
}

/** Null if the text is not a JWT, or has no subject or expiry. */
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

/** The token, if it belongs to the same user as the refused one. A request must not be repeated as another user. */
export function ofSameUser(token: string, refused: string): string | null {
  return readToken(token)?.subject === readToken(refused)?.subject ? token : null;
}
