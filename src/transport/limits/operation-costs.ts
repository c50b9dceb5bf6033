import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { MAX_PAGE_SIZE } from "../../graphql/connection.types.ts";
import type { Operation } from "../operations/operations.ts";
import { assumedListSizes } from "./list-sizes.ts";

/** The cost of a mutation besides its answer, and of a subscription besides its events: about a transaction. */
const ACTION_COST = 100;
/** A snapshot or replay is executed in pages of so many events. */
const EVENTS_OF_SUBSCRIPTION = 100;
const INTROSPECTION_COST = 1_000;

type Variables = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/**
 * How many objects an operation makes at most. A page counts with its requested length, another list with its length in
 * `list-sizes`. Objects below a list count once for each item, even if they are the same for all items.
 */
export class OperationCosts {
  readonly #schema: GraphQLSchema;
  /** The costs of operations that do not depend on variables. */
  readonly #fixed = new WeakMap<OperationDefinitionNode, number>();

  /** @throws Error if the length of a list is not given. */
  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    for (const list of listsWithoutPages(schema))
      if (assumedListSizes[list] === undefined) throw new Error(`${list} has no size in list-sizes.ts`);
  }

  /** @param variables as they are after coercion, with defaults. */
  costOf(operation: Operation, variables: Variables): number {
    const known = this.#fixed.get(operation.definition);
    return known ?? this.#walk(operation, variables);
  }

  #walk({ document, definition }: Operation, variables: Variables): number {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const each of document.definitions)
      if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
    const type = this.#schema.getRootType(definition.operation);
    if (!type) return 0;
    const walk = new CostWalk(this.#schema, fragments, variables);
    const cost = walk.costOfSelections(definition.selectionSet, type, null);
    if (!walk.hasAskedVariables) this.#fixed.set(definition, cost);
    return cost;
  }
}

class CostWalk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;
  /** Whether the cost depends on variables. */
  hasAskedVariables = false;
  // The cost of a fragment depends only on the page that it is in, not on where it is spread.
  readonly #known = new Map<string, number>();

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Variables,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** @param page the number of edges, if these are the fields of a connection; else null. */
  costOfSelections(selectionSet: SelectionSetNode, type: GraphQLCompositeType, page: number | null): number {
    let cost = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        cost += this.#costOfField(selection, type, page);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = selection;
        const own = typeCondition ? this.#compositeType(typeCondition.name.value) : type;
        if (own) cost += this.costOfSelections(selection.selectionSet, own, page);
      } else {
        cost += this.#costOfFragment(selection.name.value, page);
      }
    }
    return cost;
  }

  #costOfFragment(name: string, page: number | null): number {
    const key = `${name} ${page}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#compositeType(fragment.typeCondition.name.value);
    const cost = fragment && type ? this.costOfSelections(fragment.selectionSet, type, page) : 0;
    this.#known.set(key, cost);
    return cost;
  }

  #costOfField(node: FieldNode, parent: GraphQLCompositeType, page: number | null): number {
    if (node.name.value.startsWith("__")) return node.selectionSet ? INTROSPECTION_COST : 0;
    const field = "getFields" in parent ? parent.getFields()[node.name.value] : undefined;
    if (!field) return 0;
    const isSubscription = parent === this.#schema.getSubscriptionType();
    const own = isSubscription || parent === this.#schema.getMutationType() ? ACTION_COST : 0;
    const type = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(type)) return own;
    const single = isSubscription ? EVENTS_OF_SUBSCRIPTION : 1;
    const objects = isList(field) ? (page ?? assumedListSizes[coordinate(parent, field)] ?? 1) : single;
    const each = 1 + this.costOfSelections(node.selectionSet, type, this.#pageOf(node, field));
    return own + objects * each;
  }

  /** The length of the page that is requested of a connection, as far as its resolver allows it. */
  #pageOf(node: FieldNode, field: Field): number | null {
    const definition = field.args.find(isPageSize);
    if (!definition) return null;
    const given = node.arguments?.find(({ name }) => name.value === definition.name)?.value;
    this.hasAskedVariables ||= given?.kind === Kind.VARIABLE;
    const value =
      given === undefined
        ? definition.defaultValue
        : given.kind === Kind.VARIABLE
          ? (this.#variables[given.name.value] ?? definition.defaultValue)
          : given.kind === Kind.INT
            ? Number(given.value)
            : definition.defaultValue;
    return typeof value === "number" && value > 0 ? Math.min(value, MAX_PAGE_SIZE) : MAX_PAGE_SIZE;
  }

  #compositeType(name: string): GraphQLCompositeType | undefined {
    const type = this.#schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

/** The coordinates of all lists of objects that are not part of a connection. */
function listsWithoutPages(schema: GraphQLSchema): string[] {
  const objects = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type));
  const fields = objects.flatMap((type) => Object.values(type.getFields()));
  const connections = new Set(
    fields.filter(({ args }) => args.some(isPageSize)).map((field) => getNamedType(field.type)),
  );
  return objects
    .filter((type) => !connections.has(type))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => isList(field) && isCompositeType(getNamedType(field.type)))
        .map((field) => coordinate(type, field)),
    );
}

function isPageSize({ name }: { readonly name: string }): boolean {
  return name === "first" || name === "last";
}

function isList(field: Field): boolean {
  return isListType(getNullableType(field.type));
}

function coordinate(parent: GraphQLCompositeType, { name }: Field): string {
  return `${parent.name}.${name}`;
}
