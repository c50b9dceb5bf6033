import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

const CONDITIONS: ReadonlySet<string> = new Set(["skip", "include"]);

/**
 * A subscription must have its one field unconditionally: `@skip` and `@include` are refused there, as in the September
 * 2025 edition of GraphQL. graphql-js 16 fails if everything is left out, and the document would not tell what is
 * subscribed to.
 */
export function unconditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition({ operation, selectionSet }) {
      if (operation !== OperationTypeNode.SUBSCRIPTION) return;
      const conditional = rootSelections(context, selectionSet).flatMap(({ directives = [] }) =>
        directives.filter(({ name }) => CONDITIONS.has(name.value)),
      );
      if (conditional.length === 0) return;
      const message = "The field of a subscription must not be skipped or included on a condition.";
      context.reportError(new GraphQLError(message, { nodes: conditional }));
    },
  };
}

function rootSelections(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  seen = new Set<string>(),
): SelectionNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [selection, ...rootSelections(context, selection.selectionSet, seen)];
    const { value: name } = selection.name;
    const fragment = seen.has(name) ? null : context.getFragment(name);
    seen.add(name);
    return fragment ? [selection, ...rootSelections(context, fragment.selectionSet, seen)] : [selection];
  });
}
