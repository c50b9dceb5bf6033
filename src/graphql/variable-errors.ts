import { GraphQLError } from "graphql";
import { shortened } from "../shared/shortened.ts";

// graphql-js names the place only in its message: `Variable "$input" got invalid value 5 at "input.items[0].slotId";
// …`. A value that is shown before it cannot end like this, because its own quotes would be escaped.
const PLACE = / at "([\w.[\]]+)"$/;

/** Adds the `fields` that errors about inputs have to an error of graphql-js about a variable. */
export function withFields(error: GraphQLError): GraphQLError {
  const { message, nodes, originalError } = error;
  const definition = nodes?.find((node) => node.kind === "VariableDefinition");
  if (!definition) return error;
  const reason = originalError?.message ?? message;
  const before = message.slice(0, -`; ${reason}`.length);
  const place = PLACE.exec(before)?.[1] ?? definition.variable.name.value;
  const path = place.replace(/\[(\d+)\]/g, ".$1");
  const extensions = { ...error.extensions, fields: [{ path, message: shortened(reason) }] };
  return new GraphQLError(message, { nodes, originalError, extensions });
}
