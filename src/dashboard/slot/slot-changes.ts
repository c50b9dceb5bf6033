import type { SlotChangeFragment } from "../api/documents.ts";

/** Changes of a slot's status, newest first, without gaps. `hasMore`: there are older ones. */
export interface SlotChanges {
  readonly list: readonly SlotChangeFragment[];
  readonly hasMore: boolean;
}

/**
 * Adds a page to the known changes. Versions increase by one, so if the page does not reach down to the newest known
 * version, there is a gap, and the page replaces what was known.
 */
export function mergePage(known: SlotChanges | null, page: SlotChanges): SlotChanges {
  const [newest] = known?.list ?? [];
  const oldest = page.list.at(-1);
  if (!known || !newest || !oldest || oldest.version > newest.version + 1) return page;
  const all = new Map([...known.list, ...page.list].map((change) => [change.version, change]));
  const list = [...all.values()].toSorted((a, b) => b.version - a.version);
  const reachesFurther = oldest.version < (known.list.at(-1)?.version ?? 0);
  return { list, hasMore: reachesFurther ? page.hasMore : known.hasMore };
}
