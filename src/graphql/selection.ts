import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/** Whether an operation may read a field below this one, directly or through fragments. */
export function selects(info: GraphQLResolveInfo, path: readonly string[]): boolean {
  return info.fieldNodes.some((node) => reaches(node.selectionSet, path, info));
}

function reaches(
  selection: SelectionSetNode | undefined,
  path: readonly string[],
  info: GraphQLResolveInfo,
): boolean {
  const [field, ...below] = path;
  if (field === undefined) return true;
  return (selection?.selections ?? []).some((node) => {
    if (node.kind === Kind.FIELD) return node.name.value === field && reaches(node.selectionSet, below, info);
    if (node.kind === Kind.INLINE_FRAGMENT) return reaches(node.selectionSet, path, info);
    return reaches(info.fragments[node.name.value]?.selectionSet, path, info);
  });
}
