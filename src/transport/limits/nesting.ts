/** Whether lists and objects are nested more than so many levels deep. The recursion goes no deeper than that. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const each of Object.values(value)) if (isNestedDeeper(each, levels - 1)) return true;
  return false;
}
