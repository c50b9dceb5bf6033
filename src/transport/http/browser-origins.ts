import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";

const ANSWER_HEADERS = ["X-Request-Id", "Retry-After"];
const REMEMBERED_SECONDS = 600;

/**
 * Which web pages may use the API: this server's own, and those of the origins that are allowed. What sends no `Origin`
 * is no browser, and has nobody's pages to protect.
 */
export class BrowserOrigins {
  readonly #allowed: ReadonlySet<string>;

  /** @param allowed origins such as `https://app.example.com`; `*` stands for every one. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /** @throws DomainError FORBIDDEN where a page asks that may not. */
  require(request: IncomingMessage): void {
    const { origin, host } = request.headers;
    if (origin === undefined || this.#isAllowed(origin)) return;
    if (URL.canParse(origin) && new URL(origin).host === host) return;
    throw new DomainError(
      "FORBIDDEN",
      say`Pages of ${origin} may not use this server: add it to ALLOWED_ORIGINS, if they shall`,
      { origin },
    );
  }

  /** Says in the answer what a browser may show of it to the page that asked (CORS). */
  describe({ headers, method }: IncomingMessage, response: ServerResponse): void {
    const { origin, "access-control-request-headers": asked } = headers;
    if (origin === undefined || !this.#isAllowed(origin)) return;
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS.join(", "));
    if (method !== "OPTIONS") return;
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
    // Clients tell more of themselves than the API looks at, each in headers of its own.
    if (asked) response.setHeader("Access-Control-Allow-Headers", asked);
    response.setHeader("Access-Control-Max-Age", REMEMBERED_SECONDS);
  }

  #isAllowed(origin: string): boolean {
    return this.#allowed.has("*") || this.#allowed.has(origin);
  }
}

/** Whether a browser asks what it may send, before it sends it. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}
