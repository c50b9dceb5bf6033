import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";
import { DomainError } from "../../shared/domain-error.ts";
import { type Message, say } from "../../shared/message.ts";
import { readBody, toText } from "./http-messages.ts";

/** The types of an answer; a client that names none gets the first. */
const answerTypes = ["application/json", "application/graphql-response+json"] as const;
export type AnswerType = (typeof answerTypes)[number];

/** A page of another origin cannot send a GET with one of these headers without a preflight. */
export const preflightHeaders = [
  "graphql-require-preflight",
  "apollo-require-preflight",
  "x-apollo-operation-name",
];

/** The type in which a client accepts its answer; null if it accepts none of these. */
export function answerTypeFor(accept: string | undefined): AnswerType | null {
  if (!accept) return answerTypes[0];
  const known = negotiated.get(accept);
  if (known) return known.type;
  const negotiator = new Negotiator({ headers: { accept } });
  const type = (negotiator.mediaType([...answerTypes]) as AnswerType | undefined) ?? null;
  negotiated.set(accept, { type });
  return type;
}

// Clients of a kind send the same header each time, and parsing it takes as long as planning an answer.
const negotiated = new LRUCache<string, { readonly type: AnswerType | null }>({ max: 100 });

/**
 * Checks what can be checked before the body is read and anything is executed: a mutation must not run if the client
 * does not accept its answer.
 *
 * @throws DomainError BAD_REQUEST with 400, 405, 406 or 415
 */
export function requireGraphqlRequest(request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request;
  if (method !== "GET" && method !== "POST") {
    response.setHeader("Allow", "GET, POST");
    throw refusal(405, say`Use ${["GET", "POST"]} for GraphQL`);
  }
  if (!answerTypeFor(headers.accept)) {
    throw refusal(
      406,
      say`Responses come as ${answerTypes}: name one of them in Accept. For subscriptions, use a WebSocket (graphql-transport-ws) at this address, or server-sent events from /graphql/stream`,
    );
  }
  if (method === "POST") requireJson(request);
  if (
    method === "GET" &&
    !isJson(headers["content-type"]) &&
    !preflightHeaders.some((name) => headers[name])
  ) {
    throw refusal(
      400,
      say`A GET request needs the header graphql-require-preflight, so that pages from other origins cannot send it; or use POST`,
    );
  }
}

/** @throws DomainError BAD_REQUEST with 415 */
export function requireJson({ headers }: IncomingMessage): void {
  if (!isJson(headers["content-type"]))
    throw refusal(415, say`Content-Type must be application/json, in UTF-8`);
}

/**
 * The JSON in the body of a POST.
 *
 * @throws DomainError BAD_REQUEST, PAYLOAD_TOO_LARGE
 */
export function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  return readBody(request, maxBytes).then(toJson);
}

function toJson(bytes: Buffer): unknown {
  const body = parseJson(toText(bytes));
  if (!Array.isArray(body)) return body;
  throw new DomainError(
    "BAD_REQUEST",
    "Batches of operations are not supported: send each operation in its own request",
  );
}

/** @throws DomainError BAD_REQUEST */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("BAD_REQUEST", say`The request body is not valid JSON`);
  }
}

function refusal(httpStatus: number, message: Message): DomainError {
  return new DomainError("BAD_REQUEST", message, {}, { httpStatus });
}

function isJson(contentType: string | undefined): boolean {
  // The form that nearly all clients send.
  if (contentType === "application/json") return true;
  const [type, ...parameters] = (contentType ?? "").split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((each) => each.startsWith("charset="));
  return type === "application/json" && (charset === undefined || /^charset="?utf-8"?$/.test(charset));
}
