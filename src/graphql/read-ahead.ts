import type { GraphQLField } from "graphql";
import { Extensions } from "type-graphql";

/**
 * Marks the resolver of a field that may have been read together with its parent. The parent then has it as a property
 * of the same name, and the resolver, which would only return it, need not be called.
 */
export function ReadAhead(): MethodDecorator {
  return Extensions({ isReadAhead: true }) as MethodDecorator;
}

export function isReadAhead({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions["isReadAhead"] === true;
}
