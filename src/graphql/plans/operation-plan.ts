import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  GraphQLBoolean,
  type GraphQLField,
  GraphQLFloat,
  GraphQLID,
  GraphQLIncludeDirective,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  getArgumentValues,
  getDirectiveValues,
  type InlineFragmentNode,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  type TypeNode,
  typeFromAST,
  visit,
} from "graphql";
import { isAbsent } from "../../shared/json.ts";
import { onceForEach } from "../../shared/once-for-each.ts";
import { isReadAhead } from "../read-ahead.ts";

export type Variables = Readonly<Record<string, unknown>>;
type Arguments = Readonly<Record<string, unknown>>;

/** How the value of a field becomes part of the answer. */
export type Completion = Leaf | Composite | Abstract | List | NonNull;

interface Leaf {
  readonly kind: "leaf";
  readonly typeName: string;
  /** The value as JSON; null where the type makes nothing of it. */
  readonly write: (value: unknown) => string | null;
}

interface Composite {
  readonly kind: "object";
  /** Made when they are needed first: a document may name more than its values ever show. */
  readonly fields: () => readonly PlannedField[];
}

export interface Abstract {
  readonly kind: "abstract";
  readonly type: GraphQLAbstractType;
  readonly fieldsOf: (type: GraphQLObjectType) => readonly PlannedField[];
}

export interface List {
  readonly kind: "list";
  readonly item: Completion;
}

interface NonNull {
  readonly kind: "non-null";
  readonly inner: Completion;
}

/** A field of an answer, with everything about it that is the same for each request. */
export interface PlannedField {
  readonly responseName: string;
  /** How its part of an object's JSON begins, with the comma after the part before it. */
  readonly label: string;
  readonly name: string;
  readonly parentType: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  /** Null: the value is the property of that name. */
  readonly resolve: GraphQLField<unknown, unknown>["resolve"] | null;
  /** Whether it is asked of the resolver only where there is no property of that name. */
  readonly isReadAhead: boolean;
  readonly argumentsFor: (variables: Variables) => Arguments;
  readonly completion: Completion;
  readonly isNonNull: boolean;
  /** Where it is a leaf without a resolver of its own: how its value is written. */
  readonly property: Leaf["write"] | null;
}

export interface OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: GraphQLResolveInfo["fragments"];
  readonly fields: readonly PlannedField[];
}

const NO_ARGUMENTS: Arguments = Object.freeze({});

/**
 * What a document asks for under these values of its `@skip` and `@include`, worked out once for all its requests.
 *
 * @param onPlanned is told of each object's fields when they are planned, how many there are.
 */
export function planOperation(
  schema: GraphQLSchema,
  { document, definition }: { document: DocumentNode; definition: OperationDefinitionNode },
  variables: Variables,
  onPlanned: (fields: number) => void,
): OperationPlan {
  const planner = new Planner(schema, fragmentsOf(document), variables, onPlanned);
  const type = schema.getRootType(definition.operation) as GraphQLObjectType;
  return {
    schema,
    operation: definition,
    fragments: planner.fragments,
    fields: planner.fieldsOf(type, [definition.selectionSet]),
  };
}

/**
 * The variables of an operation that `@skip` and `@include` ask for, anywhere in its document. One of the same name that is
 * no Boolean is asked for by another operation only, and takes any number of values.
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

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
  return fragments;
}

class Planner {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly #schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #onPlanned: (fields: number) => void;

  constructor(
    schema: GraphQLSchema,
    fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    variables: Variables,
    onPlanned: (fields: number) => void,
  ) {
    this.#schema = schema;
    this.fragments = fragments;
    this.#variables = variables;
    this.#onPlanned = onPlanned;
  }

  fieldsOf(
    type: GraphQLObjectType,
    selectionSets: readonly (SelectionSetNode | undefined)[],
  ): PlannedField[] {
    const nodes = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    for (const each of selectionSets) if (each) this.#collect(type, each, nodes, visited);
    this.#onPlanned(nodes.size);
    return [...nodes]
      .flatMap(([responseName, fieldNodes]) => this.#field(type, responseName, fieldNodes))
      .map((field, index) => ({
        ...field,
        label: `${index > 0 ? "," : ""}${JSON.stringify(field.responseName)}:`,
      }));
  }

  #collect(
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    into: Map<string, FieldNode[]>,
    visited: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && visited.has(selection.name.value)) continue;
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const nodes = into.get(name);
        if (nodes) nodes.push(selection);
        else into.set(name, [selection]);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments[selection.name.value];
      if (selection.kind === Kind.FRAGMENT_SPREAD) visited.add(selection.name.value);
      if (fragment && this.#isOf(fragment, type)) this.#collect(type, fragment.selectionSet, into, visited);
    }
  }

  #isIncluded(node: { readonly directives?: readonly DirectiveNode[] }): boolean {
    if (!node.directives?.length) return true;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
    if (skip?.["if"] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.["if"] !== false;
  }

  #isOf({ typeCondition }: Pick<InlineFragmentNode, "typeCondition">, type: GraphQLObjectType): boolean {
    if (!typeCondition) return true;
    const wanted = typeFromAST(this.#schema, typeCondition);
    return wanted === type || (isAbstractType(wanted) && this.#schema.isSubType(wanted, type));
  }

  #field(
    parentType: GraphQLObjectType,
    responseName: string,
    nodes: FieldNode[],
  ): Omit<PlannedField, "label">[] {
    const [node] = nodes as [FieldNode];
    const name = node.name.value;
    const field = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parentType.getFields()[name];
    if (!field) return [];
    const completion = this.#completion(field.type, nodes);
    const leaf = completion.kind === "non-null" ? completion.inner : completion;
    const isTypeName = field === TypeNameMetaFieldDef;
    return [
      {
        responseName,
        name,
        parentType,
        field,
        nodes,
        resolve: isTypeName ? () => parentType.name : (field.resolve ?? null),
        isReadAhead: isReadAhead(field),
        argumentsFor: argumentsFor(field, node),
        completion,
        isNonNull: isNonNullType(field.type),
        property: isTypeName || field.resolve || leaf.kind !== "leaf" ? null : leaf.write,
      },
    ];
  }

  #completion(type: GraphQLOutputType, nodes: readonly FieldNode[]): Completion {
    if (isNonNullType(type)) return { kind: "non-null", inner: this.#completion(type.ofType, nodes) };
    if (isListType(type)) return { kind: "list", item: this.#completion(type.ofType, nodes) };
    if (isLeafType(type)) return { kind: "leaf", typeName: type.name, write: writerOf(type) };
    const fieldsOf = onceForEach((of: GraphQLObjectType) =>
      this.fieldsOf(
        of,
        nodes.map(({ selectionSet }) => selectionSet),
      ),
    );
    if (isAbstractType(type)) return { kind: "abstract", type, fieldsOf };
    return { kind: "object", fields: () => fieldsOf(type) };
  }
}

/** What the type's own `serialize` makes of a value, as JSON; values as rows have them are written without asking it. */
function writerOf(type: GraphQLLeafType): Leaf["write"] {
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

/** As graphql-js has them; worked out once where no variable is among them, unless they are wrong. */
function argumentsFor(field: GraphQLField<unknown, unknown>, node: FieldNode): PlannedField["argumentsFor"] {
  if (field.args.length === 0) return () => NO_ARGUMENTS;
  const anew = (variables: Variables) => getArgumentValues(field, node, variables);
  if (hasVariables(node)) return onlyVariables(field, node, anew);
  try {
    const values = getArgumentValues(field, node, {});
    return () => values;
  } catch {
    return anew;
  }
}

/** Where all arguments are variables: those are coerced already. One that is absent or null is left to graphql-js. */
function onlyVariables(
  { args }: GraphQLField<unknown, unknown>,
  { arguments: given = [] }: FieldNode,
  left: PlannedField["argumentsFor"],
): PlannedField["argumentsFor"] {
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
