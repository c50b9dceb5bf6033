import type { BrowserContext, Page, WebError } from "playwright-core";

/** Collects what a page must never do. The test fails at its end unless it allowed the faults. */
export class PageFaults {
  /** All faults so far, including allowed ones. */
  readonly seen: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** @param origins that pages may send requests to, besides `data:` and `blob:`. */
  static async watch(context: BrowserContext, origins: readonly string[]): Promise<PageFaults> {
    const faults = new PageFaults();
    const add = (kind: string, what: string) => void faults.seen.push(`${kind}: ${what}`);
    const checkOrigin = (address: string) => {
      const { protocol, host } = new URL(address);
      const origin = `${protocol.replace("ws", "http")}//${host}`;
      if (/^(http|ws)s?:$/.test(protocol) && !origins.includes(origin)) add("foreign request", address);
    };
    const follow = (page: Page) => {
      page.on("crash", () => add("crash", page.url()));
      page.on("websocket", (socket) => checkOrigin(socket.url()));
    };
    context.on("page", follow);
    context.on("request", (request) => checkOrigin(request.url()));
    context.on("weberror", (thrown) => add("page error", describe(thrown)));
    context.on("console", (message) => {
      const { url, lineNumber } = message.location();
      if (message.type() === "error") add("console error", `${message.text()} (${url}:${lineNumber})`);
    });
    await context.exposeFunction("slotwireTestViolation", (what: string) => add("policy violation", what));
    await context.addInitScript(reportViolations);
    return faults;
  }

  /** Allows faults that match, including earlier ones. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** Faults that were not allowed. */
  get unexpected(): readonly string[] {
    return this.seen.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }
}

// A thrown value that is not an Error has no stack and no location in it.
function describe(thrown: WebError): string {
  const { stack, message } = thrown.error();
  const { url, line, column } = thrown.location();
  return stack || `${message || "something that is no error"} (${url}:${line}:${column})`;
}

// Runs in the page.
function reportViolations(): void {
  const page = globalThis as unknown as EventTarget & { slotwireTestViolation(what: string): void };
  page.addEventListener("securitypolicyviolation", (event) => {
    const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event as Event &
      Record<string, unknown>;
    page.slotwireTestViolation(`${effectiveDirective} forbids ${blockedURI} (${sourceFile}:${lineNumber})`);
  });
}
