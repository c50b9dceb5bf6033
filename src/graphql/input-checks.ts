import { getMetadataStorage, ValidationTypes } from "class-validator";
import { memoizePerObject } from "../shared/memoize.ts";

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>["getTargetValidationMetadatas"]>[number];

/** The checks of one property of an input. */
interface Checks {
  readonly property: string;
  /** Whether the property is checked at all. */
  readonly conditions: readonly ((input: object, value: unknown) => boolean)[];
  readonly accepts: readonly ((value: unknown) => boolean)[];
  readonly isNested: boolean;
}

/**
 * Whether class-validator would find nothing wrong with an input, with the options of `validateInput`. For each object,
 * class-validator looks up, groups and filters its rules, and prepares an error for each property: ten times the cost
 * of the rules themselves. Also false if this cannot be known without class-validator, so that it alone says what is
 * wrong.
 */
export function isSurelyValid(input: object): boolean {
  const type = input.constructor;
  const checks = typeof type === "function" ? checksOf(type) : null;
  if (!checks) return false;
  for (const { property, conditions, accepts, isNested } of checks) {
    const value = (input as Record<string, unknown>)[property];
    if (value === undefined || !conditions.every((applies) => applies(input, value))) continue;
    for (const accept of accepts) if (!accept(value)) return false;
    if (isNested && !isNestedValid(value)) return false;
  }
  return true;
}

function isNestedValid(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isNestedValid);
  return value instanceof Object && isSurelyValid(value);
}

/**
 * Null for a class with rules other than those that this project defines. The result can be kept, because all
 * decorators have run before the first input arrives.
 */
const checksOf = memoizePerObject(
  (type: NonNullable<Metadata["constraintCls"]>): readonly Checks[] | null => {
    const storage = getMetadataStorage();
    const rules = storage.getTargetValidationMetadatas(type, "", false, false);
    if (!rules.every(isOurs)) return null;
    return Object.entries(storage.groupByPropertyName(rules)).map(([property, of]) => toChecks(property, of));
  },
);

const ourTypes: ReadonlySet<string> = new Set([
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.NESTED_VALIDATION,
]);

function isOurs(rule: Metadata): boolean {
  const constraints = constraintsOf(rule);
  return ourTypes.has(rule.type) && !rule.validateIf && constraints.every((each) => !each.async);
}

function constraintsOf({ constraintCls }: Metadata) {
  return constraintCls ? getMetadataStorage().getTargetValidatorConstraints(constraintCls) : [];
}

function toChecks(property: string, rules: readonly Metadata[]): Checks {
  const ofType = (type: string) => rules.filter((rule) => rule.type === type);
  return {
    property,
    conditions: ofType(ValidationTypes.CONDITIONAL_VALIDATION).map(({ constraints }) => constraints[0]),
    accepts: ofType(ValidationTypes.CUSTOM_VALIDATION).flatMap(toAccepts),
    isNested: ofType(ValidationTypes.NESTED_VALIDATION).length > 0,
  };
}

function toAccepts(rule: Metadata): Checks["accepts"] {
  return constraintsOf(rule).map(({ instance }) => {
    const accepts = (value: unknown) => instance.validate(value) === true;
    return rule.each ? (value) => (Array.isArray(value) ? value.every(accepts) : accepts(value)) : accepts;
  });
}
