import type { PlannedField } from "./operation-plan.ts";

/** A place in the answer, as the way up from it. */
export interface ResponsePath {
  readonly prev: ResponsePath | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

export function pathOf(
  { responseName: key, parentType }: PlannedField,
  prev: ResponsePath | undefined,
): ResponsePath {
  return { prev, key, typename: parentType.name };
}

export function pathToArray(place: ResponsePath): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: ResponsePath | undefined = place; at; at = at.prev) path.push(at.key);
  return path.reverse();
}
