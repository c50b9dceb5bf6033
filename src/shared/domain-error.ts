import type { ErrorCode } from "./error-codes.ts";

/**
 * An expected refusal: a code from the closed list, a sentence that says what to do, and the facts a
 * client needs to act on it. Anything else that is thrown is a fault, and is shown without detail.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, facts: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}

/** One field of an input that is wrong: its path in the operation's arguments, and what is allowed. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** BAD_USER_INPUT with the paths of the fields in `extensions.fields`. */
export function badInput(...fields: [FieldError, ...FieldError[]]): DomainError {
  const message = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
  return new DomainError("BAD_USER_INPUT", message, { fields });
}

/** NOT_FOUND, worded alike for what does not exist and for what is not the caller's to see. */
export function notFound(thing: string, id: string): DomainError {
  return new DomainError("NOT_FOUND", `${thing} ${id} was not found`, { id });
}
