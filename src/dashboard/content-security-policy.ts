/**
 * What the dashboard and its assets may do: everything from this origin, and talk to the issuer where people sign in
 * at one. `'self'` in connect-src covers ws: and wss: of the same host and port. Mantine writes <style> elements, which
 * carry the nonce that the page was sent with; style attributes are set through the CSSOM, which no policy is about.
 *
 * @param nonce null for what is no page.
 * @param issuer the URL of the OpenID Connect issuer; null where there is none.
 */
export function dashboardContentSecurityPolicy({
  nonce,
  issuer,
}: {
  nonce: string | null;
  issuer: string | null;
}): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === null ? "" : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${issuer === null ? "" : ` ${new URL(issuer).origin}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
