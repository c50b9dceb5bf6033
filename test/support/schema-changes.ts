import { CriticalityLevel, DiffRule, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

/** The effects of a schema change on existing clients, in sentences. */
export interface SchemaChanges {
  /** Operations become invalid, or results change their type. */
  readonly breaking: readonly string[];
  /** Clients may fail on additions that they did not expect: a new enum value or union member. */
  readonly dangerous: readonly string[];
}

/** Compares two SDLs. Removing what the older one deprecated is allowed. */
export async function schemaChanges(before: string, after: string): Promise<SchemaChanges> {
  const rules = [DiffRule.suppressRemovalOfDeprecatedField];
  const changes = await diff(buildSchema(before), buildSchema(after), rules);
  const at = (level: CriticalityLevel) =>
    changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => message);
  return { breaking: at(CriticalityLevel.Breaking), dangerous: at(CriticalityLevel.Dangerous) };
}
