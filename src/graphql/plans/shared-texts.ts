import type { PlannedField } from "./operation-plan.ts";

type Texts = Map<PlannedField, string>;

const texts = new WeakMap<object, Texts>();

/** Marks a value that is given to several operations, so that the text they have in common is written once. */
export function shareText(value: unknown): void {
  if (typeof value === "object" && value !== null) texts.set(value, new Map());
}

/** The JSON texts of a shared value, by the field it is the value of; undefined if it is not shared. */
export function sharedTextsOf(value: unknown): Texts | undefined {
  return typeof value === "object" && value !== null ? texts.get(value) : undefined;
}
