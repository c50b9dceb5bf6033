/** Why a server ends a WebSocket: codes of RFC 6455 below 4000, of graphql-transport-ws from there on. */
export const closeCodes = {
  goingAway: 1001,
  /** Tells clients to reconnect later. */
  tryAgainLater: 1013,
  badRequest: 4400,
  unauthorized: 4401,
  /** The token is not valid, or has expired. */
  forbidden: 4403,
  subprotocolNotAcceptable: 4406,
  initialisationTimeout: 4408,
  subscriberAlreadyExists: 4409,
  tooManyInitialisations: 4429,
  internalError: 4500,
} as const;

/** The longest reason that fits into a close frame, in bytes. */
const LONGEST_REASON = 123;

export function closeReason(text: string): string {
  return Buffer.byteLength(text) <= LONGEST_REASON ? text : closeReason(text.slice(0, -1));
}
