import { isAbsent, isObject, type JsonObject } from "../../shared/json.ts";
import { isNestedDeeper } from "../limits/nesting.ts";
import { isOperation, type ReceivedOperation } from "../operations/operations.ts";

/** What a client may send, by the protocol graphql-transport-ws. */
export type ClientMessage =
  | { readonly type: "connection_init" | "ping" | "pong"; readonly payload?: JsonObject | null }
  | { readonly type: "subscribe"; readonly id: string; readonly payload: ReceivedOperation }
  | { readonly type: "complete"; readonly id: string };

/** How deep a message other than an operation may be nested: a pong has to serialise it again. */
const MOST_LEVELS = 50;

/** The message in a text; null if it is none of the protocol's. */
export function parseClientMessage(text: string): ClientMessage | null {
  const message = parseJson(text);
  if (!isObject(message)) return null;
  const { type, id, payload } = message;
  switch (type) {
    case "connection_init":
    case "ping":
    case "pong":
      if (isNestedDeeper(payload, MOST_LEVELS)) return null;
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

function isId(id: unknown): id is string {
  return typeof id === "string" && id !== "";
}
