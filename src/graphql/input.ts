import { ValidateBy, type ValidationError, type ValidationOptions, validateSync } from "class-validator";
import { Arg, Field, Float, ID } from "type-graphql";
import { isBlank } from "../shared/blank.ts";
import { badInput, type FieldError } from "../shared/domain-error.ts";
import { type IdPrefix, idExpectation, isIdOf } from "../shared/ids.ts";
import { type Message, say } from "../shared/message.ts";
import { isSurelyValid } from "./input-checks.ts";

/** An `ID` field that takes the TypeID of one type only. */
export function IdField(
  prefix: IdPrefix,
  options: { nullable?: boolean; description: string },
): PropertyDecorator {
  return (target, key) => {
    Field(() => ID, options)(target, key);
    isTypeId(prefix)(target, key);
  };
}

/** A list of TypeIDs of one type. */
export function IdListField(
  prefix: IdPrefix,
  { max, description }: { max: number; description: string },
): PropertyDecorator {
  return (target, key) => {
    Field(() => [ID], {
      nullable: true,
      description: `${description} At most ${shown(max)} ids.`,
    })(target, key);
    isTypeId(prefix, { each: true })(target, key);
    maxItems(max)(target, key);
  };
}

/**
 * A `String` field: not blank, without NUL (which PostgreSQL cannot store), and of bounded length, which is added to its
 * description.
 */
export function TextField({
  max,
  nullable = false,
  description,
}: {
  max: number;
  nullable?: boolean;
  description: string;
}): PropertyDecorator {
  return (target, key) => {
    const bounds = `From 1 to ${shown(max)} characters, not blank.`;
    Field(() => String, { nullable, description: `${description} ${bounds}` })(target, key);
    check("isText", say`must be 1 to ${max} characters, not blank and without NUL`, (value) =>
      isText(value, max),
    )(target, key);
  };
}

/** A `Float` field within bounds, which are added to its description. */
export function NumberField(bounds: {
  min: number;
  max: number;
  aboveMin?: boolean;
  nullable?: boolean;
  description: string;
}): PropertyDecorator {
  const { min, max, aboveMin = false, nullable = false } = bounds;
  const words = aboveMin
    ? `More than ${shown(min)}, at most ${shown(max)}.`
    : `From ${shown(min)} to ${shown(max)}.`;
  const description = `${bounds.description} ${words}`;
  const range = aboveMin
    ? say`must be more than ${min} and at most ${max}`
    : say`must be at least ${min} and at most ${max}`;
  return (target, key) => {
    Field(() => Float, { nullable, description })(target, key);
    const inBounds = (value: number) => (aboveMin ? value > min : value >= min) && value <= max;
    check("inBounds", range, (value) => typeof value === "number" && inBounds(value))(target, key);
  };
}

// Not by toLocaleString, whose first call takes a twentieth of the start.
function shown(bound: number): string {
  return String(bound).replace(/\B(?=(\d{3})+$)/g, ",");
}

// Half a surrogate pair is no character, and PostgreSQL refuses it in JSON.
function isText(value: unknown, max: number): boolean {
  if (typeof value !== "string" || isBlank(value) || characterCount(value) > max) return false;
  return !value.includes("\0") && !/\p{Surrogate}/u.test(value);
}

// Counts as a person does: an emoji is one character, not the two units that UTF-16 makes of it.
function characterCount(text: string): number {
  return [...text].length;
}

function isTypeId(prefix: IdPrefix, options?: ValidationOptions): PropertyDecorator {
  return check("isTypeId", idExpectation(prefix), (value) => isIdOf(prefix, value), options);
}

export function maxItems(max: number): PropertyDecorator {
  return check(
    "maxItems",
    say`must have at most ${max} items`,
    (value) => Array.isArray(value) && value.length <= max,
  );
}

export function minItems(min: number): PropertyDecorator {
  return check(
    "minItems",
    say`must have at least ${min} item`,
    (value) => Array.isArray(value) && value.length >= min,
  );
}

/** An optional field that may be left out, but not set to null. */
export function NotNull(): PropertyDecorator {
  return validateBy(
    "notNull",
    say`must not be null; leave it out to keep the current value`,
    (value) => value !== null,
  );
}

// The schema decides whether a field may be null: a null that arrives here is allowed.
function check(
  name: string,
  message: Message,
  accepts: (value: unknown) => boolean,
  options?: ValidationOptions,
): PropertyDecorator {
  return validateBy(name, message, (value) => value === null || accepts(value), options);
}

// class-validator takes messages as plain strings in one language, so messages pass through it as JSON. As a
// decorator's "context" they could pass as they are, but subscribing to a feed would take twice as long.
function validateBy(
  name: string,
  message: Message,
  validate: (value: unknown) => boolean,
  options?: ValidationOptions,
): PropertyDecorator {
  const text = JSON.stringify(message);
  return ValidateBy({ name, validator: { validate, defaultMessage: () => text } }, options);
}

function messageIn(text: string): Message | string {
  return text.startsWith("{") ? (JSON.parse(text) as Message) : text;
}

/** An argument that is an input object, validated with the paths of its fields below the argument's own name. */
export function InputArg(
  name: string,
  type: () => object,
  options: { nullable?: boolean; description: string },
): ParameterDecorator {
  return Arg(name, type as never, {
    ...options,
    validateFn: (value: unknown) => validateInput(value, name),
  }) as ParameterDecorator;
}

/** @throws DomainError BAD_USER_INPUT with every field that is wrong. */
export function validateInput(input: unknown, path = ""): void {
  if (input === null || typeof input !== "object" || isSurelyValid(input)) return;
  const [first, ...rest] = validateSync(input, {
    skipUndefinedProperties: true,
    forbidUnknownValues: false,
  }).flatMap((error) => fieldErrors(error, path));
  if (first) throw badInput(first, ...rest);
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = parent === "" ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((text) => ({ path, message: messageIn(text) }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, path))];
}
