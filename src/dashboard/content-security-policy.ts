/**
 * The policy of the dashboard and its assets: only this origin, and connections to the OpenID Connect issuer if there
 * is one. `'self'` in connect-src covers ws: and wss: of the same host and port. Mantine writes <style> elements, which
 * carry the nonce that the page was sent with. It sets style attributes through the CSSOM, which no policy restricts.
 *
 * @param nonce null for responses other than pages.
 * @param issuer the URL of the OpenID Connect issuer; null if there is none.
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
