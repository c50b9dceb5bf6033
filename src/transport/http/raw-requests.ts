import type { IncomingMessage } from "node:http";
import type { Server } from "node:net";
import type { Duplex } from "node:stream";
import { DomainError } from "../../shared/domain-error.ts";
import { httpStatusOf, toClientError } from "../errors.ts";
import { requestIdFrom } from "../request-id.ts";
import { refusalBody, sendOnSocket } from "./http-messages.ts";

/** Whether a request that asks for another protocol asks for WebSocket, the only one supported. */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

/**
 * Serves a request as if it had not asked for another protocol, as HTTP prescribes (RFC 9110, 7.8). Some clients,
 * Java's among them, ask for h2c by themselves and continue in HTTP/1.1 with a server that does not support it. Node
 * hands over every connection that asks for any protocol, so the request is put back into the connection without asking
 * for one.
 */
export function serveWithoutUpgrade(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  connection: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!/^(upgrade|connection)$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  // The connection ends after the answer, because Node adds its listeners again each time. A client that sees that it
  // got no other protocol does not ask again.
  lines.push("Connection: close");
  connection.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", connection);
}

/** Answers an invalid handshake, with what a valid one needs (RFC 6455, 4.4). */
export function refuseHandshake({ method, headers }: IncomingMessage, connection: Duplex): void {
  const status = method !== "GET" ? 405 : headers["sec-websocket-version"] !== "13" ? 426 : 400;
  const requestId = requestIdFrom(headers["x-request-id"]);
  const expected = { Allow: "GET", Upgrade: "websocket", "Sec-WebSocket-Version": "13" };
  sendOnSocket(connection, status, refusalBody(status), requestId, expected);
}

/** Answers what Node rejected before it was a complete request, in the form of every other refusal. */
export function refuseUnread(code: string | undefined, connection: Duplex): void {
  const error = toClientError(refusalOfUnread(code), null);
  sendOnSocket(connection, httpStatusOf(error), { errors: [error] });
}

function refusalOfUnread(code: string | undefined): DomainError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new DomainError("PAYLOAD_TOO_LARGE", "The headers are too large", {}, { httpStatus: 431 });
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new DomainError("PAYLOAD_TOO_LARGE", "The headers are too large");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new DomainError("BAD_REQUEST", "The request did not arrive in time", {}, { httpStatus: 408 });
    default:
      return new DomainError("BAD_REQUEST", "This is not an HTTP request");
  }
}
