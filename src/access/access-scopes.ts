import type { Conditions } from "../database/statement.ts";
import type { AccessScope } from "./caller.ts";

/** Adds the condition that a row is in one of the parts, for counting. Pages read each part from its own index. */
export function addAccessScopes(
  conditions: Conditions,
  parts: readonly AccessScope[],
  ownerColumn: string,
  organisationColumn: string,
): Conditions {
  if (parts.length === 0) return conditions.addText("false");
  if (parts.some(({ ownerId, organisation }) => ownerId === undefined && organisation === undefined))
    return conditions;
  const owners = parts.flatMap(({ ownerId }) => ownerId ?? []);
  const organisations = parts.flatMap(({ organisation }) => organisation ?? []);
  const [owned, at] = [owners, organisations].map((list) => conditions.placeholder(list));
  return conditions.addText(
    `(${ownerColumn} = any(${owned}::text[]) or ${organisationColumn} = any(${at}::text[]))`,
  );
}

/** Merges the pages of several parts into one: each row once, in order. */
export function mergePages<Row extends { readonly id: string }>(
  pages: readonly (readonly Row[])[],
  inOrder: (one: Row, other: Row) => number,
): readonly Row[] {
  const [first, second, ...rest] = pages;
  if (!second) return first ?? [];
  const known = new Map([first ?? [], second, ...rest].flat().map((row) => [row.id, row]));
  return [...known.values()].toSorted(inOrder);
}
