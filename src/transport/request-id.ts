import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const HEADER = "X-Request-Id";
// Nothing that a log could be misread by, and too short for a token that got into the wrong header.
const wellFormed = /^[\w.:~-]{1,64}$/;

/** The id that a client gave its request, where it is well-formed; else a new one. */
export function requestIdFrom(given: unknown): string {
  return typeof given === "string" && wellFormed.test(given) ? given : randomUUID();
}

/** Gives a request its id, which its answer carries from now on. */
export function nameRequest(request: IncomingMessage, response: ServerResponse): string {
  const requestId = requestIdFrom(request.headers["x-request-id"]);
  response.setHeader(HEADER, requestId);
  return requestId;
}

/** The id that a request was given. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(HEADER));
}
