import { STATUS_CODES } from "node:http";
import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
} from "graphql";
import { DomainError } from "../shared/domain-error.ts";
import { type ErrorCode, httpStatusByCode, isErrorCode } from "../shared/error-codes.ts";
import type { Logger } from "../shared/logger.ts";
import { inEnglish, say, type Translate } from "../shared/message.ts";
import { shortened } from "../shared/shortened.ts";

export interface ErrorScope {
  readonly requestId: string;
  readonly log: Logger;
  /** The caller's language. */
  readonly language: string;
  /** Into the caller's language. */
  readonly translate: Translate;
  /** Counts an error that is sent to the client. */
  count(code: ErrorCode): void;
}

/**
 * Translates errors for all transports. The client is told what the domain refuses, and what is wrong with its document
 * or variables. Any other error is logged with the request's id, and the client learns only that id.
 *
 * @param scope the request that failed; null if it is not known yet, and the error will be translated again.
 */
export function toClientError(error: unknown, scope: ErrorScope | null): GraphQLFormattedError {
  const located = error instanceof GraphQLError ? error : undefined;
  const place = {
    ...(located?.locations && { locations: located.locations }),
    ...(located?.path && { path: located.path }),
  };
  const cause = rootCause(error);
  const translate = scope?.translate ?? inEnglish;
  if (cause instanceof DomainError) {
    scope?.count(cause.code);
    const { message, extensions } = wordingOf(cause, translate);
    return { message, ...place, extensions };
  }
  const code = located && clientFault(located);
  if (located && code) {
    scope?.count(code);
    const { fields } = located.extensions;
    const facts = fields === undefined ? {} : { fields };
    const message = shortened(located.message);
    return { message, ...place, extensions: extensions(code, facts, httpStatus(located)) };
  }
  scope?.count("INTERNAL_SERVER_ERROR");
  scope?.log.error({ err: cause, path: located?.path }, "unexpected error");
  return {
    message: translate(say`Something went wrong on the server; if it keeps happening, report the requestId`),
    ...place,
    extensions: extensions("INTERNAL_SERVER_ERROR", { requestId: scope?.requestId }),
  };
}

interface Wording extends Pick<GraphQLFormattedError, "message" | "extensions"> {
  readonly translate: Translate;
}

// Requests that are refused together share the error, and most of them the language.
const wordings = new WeakMap<DomainError, Wording>();

function wordingOf(refusal: DomainError, translate: Translate): Wording {
  const known = wordings.get(refusal);
  if (known?.translate === translate) return known;
  const { message, facts } = refusal.describe(translate);
  const wording = { translate, message, extensions: extensions(refusal.code, facts, refusal.httpStatus) };
  wordings.set(refusal, wording);
  return wording;
}

/** A result with its errors translated, as it goes to the client. */
export function toClientResult(
  { errors, ...result }: ExecutionResult,
  scope: ErrorScope,
): FormattedExecutionResult {
  return errors ? { ...result, errors: errors.map((error) => toClientError(error, scope)) } : result;
}

/** An error with the id of its request, for a transport whose answers have no headers. */
export function withRequestId(
  error: GraphQLFormattedError,
  { requestId }: ErrorScope,
): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } };
}

/** The HTTP status for a refusal of the whole request. */
export function httpStatusOf(error: GraphQLFormattedError): number {
  return (error.extensions?.["status"] as number | undefined) ?? 500;
}

/** The HTTP headers for a refusal of the whole request. */
export function httpHeadersOf({ extensions }: GraphQLFormattedError): Readonly<Record<string, string>> {
  const seconds = extensions?.["retryAfterSeconds"];
  return {
    ...(seconds !== undefined && { "Retry-After": String(seconds) }),
    // HTTP requires it, and some clients take a 401 without it for a broken connection.
    ...(extensions?.["status"] === 401 && { "WWW-Authenticate": "Bearer" }),
  };
}

function extensions(
  code: ErrorCode,
  facts: Readonly<Record<string, unknown>> = {},
  status: number = httpStatusByCode[code],
) {
  return { ...facts, code, status, error: STATUS_CODES[status] };
}

/** The HTTP status that Apollo gives the answer, if it has one of its own that says what is wrong: 405, 406, 415. */
function httpStatus({ extensions: { http } }: GraphQLError): number | undefined {
  const { status = 0 } = (http ?? {}) as { status?: number };
  return status >= 400 ? status : undefined;
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}

/** The code of an error that GraphQL itself found in the request, else null. */
function clientFault(error: GraphQLError): ErrorCode | null {
  const { code } = error.extensions;
  if (isErrorCode(code) && code !== "INTERNAL_SERVER_ERROR") return code;
  // Apollo's errors about a request as a whole, such as a persisted query whose hash does not match.
  if (code === undefined && !error.originalError && !error.path && !error.nodes) return "BAD_REQUEST";
  // An error of value coercion, raised before or beside any resolver, points at an argument or a variable.
  return graphqlCauses(error).some(({ nodes }) => nodes?.some((node) => inputNodeKinds.has(node.kind)))
    ? "BAD_USER_INPUT"
    : null;
}

function graphqlCauses(error: Error | undefined): GraphQLError[] {
  return error instanceof GraphQLError ? [error, ...graphqlCauses(error.originalError)] : [];
}

const inputNodeKinds: ReadonlySet<string> = new Set([
  "VariableDefinition",
  "Argument",
  "Variable",
  "ObjectField",
  "IntValue",
  "FloatValue",
  "StringValue",
  "BooleanValue",
  "NullValue",
  "EnumValue",
  "ListValue",
  "ObjectValue",
]);
