import type { GraphQLField } from "graphql";
import { Extensions } from "type-graphql";

/**
 * On the resolver of a field that does nothing but look up rows by their keys (`OperationContext.loaders`). They are read
 * together with those of all queries in flight, however many ask for the same.
 */
export function ByKey(): MethodDecorator {
  return Extensions({ isByKey: true }) as MethodDecorator;
}

export function isByKey({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions["isByKey"] === true;
}
