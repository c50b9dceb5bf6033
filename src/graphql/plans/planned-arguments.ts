import { type FieldNode, type GraphQLField, getArgumentValues, Kind, visit } from "graphql";
import { isAbsent } from "../../shared/json.ts";

export type Variables = Readonly<Record<string, unknown>>;
type Arguments = Readonly<Record<string, unknown>>;

/** Makes the arguments of a field from the variables of a request. */
export type PlannedArguments = (variables: Variables) => Arguments;

const NO_ARGUMENTS: Arguments = Object.freeze({});

/** Makes arguments as graphql-js does. They are made only once if they contain no variable, unless they are wrong. */
export function planArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): PlannedArguments {
  if (field.args.length === 0) return () => NO_ARGUMENTS;
  const compute = (variables: Variables) => getArgumentValues(field, node, variables);
  if (hasVariables(node)) return onlyVariables(field, node, compute);
  try {
    const values = getArgumentValues(field, node, {});
    return () => values;
  } catch {
    return compute;
  }
}

/**
 * For arguments that are all variables, which are already coerced. A variable that is absent or null is left to
 * graphql-js.
 */
function onlyVariables(
  { args }: GraphQLField<unknown, unknown>,
  { arguments: given = [] }: FieldNode,
  left: PlannedArguments,
): PlannedArguments {
  const variables = new Map<string, string>();
  for (const { name, value } of given)
    if (value.kind === Kind.VARIABLE) variables.set(name.value, value.name.value);
  if (variables.size < args.length) return left;
  const pairs = [...variables];
  return (values) => {
    const read: Record<string, unknown> = {};
    for (const [argument, variable] of pairs) {
      const value = Object.hasOwn(values, variable) ? values[variable] : undefined;
      if (isAbsent(value)) return left(values);
      read[argument] = value;
    }
    return read;
  };
}

function hasVariables(node: FieldNode): boolean {
  let found = false;
  for (const argument of node.arguments ?? [])
    visit(argument, {
      Variable() {
        found = true;
      },
    });
  return found;
}
