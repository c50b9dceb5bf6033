import type { GraphQLField } from "graphql";
import { Extensions } from "type-graphql";

/**
 * Marks the resolver of a field that only looks up rows by their keys (`OperationContext.loaders`). The rows are read
 * together with those of all queries in flight, however many ask for the same.
 */
export function ByKey(): MethodDecorator {
  return Extensions({ isByKey: true }) as MethodDecorator;
}

export function isByKey({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions["isByKey"] === true;
}
