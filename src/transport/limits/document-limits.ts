import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import type { Limits } from "../../limits.ts";
import { tooComplex } from "./too-complex.ts";

/** How big a part of a document is with its fragments expanded. */
interface Size {
  /** Levels of fields, or of lists and objects in a value. */
  readonly depth: number;
  /** Fields of the topmost level. */
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

/**
 * Refuses a document by its shape alone, before it is validated, because validation takes more than linear time. Each
 * fragment is measured once, however often it is spread, so that the work does not grow with the expanded size.
 *
 * @throws DomainError QUERY_TOO_COMPLEX
 */
export function requireWithinLimits(document: DocumentNode, limits: Limits): void {
  const fragments = new Fragments(document);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const { fields, ...size } = fragments.sizeOfOperation(definition);
      requireSize(size, limits);
      if (fields > limits.maxRootFields) throw tooComplex("rootFields", fields, limits.maxRootFields);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      requireSize(fragments.sizeOfFragment(definition), limits);
    }
  }
}

function requireSize({ depth, aliases, directives }: Omit<Size, "fields">, limits: Limits): void {
  if (depth > limits.maxDepth) throw tooComplex("depth", depth, limits.maxDepth);
  if (aliases > limits.maxAliases) throw tooComplex("aliases", aliases, limits.maxAliases);
  if (directives > limits.maxDirectives) throw tooComplex("directives", directives, limits.maxDirectives);
}

class Fragments {
  readonly #definitions = new Map<string, FragmentDefinitionNode>();
  readonly #sizes = new Map<string, Size>();

  constructor({ definitions }: DocumentNode) {
    for (const each of definitions)
      if (each.kind === Kind.FRAGMENT_DEFINITION) this.#definitions.set(each.name.value, each);
  }

  sizeOfOperation({ selectionSet, directives, variableDefinitions = [] }: OperationDefinitionNode): Size {
    const parts = [this.#sizeOfSelections(selectionSet), sizeOfDirectives(directives)];
    for (const { defaultValue, directives } of variableDefinitions)
      parts.push(sizeOfDirectives(directives), {
        ...NOTHING,
        depth: defaultValue ? depthOf(defaultValue) : 0,
      });
    return parts.reduce(together);
  }

  sizeOfFragment({ name, selectionSet, directives }: FragmentDefinitionNode): Size {
    const known = this.#sizes.get(name.value);
    if (known) return known;
    // The validation that follows refuses a fragment that spreads itself.
    this.#sizes.set(name.value, NOTHING);
    const size = together(this.#sizeOfSelections(selectionSet), sizeOfDirectives(directives));
    this.#sizes.set(name.value, size);
    return size;
  }

  #sizeOfSelections(selectionSet: SelectionSetNode | undefined): Size {
    if (!selectionSet) return NOTHING;
    return selectionSet.selections.reduce(
      (size, selection) => together(size, this.#sizeOfSelection(selection)),
      NOTHING,
    );
  }

  #sizeOfSelection(selection: SelectionNode): Size {
    const own = sizeOfDirectives(selection.directives);
    switch (selection.kind) {
      case Kind.FIELD: {
        const below = this.#sizeOfSelections(selection.selectionSet);
        const field = {
          depth: Math.max(1 + below.depth, depthOfArguments(selection.arguments)),
          fields: 1,
          aliases: below.aliases + (selection.alias ? 1 : 0),
          directives: below.directives,
        };
        return together(field, own);
      }
      case Kind.INLINE_FRAGMENT:
        return together(this.#sizeOfSelections(selection.selectionSet), own);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = this.#definitions.get(selection.name.value);
        return fragment ? together(this.sizeOfFragment(fragment), own) : own;
      }
    }
  }
}

/** The size of two adjacent parts. */
function together(a: Size, b: Size): Size {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: a.fields + b.fields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  };
}

function sizeOfDirectives(directives: readonly DirectiveNode[] = []): Size {
  const depth = deepest(directives, (directive) => depthOfArguments(directive.arguments));
  return { ...NOTHING, depth, directives: directives.length };
}

function depthOfArguments(list: readonly ArgumentNode[] = []): number {
  return deepest(list, ({ value }) => depthOf(value));
}

function depthOf(value: ValueNode): number {
  if (value.kind === Kind.LIST) return 1 + deepest(value.values, depthOf);
  if (value.kind === Kind.OBJECT) return 1 + deepest(value.fields, (field) => depthOf(field.value));
  return 0;
}

function deepest<Part>(parts: readonly Part[], depthOfPart: (part: Part) => number): number {
  return parts.reduce((depth, part) => Math.max(depth, depthOfPart(part)), 0);
}
