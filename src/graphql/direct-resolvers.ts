import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { getMetadataStorage } from "type-graphql";
import { inputReader } from "./input-objects.ts";

type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Handler = ReturnType<typeof getMetadataStorage>["queries"][number];
type Parameter = NonNullable<Handler["params"]>[number];
type Method = (...values: unknown[]) => unknown;

/**
 * Makes fields call the methods of their resolvers, and check their input objects, directly if TypeGraphQL would do
 * nothing but that. TypeGraphQL looks up the resolver, sorts and maps the parameters, and makes a promise for every
 * argument and one for all of them.
 *
 * @param resolverOf returns the instance of a resolver's class.
 */
export function resolveDirectly(
  schema: GraphQLSchema,
  resolverOf: (target: unknown) => object | undefined,
): void {
  const { queries, mutations, fieldResolvers, objectTypes } = getMetadataStorage();
  const nameOf = new Map<unknown, string>(objectTypes.map(({ target, name }) => [target, name]));
  const handlers = [
    ...queries.map((query) => ({ typeName: "Query", handler: query as Handler })),
    ...mutations.map((mutation) => ({ typeName: "Mutation", handler: mutation as Handler })),
    ...fieldResolvers
      .filter(({ kind }) => kind === "external")
      .map((handler) => ({
        typeName: nameOf.get(handler.getObjectType?.()),
        handler: handler as unknown as Handler,
      })),
  ];
  for (const { typeName, handler } of handlers) {
    const type = schema.getType(typeName ?? "");
    const resolver = resolverOf(handler.target);
    const field = isObjectType(type) ? type.getFields()[handler.schemaName] : undefined;
    if (!field || !resolver) continue;
    const resolve = isUnwatched(handler) ? toResolve(resolver, handler) : null;
    if (resolve) field.resolve = resolve;
  }
}

function isUnwatched({ middlewares, roles }: Handler): boolean {
  return (middlewares ?? []).length === 0 && roles === undefined;
}

function toResolve(resolver: object, { methodName, params = [] }: Handler): Resolve | null {
  const readers = params.toSorted((a, b) => a.index - b.index).map(readerOf);
  if (!readers.every((reader) => reader !== null)) return null;
  const method = (resolver as Record<string, Method>)[methodName] as Method;
  return (root, args, context, info) =>
    method.apply(
      resolver,
      readers.map((read) => read(root, args, context, info)),
    );
}

/** Reads the value of a parameter; null if TypeGraphQL makes something else of it. */
function readerOf(parameter: Parameter): Resolve | null {
  switch (parameter.kind) {
    case "root":
      return parameter.propertyName || parameter.getType ? null : (root) => root;
    case "context":
      return parameter.propertyName ? null : (_root, _args, context) => context;
    case "info":
      return (_root, _args, _context, info) => info;
    case "arg": {
      const { name, getType, validateFn } = parameter;
      const read = inputReader(getType());
      if (!read) return validateFn ? null : (_root, args) => args[name];
      // The `validateFn` of `InputArg` needs no other argument, and is done when it returns.
      const check = validateFn as ((input: unknown) => void) | undefined;
      return (_root, args) => {
        const input = read(args[name]);
        check?.(input);
        return input;
      };
    }
    default:
      return null;
  }
}
