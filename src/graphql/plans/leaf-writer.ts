import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from "graphql";

/** The value of a leaf as JSON; null where its type makes nothing of it. */
export type LeafWriter = (value: unknown) => string | null;

/** What the type's own `serialize` makes of a value, as JSON; values as rows have them are written without asking it. */
export function writerOf(type: GraphQLLeafType): LeafWriter {
  const write = (value: unknown) => {
    const serialized = type.serialize(value);
    return serialized === null || serialized === undefined ? null : (JSON.stringify(serialized) ?? null);
  };
  if (type === GraphQLString || type === GraphQLID)
    return (value) => (typeof value === "string" ? quote(value) : write(value));
  if (type === GraphQLInt) return (value) => (isInt32(value) ? String(value) : write(value));
  if (type === GraphQLFloat) return (value) => (Number.isFinite(value) ? String(value) : write(value));
  if (type === GraphQLBoolean) return (value) => (typeof value === "boolean" ? String(value) : write(value));
  if (!isEnumType(type)) return write;
  const names = new Map(type.getValues().map(({ name, value }) => [value, quote(name)]));
  return (value) => names.get(value) ?? write(value);
}

/** A text that JSON writes as it is: without quotes, backslashes, control characters and halves of surrogate pairs. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

// Half of what JSON.stringify takes for a text as short as most are.
function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function isInt32(value: unknown): boolean {
  return typeof value === "number" && (value | 0) === value;
}
