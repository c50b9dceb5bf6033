import type { ErrorCode } from "./error-codes.ts";
import { inEnglish, type Message, type Translate, toMessage } from "./message.ts";

/**
 * An expected refusal: a code from the closed list, a sentence that says what to do, and the facts a
 * client needs to act on it. Anything else that is thrown is a fault, and is shown without detail.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Set if HTTP has a more exact status than the code's own: 414, 415. */
  readonly httpStatus: number | undefined;
  readonly #message: Message;

  constructor(
    code: ErrorCode,
    message: Message | string,
    facts: Record<string, unknown> = {},
    { httpStatus }: { httpStatus?: number } = {},
  ) {
    const { stackTraceLimit } = Error;
    // Captures no stack trace: a refusal is no fault, and capturing the trace takes longer than deciding to refuse.
    Error.stackTraceLimit = 0;
    super(inEnglish(toMessage(message)));
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.facts = facts;
    this.httpStatus = httpStatus;
    this.#message = toMessage(message);
  }

  /** What a client is told, in its language. Codes and facts are the same in every language. */
  describe(translate: Translate): { message: string; facts: Readonly<Record<string, unknown>> } {
    return { message: translate(this.#message), facts: this.facts };
  }
}

/** One field of an input that is wrong: its path in the operation's arguments, and what is allowed. */
export interface FieldError {
  readonly path: string;
  readonly message: Message | string;
}

class BadInputError extends DomainError {
  readonly #fields: readonly FieldError[];

  constructor(fields: readonly FieldError[]) {
    super("BAD_USER_INPUT", toSentence(shown(fields, inEnglish)), { fields: shown(fields, inEnglish) });
    this.#fields = fields;
  }

  override describe(translate: Translate) {
    const fields = shown(this.#fields, translate);
    return { message: toSentence(fields), facts: { fields } };
  }
}

function shown(fields: readonly FieldError[], translate: Translate) {
  return fields.map(({ path, message }) => ({ path, message: translate(toMessage(message)) }));
}

function toSentence(fields: readonly { path: string; message: string }[]): string {
  return fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
}

/** BAD_USER_INPUT with the paths of the fields in `extensions.fields`. */
export function badInput(...fields: [FieldError, ...FieldError[]]): DomainError {
  return new BadInputError(fields);
}

export type Thing =
  | "User"
  | "Reservation"
  | "Slot"
  | "Port"
  | "Station"
  | "Vehicle"
  | "Charging session"
  | "Webhook"
  | "Delivery";

/** NOT_FOUND, with the same words for a thing that does not exist and for one that the caller may not see. */
export function notFound(thing: Thing, id: string): DomainError {
  return new DomainError("NOT_FOUND", { template: `${thing} {{0}} was not found`, values: [id] }, { id });
}
