import { CriticalityLevel, DiffRule, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

/** What a newer SDL would do to the clients of an older one, in sentences. */
export interface SchemaChanges {
  /** Operations that were valid are no longer, or answers have no longer their type. */
  readonly breaking: readonly string[];
  /** Clients that did not expect more to come may stumble: a new value of an enum, a new member of a union. */
  readonly dangerous: readonly string[];
}

/** Compares two SDLs. What the older one called deprecated may go. */
export async function schemaChanges(before: string, after: string): Promise<SchemaChanges> {
  const rules = [DiffRule.suppressRemovalOfDeprecatedField];
  const changes = await diff(buildSchema(before), buildSchema(after), rules);
  const at = (level: CriticalityLevel) =>
    changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => message);
  return { breaking: at(CriticalityLevel.Breaking), dangerous: at(CriticalityLevel.Dangerous) };
}
