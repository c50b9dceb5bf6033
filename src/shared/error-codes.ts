/**
 * Every `extensions.code` this API raises, with its HTTP status. The list is closed: a code that is not here does not
 * compile, so a client can switch over all of them.
 */
export const httpStatusByCode = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  SLOT_NOT_AVAILABLE: 409,
  SLOT_BOOKED: 409,
  SLOT_IN_USE: 409,
  SLOT_INACTIVE: 400,
  WINDOW_TAKEN: 409,
  INVALID_STATE: 409,
  VEHICLE_ALREADY_CHARGING: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  CURSOR_EXPIRED: 410,
  RATE_LIMITED: 429,
  QUERY_TOO_COMPLEX: 400,
  PAYLOAD_TOO_LARGE: 413,
  SUBSCRIPTION_LIMIT: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
  // Raised by Apollo Server, whose clients know them.
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  PERSISTED_QUERY_NOT_FOUND: 400,
  PERSISTED_QUERY_NOT_SUPPORTED: 400,
} as const;

export type ErrorCode = keyof typeof httpStatusByCode;
export const errorCodes = Object.keys(httpStatusByCode) as ErrorCode[];

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(httpStatusByCode, code);
}
