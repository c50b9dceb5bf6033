import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";

/**
 * Reads the bytes of a body by events and with one promise, because the asynchronous iterator of a stream costs more
 * than everything else that is done with a small body.
 *
 * @throws DomainError PAYLOAD_TOO_LARGE if the body has more than `limit` bytes, of which the rest is not read;
 * BAD_REQUEST if it is compressed or ends too early.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    requireReadable(request, limit);
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.pause();
      reject(tooLarge(limit));
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    // No client is left to receive this.
    request.on("error", () =>
      reject(new DomainError("BAD_REQUEST", "The request ended before its body was complete")),
    );
  });
}

function requireReadable({ headers }: IncomingMessage, limit: number): void {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    // The decompressed size of a body is known too late.
    throw new DomainError("BAD_REQUEST", "The request body must not be compressed", {}, { httpStatus: 415 });
  }
  if (Number(headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
}

/** @throws DomainError BAD_REQUEST */
export function toText(body: Buffer): string {
  if (!isUtf8(body)) throw new DomainError("BAD_REQUEST", say`The request body is not valid UTF-8`);
  return body.toString("utf8", hasByteOrderMark(body) ? 3 : 0);
}

function hasByteOrderMark(body: Buffer): boolean {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}

function tooLarge(limit: number): DomainError {
  return new DomainError("PAYLOAD_TOO_LARGE", say`The request body must have at most ${limit} bytes`, {
    limit,
  });
}

/** @throws DomainError PAYLOAD_TOO_LARGE with 414 */
export function requireShortUrl({ url = "" }: IncomingMessage, limit: number): void {
  if (url.length <= limit) return;
  throw new DomainError(
    "PAYLOAD_TOO_LARGE",
    say`The URL must have at most ${limit} bytes: send the operation by POST`,
    { limit },
    { httpStatus: 414 },
  );
}

/** The parameters of the query string. Does not use `URL`, which throws if a target contains an invalid host. */
export function parametersOf({ url = "" }: Pick<IncomingMessage, "url">): URLSearchParams {
  const begin = url.indexOf("?");
  return new URLSearchParams(begin < 0 ? "" : url.slice(begin));
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = "application/json",
): void {
  response.statusCode = status;
  response.setHeader("Content-Type", `${type}; charset=utf-8`);
  response.end(JSON.stringify(body));
}

/** The methods of addresses that can only be read. */
export const READS = "GET, HEAD";

export function isRead({ method }: Pick<IncomingMessage, "method">): boolean {
  return method === "GET" || method === "HEAD";
}

export function refuseMethod(response: ServerResponse): void {
  response.setHeader("Allow", READS);
  sendJson(response, 405, refusalBody(405));
}

/** The body of a refusal that needs to say no more than its status does. */
export function refusalBody(status: number, message?: string): object {
  return { error: STATUS_CODES[status], ...(message && { message }) };
}

/** Answers on a socket that has no response object: a handshake, or bytes that are no request. */
export function sendOnSocket(
  stream: Duplex,
  status: number,
  body: object,
  requestId: string = randomUUID(),
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    `X-Request-Id: ${requestId}`,
    "Content-Type: application/json; charset=utf-8",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  stream.end(`${head.join("\r\n")}\r\n\r\n${text}`);
}
