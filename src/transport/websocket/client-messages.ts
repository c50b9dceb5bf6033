import type { OperationRequest } from "../operations.ts";

/** What a client may send, by the protocol graphql-transport-ws. */
export type ClientMessage =
  | { readonly type: "connection_init" | "ping" | "pong"; readonly payload?: JsonObject | null }
  | { readonly type: "subscribe"; readonly id: string; readonly payload: OperationRequest }
  | { readonly type: "complete"; readonly id: string };

export type JsonObject = Readonly<Record<string, unknown>>;

/** The message in a text, or null where it is none of the protocol's. */
export function parseClientMessage(text: string): ClientMessage | null {
  const message = parseJson(text);
  if (!isObject(message)) return null;
  const { type, id, payload } = message;
  switch (type) {
    case "connection_init":
    case "ping":
    case "pong":
      return isAbsent(payload) || isObject(payload) ? { type, payload } : null;
    case "subscribe":
      return isId(id) && isOperation(payload) ? { type, id, payload } : null;
    case "complete":
      return isId(id) ? { type, id } : null;
    default:
      return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isOperation(payload: unknown): payload is OperationRequest {
  if (!isObject(payload)) return false;
  const { query, operationName, variables, extensions } = payload;
  return (
    typeof query === "string" &&
    (isAbsent(operationName) || typeof operationName === "string") &&
    (isAbsent(variables) || isObject(variables)) &&
    (isAbsent(extensions) || isObject(extensions))
  );
}

function isId(id: unknown): id is string {
  return typeof id === "string" && id !== "";
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
