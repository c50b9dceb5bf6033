import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";

const ANSWER_HEADERS = ["X-Request-Id", "Retry-After"];
const REMEMBERED_SECONDS = 600;

/**
 * Which web pages may use the API: this server's own, and those of the allowed origins. A request without `Origin`
 * comes from no browser, so that there is no page to check.
 */
export class BrowserOrigins {
  readonly #allowed: ReadonlySet<string>;

  /** @param allowed origins such as `https://app.example.com`; `*` allows all. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /** @throws DomainError FORBIDDEN if the request comes from a page that may not use the API. */
  require(request: IncomingMessage): void {
    const { origin, host } = request.headers;
    if (origin === undefined || this.#isAllowed(origin)) return;
    if (URL.canParse(origin) && new URL(origin).host === host) return;
    throw new DomainError(
      "FORBIDDEN",
      say`Pages from ${origin} cannot use this server: to allow them, add it to ALLOWED_ORIGINS`,
      { origin },
    );
  }

  /** Sets the headers that tell a browser what it may show to the page that sent the request (CORS). */
  describe({ headers, method }: IncomingMessage, response: ServerResponse): void {
    const { origin, "access-control-request-headers": asked } = headers;
    if (origin === undefined || !this.#isAllowed(origin)) return;
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS.join(", "));
    if (method !== "OPTIONS") return;
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
    // Clients send headers of their own that the API does not read.
    if (asked) response.setHeader("Access-Control-Allow-Headers", asked);
    response.setHeader("Access-Control-Max-Age", REMEMBERED_SECONDS);
  }

  #isAllowed(origin: string): boolean {
    return this.#allowed.has("*") || this.#allowed.has(origin);
  }
}

/** Whether a browser asks what it may send, before it sends it (CORS preflight). */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}
