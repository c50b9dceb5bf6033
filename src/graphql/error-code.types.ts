import { registerEnumType } from "type-graphql";
import { type ErrorCode, errorCodes, httpStatusByCode } from "../shared/error-codes.ts";

export const ErrorCodeEnum = Object.fromEntries(errorCodes.map((code) => [code, code]));

const meanings: Readonly<Record<ErrorCode, string>> = {
  BAD_USER_INPUT:
    "A value of the input is not allowed. `fields` lists each wrong field, with its `path` and a `message`.",
  UNAUTHENTICATED: "The operation needs a token, or the token is not valid.",
  FORBIDDEN:
    "The caller may not do this: the role does not allow it, or the station is another organisation's. It is " +
    "also answered to web pages of a foreign origin, and to documents that are not trusted.",
  NOT_FOUND: "The object with this `id` does not exist, or the caller may not see it.",
  SLOT_NOT_AVAILABLE:
    "The slot cannot be reserved: at an IMMEDIATE station it is not AVAILABLE, at a CALENDAR station it is INACTIVE. `slotId` and `currentStatus` say more.",
  SLOT_BOOKED:
    "Reservations stand in the way of charging on the slot, or of taking it out of service. `slotId` and `currentStatus` say more.",
  SLOT_IN_USE: "A charging session is going on at the slot. `slotId` and `currentStatus` say more.",
  SLOT_INACTIVE: "The slot cannot be charged on, because it is out of service.",
  WINDOW_TAKEN:
    "The window overlaps others of the slot. `takenWindows` lists them as `slotId`, `startAt` and `endAt`.",
  INVALID_STATE:
    "The object's state does not allow the `step`. `currentStatus` and `allowedStatuses` say more, where there are such.",
  VEHICLE_ALREADY_CHARGING:
    "The vehicle has an ACTIVE charging session. `sessionId` is its id, where the caller may see it.",
  IDEMPOTENCY_KEY_REUSED: "The `idempotencyKey` came with another input before.",
  CURSOR_EXPIRED: "The cursor is not of this feed, or the events since then are no longer kept.",
  RATE_LIMITED: "The caller has spent too many points in a minute. Try again in `retryAfterSeconds`.",
  QUERY_TOO_COMPLEX:
    "The operation is too large, and is not executed. `measure` says by what, with its `value` and the `limit`.",
  PAYLOAD_TOO_LARGE: "The body, the URL (status 414), the headers (431) or a message are too large.",
  SUBSCRIPTION_LIMIT:
    "Too many connections are open, or too many operations on one connection. `limit` says how many may be.",
  SERVICE_UNAVAILABLE: "The database does not answer in time, or the operation took too long. Try again.",
  INTERNAL_SERVER_ERROR: "The server has a fault. Report the `requestId` if it lasts.",
  BAD_REQUEST: "The request is not GraphQL over HTTP. The status may also be 405, 406, 408 or 415.",
  GRAPHQL_PARSE_FAILED: "The document is not GraphQL.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit this schema.",
  OPERATION_RESOLUTION_FAILURE: "The request does not say which operation of the document to execute.",
  PERSISTED_QUERY_NOT_FOUND: "The server does not know a document with this hash. Send the document along.",
  PERSISTED_QUERY_NOT_SUPPORTED: "The server does not keep documents by their hashes.",
};

const described = (code: ErrorCode) => [
  code,
  { description: `${meanings[code]} Status ${httpStatusByCode[code]}.` },
];

registerEnumType(ErrorCodeEnum, {
  name: "ErrorCode",
  description:
    "Every `extensions.code` of an error of this API, so that clients can generate the list. `extensions.status` has the HTTP " +
    "status that fits; the answer itself is HTTP 200 where the operation was executed. The other names in backticks are " +
    "those of further `extensions` of the error.",
  valuesConfig: Object.fromEntries(errorCodes.map(described)),
});
