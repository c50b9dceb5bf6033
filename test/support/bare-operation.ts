import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from "graphql";

/** A valid document with one root field, such as `Query.slots`, and only its required arguments. */
export function bareOperation(schema: GraphQLSchema, operation: string): string {
  const [typeName = "", name = ""] = operation.split(".");
  const type = schema.getType(typeName);
  if (!type || !("getFields" in type)) throw new Error(`There is no ${operation}`);
  const field = type.getFields()[name] as GraphQLField<unknown, unknown> | undefined;
  if (!field) throw new Error(`There is no ${operation}`);
  const given = field.args
    .filter(isRequiredArgument)
    .map((arg) => `${arg.name}: ${bareValue(arg.type, arg.name)}`)
    .join(", ");
  const selection = isLeafType(getNamedType(field.type)) ? "" : " { __typename }";
  return `${typeName.toLowerCase()} { ${name}${given && `(${given})`}${selection} }`;
}

function bareValue(type: GraphQLInputType, name: string): string {
  if (isNonNullType(type)) return bareValue(type.ofType, name);
  if (isListType(type)) return `[${bareValue(type.ofType, name)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? "";
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${bareValue(field.type, field.name)}`).join(", ")} }`;
  }
  if (type.name === "DateTime") return '"2026-01-01T00:00:00Z"';
  if (type.name === "ID") return `"${name.replace(/Ids?$/, "")}_01h455vb4pex5vsknk084sn02q"`;
  return /^(Int|Float)$/.test(type.name) ? "1" : '"text"';
}
