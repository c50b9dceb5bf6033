import type { PlannedField } from "./operation-plan.ts";

/** A place in the answer, as the way up from it. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

export function placeOf({ responseName: key, parentType }: PlannedField, prev: Place | undefined): Place {
  return { prev, key, typename: parentType.name };
}

export function pathTo(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at; at = at.prev) path.push(at.key);
  return path.reverse();
}
