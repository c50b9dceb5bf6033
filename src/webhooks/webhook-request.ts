import { lookup as systemLookup } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./address.rules.ts";
import { dnsLookup } from "./dns-lookup.ts";
import { PrivateAddressError, publicAddressLookup } from "./private-addresses.ts";
import { hostOf } from "./webhook.rules.ts";

/** The outcome of a request. `error` is a sentence for the delivery log, without internals. */
export type Answer =
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "failed"; readonly error: string }
  | { readonly kind: "abandoned" };

export interface RequestOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
  /** Aborts the request: the answer is then "abandoned". */
  readonly signal: AbortSignal;
  readonly lookup?: LookupFunction;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 8 * 1024;

/**
 * Posts a message, and waits for its answer for a bounded time. Only the answer's status counts: redirects are not
 * followed, and only as much of the body is read as lets a well-behaved receiver finish. It never rejects.
 */
export function postMessage(options: RequestOptions): Promise<Answer> {
  const { url: href, headers, body, allowPrivate, signal, timeoutMs = TIMEOUT_MS } = options;
  const url = new URL(href);
  const host = hostOf(url);
  // A literal address is never looked up, so it is checked here.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
    return Promise.resolve({ kind: "failed", error: describe(new PrivateAddressError(host)) });
  }
  // Names in private networks may only be known to the system, or known to it by other addresses.
  const lookup = options.lookup ?? (allowPrivate ? (systemLookup as LookupFunction) : dnsLookup());
  return new Promise((resolve) => {
    let answer: Answer | null = null;
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "user-agent": "slotwire-webhooks" },
      // A connection of its own, which is checked when it is made and closed after the answer.
      agent: false,
      lookup: allowPrivate ? lookup : publicAddressLookup(lookup),
    });
    // The first outcome counts: an answer whose body never ends is still an answer.
    const end = (outcome: Answer) => {
      answer ??= outcome;
      request.destroy();
    };
    const late = `No answer came within ${timeoutMs / 1000} seconds`;
    const timer = setTimeout(() => end({ kind: "failed", error: late }), timeoutMs);
    const abandon = () => end({ kind: "abandoned" });
    signal.addEventListener("abort", abandon);
    request.on("response", (response) => {
      answer = { kind: "answered", status: response.statusCode ?? 0 };
      drain(response, () => request.destroy());
    });
    request.on("error", (error) => end({ kind: "failed", error: describe(error) }));
    request.on("close", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abandon);
      resolve(answer ?? { kind: "failed", error: "The connection was closed before an answer came" });
    });
    if (signal.aborted) abandon();
    else request.end(body);
  });
}

function drain(response: IncomingMessage, stop: () => void): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) stop();
  });
  response.on("error", stop);
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "The connection was refused",
  ECONNRESET: "The connection was closed before an answer came",
  EPIPE: "The connection was closed before an answer came",
  ENOTFOUND: "The host name was not found",
  EAI_AGAIN: "The host name could not be looked up",
  EHOSTUNREACH: "The host cannot be reached",
  ENETUNREACH: "The host cannot be reached",
  ETIMEDOUT: "The connection could not be made in time",
};

function describe(error: Error & { code?: unknown }): string {
  if (error instanceof PrivateAddressError) {
    return "The host has no public address, and webhooks are not sent to private networks";
  }
  const code =
    typeof error.code === "string" && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : "UNKNOWN";
  return (
    sentences[code] ??
    (/CERT|TLS|SSL|SIGNATURE/.test(code)
      ? `The TLS connection was not accepted (${code})`
      : `The request failed (${code})`)
  );
}
