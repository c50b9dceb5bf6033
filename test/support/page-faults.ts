import type { BrowserContext, Page, WebError } from "playwright-core";

/** What a page must never do, collected: a test in which it did fails, unless it said that it would. */
export class PageFaults {
  /** All so far, those included that are allowed. */
  readonly seen: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** @param origins that its pages may ask for something, beside `data:` and `blob:`. */
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

  /** From now on a fault that matches is none; what was seen before counts as well. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** Those that nobody allowed. */
  get unexpected(): readonly string[] {
    return this.seen.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }
}

// What is thrown and is no error has neither a stack nor a place in it.
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
