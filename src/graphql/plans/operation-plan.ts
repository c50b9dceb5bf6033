import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  type InlineFragmentNode,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  typeFromAST,
} from "graphql";
import { memoizePerObject } from "../../shared/memoize.ts";
import { isReadAhead } from "../read-ahead.ts";
import { type LeafWriter, writerOf } from "./leaf-writer.ts";
import { type PlannedArguments, planArguments, type Variables } from "./planned-arguments.ts";

/** How the value of a field becomes part of the answer. */
export type Completion = Leaf | Composite | Abstract | List | NonNull;

interface Leaf {
  readonly kind: "leaf";
  readonly typeName: string;
  readonly write: LeafWriter;
}

interface Composite {
  readonly kind: "object";
  /** Planned on first use: a document may name more fields than its values ever show. */
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
  /** Null if the value is the property of that name. */
  readonly resolve: GraphQLField<unknown, unknown>["resolve"] | null;
  /** Whether the resolver is called only if there is no property of that name. */
  readonly isReadAhead: boolean;
  readonly argumentsFor: PlannedArguments;
  readonly completion: Completion;
  readonly isNonNull: boolean;
  /** Writes the value of a leaf without a resolver of its own; null for any other field. */
  readonly property: LeafWriter | null;
}

export interface OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: GraphQLResolveInfo["fragments"];
  readonly fields: readonly PlannedField[];
}

/**
 * The plan of an operation under these values of its `@skip` and `@include`, made once for all its requests.
 *
 * @param onPlanned called when the fields of an object are planned, with their number.
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
        argumentsFor: planArguments(field, node),
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
    const fieldsOf = memoizePerObject((of: GraphQLObjectType) =>
      this.fieldsOf(
        of,
        nodes.map(({ selectionSet }) => selectionSet),
      ),
    );
    if (isAbstractType(type)) return { kind: "abstract", type, fieldsOf };
    return { kind: "object", fields: () => fieldsOf(type) };
  }
}
