import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLBoolean,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  visit,
} from "graphql";

/**
 * The variables of an operation that `@skip` and `@include` use, anywhere in its document. A variable of the same name
 * that is no Boolean is used there by another operation only, and takes any number of values.
 */
export function conditionsOf(
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): readonly string[] {
  const names = new Set<string>();
  const add = ({ name, arguments: args = [] }: DirectiveNode) => {
    if (name.value !== "skip" && name.value !== "include") return;
    for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  visit(document, { Directive: add });
  const booleans = variableDefinitions.filter(({ type }) => isBoolean(type));
  return booleans.map(({ variable }) => variable.name.value).filter((name) => names.has(name));
}

function isBoolean(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isBoolean(type.type);
  return type.kind === Kind.NAMED_TYPE && type.name.value === GraphQLBoolean.name;
}
