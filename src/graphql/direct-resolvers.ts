import {
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from "graphql";
import { getMetadataStorage } from "type-graphql";

type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Handler = ReturnType<typeof getMetadataStorage>["queries"][number];
type Parameter = NonNullable<Handler["params"]>[number];
type Method = (...values: unknown[]) => unknown;

/**
 * Lets fields call the methods of their resolvers themselves where TypeGraphQL would do nothing but that. Its own way
 * there looks up the resolver, sorts and maps the parameters, and makes a promise for every argument and one for all of
 * them. Arguments that are made into objects and validated are left to it.
 *
 * @param resolverOf the instance of a resolver's class.
 */
export function resolveDirectly(
  schema: GraphQLSchema,
  resolverOf: (target: unknown) => object | undefined,
): void {
  const { queries, fieldResolvers, objectTypes } = getMetadataStorage();
  const nameOf = new Map<unknown, string>(objectTypes.map(({ target, name }) => [target, name]));
  const handlers = [
    ...queries.map((query) => ({ typeName: "Query", handler: query as Handler })),
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
    const isPlain =
      !field.args.some((arg) => isInputObjectType(getNamedType(arg.type))) && isUnwatched(handler);
    const resolve = isPlain ? toResolve(resolver, handler) : null;
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

/** What a parameter is given; null where TypeGraphQL makes something else of it. */
function readerOf(parameter: Parameter): Resolve | null {
  switch (parameter.kind) {
    case "root":
      return parameter.propertyName || parameter.getType ? null : (root) => root;
    case "context":
      return parameter.propertyName ? null : (_root, _args, context) => context;
    case "info":
      return (_root, _args, _context, info) => info;
    case "arg": {
      const { name, validateFn } = parameter;
      return validateFn ? null : (_root, args) => args[name];
    }
    default:
      return null;
  }
}
