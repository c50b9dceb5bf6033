import type { ErrorCode } from "../shared/error-codes.ts";

/** Descriptions that several elements of the schema share. GraphiQL renders them as Markdown. */
export const ALL_MUST_HOLD = "A condition that is null or left out restricts nothing; all others must hold.";
export const PARTIAL_UPDATE = "A field that is left out stays as it is.";

export const EVENT_CURSOR =
  "The event's place in the feed. After a break, a subscription with it as `after` goes on with the next event.";
export const IN_ORDER =
  "The events come in order, each once. A client that reads too slowly is disconnected, and goes on from its last `cursor`.";
export const RESUME_AFTER =
  "The `cursor` of the last event that the client has: the subscription begins with the events since then. " +
  "CURSOR_EXPIRED where the server no longer keeps these (it keeps events for 24 hours by default). Null: it begins now.";

export const REMOVED_AT = (thing: string) =>
  `When the ${thing} was removed; null while it is in place. A removed ${thing} is in no list, but histories still show it.`;

export const IDEMPOTENCY_KEY =
  "A key of the client's choice for this request. For 24 hours the same user gets the first answer again, as it was, " +
  "for the same mutation, key and input, with its slots and vehicle as they are by then; another input is " +
  "IDEMPOTENCY_KEY_REUSED. A refused request uses up no key.";

/** The error codes of one operation, and when it answers them. Codes that every operation may answer are left out. */
export function withCodes(description: string, codes: Partial<Record<ErrorCode, string>>): string {
  const list = Object.entries(codes).map(([code, when]) => `- ${code}: ${when}`);
  return [description, "", "Error codes:", ...list].join("\n");
}

export const ROOT_TYPES: Readonly<Record<string, string>> = {
  Query:
    "Everything that can be read. What does not exist looks the same as what the caller may not see: null, or missing from a list.",
  Mutation:
    "Everything that changes something. A mutation that is refused changes nothing, and answers an error whose " +
    "`extensions.code` is an `ErrorCode`. Each mutation lists its own codes. Besides, any operation may answer " +
    "BAD_USER_INPUT for a value out of its bounds or a malformed id, UNAUTHENTICATED without a valid token, " +
    "FORBIDDEN without the required role, and the codes for limits and faults.",
  Subscription:
    "Everything that can be watched, over WebSocket (`graphql-transport-ws`) or server-sent events. " +
    "Each event has a `cursor`, from which a client goes on after a break.",
};

/** The sentence that says who may call an operation; empty if anyone may. */
export function requiredRoles(rule: "anyone" | readonly string[] | undefined): string {
  if (rule === undefined || rule === "anyone") return "";
  return rule.length === 1
    ? `Requires the role ${rule[0]}.`
    : `Requires one of the roles ${rule.join(", ")}.`;
}
