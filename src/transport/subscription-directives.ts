import {
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from "graphql";

/**
 * Neither @skip nor @include at the root of a subscription, as GraphQL's specification has it since September 2025: where
 * they leave no field, there is nothing to subscribe to, and graphql-js 16 fails.
 */
export const noConditionsOnSubscriptions: ValidationRule = (context) => ({
  OperationDefinition({ operation, selectionSet }) {
    if (operation !== "subscription") return;
    for (const selection of rootSelections(context, selectionSet, new Set())) {
      const conditions =
        selection.directives?.filter(({ name }) => /^(skip|include)$/.test(name.value)) ?? [];
      if (conditions.length === 0) continue;
      const message = "The root of a subscription must not have the directives @skip and @include.";
      context.reportError(new GraphQLError(message, { nodes: conditions }));
    }
  },
});

function* rootSelections(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  seen: Set<string>,
): Generator<SelectionNode> {
  for (const selection of selections) {
    yield selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) yield* rootSelections(context, selection.selectionSet, seen);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue;
    seen.add(selection.name.value);
    const fragment = context.getFragment(selection.name.value);
    if (fragment) yield* rootSelections(context, fragment.selectionSet, seen);
  }
}
