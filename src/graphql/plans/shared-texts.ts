import type { PlannedField } from "./operation-plan.ts";

type Texts = Map<PlannedField, string>;

const texts = new WeakMap<object, Texts>();

/** Says of what was read that several operations are given it: what they write of it alike is written once. */
export function shareText(value: unknown): void {
  if (typeof value === "object" && value !== null) texts.set(value, new Map());
}

/** What is written of a shared value, as JSON, by the field it is the value of; undefined where it is not shared. */
export function sharedTextsOf(value: unknown): Texts | undefined {
  return typeof value === "object" && value !== null ? texts.get(value) : undefined;
}
