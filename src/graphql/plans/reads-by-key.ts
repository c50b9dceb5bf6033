import { TypeNameMetaFieldDef } from "graphql";
import { memoizePerObject } from "../../shared/memoize.ts";
import { isByKey } from "../by-key.ts";
import type { Completion, OperationPlan, PlannedField } from "./operation-plan.ts";

/** Whether everything that an operation may read is looked up by keys, at any depth. */
export const readsOnlyByKey = memoizePerObject(({ fields }: OperationPlan): boolean =>
  fields.every(isFieldByKey),
);

function isFieldByKey({ field, resolve, isReadAhead, completion }: PlannedField): boolean {
  if (field === TypeNameMetaFieldDef) return true;
  return (resolve === null || isReadAhead || isByKey(field)) && isCompletedByKey(completion);
}

function isCompletedByKey(completion: Completion): boolean {
  switch (completion.kind) {
    case "leaf":
      return true;
    case "object":
      return completion.fields().every(isFieldByKey);
    case "list":
      return isCompletedByKey(completion.item);
    case "non-null":
      return isCompletedByKey(completion.inner);
    // What is read depends on the concrete type.
    case "abstract":
      return false;
  }
}
