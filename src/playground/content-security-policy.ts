/**
 * What the playground page and its assets may do: everything from this origin, nothing from elsewhere.
 * `'self'` in connect-src covers ws: and wss: of the same host and port. Monaco writes <style> elements
 * and style attributes, and draws its underlines as data: images.
 */
export const playgroundContentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
