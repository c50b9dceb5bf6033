import { useSyncExternalStore } from "react";
import { usePage } from "../app/context.ts";
import { useOnChange } from "../shared/reread.ts";
import { useWhileVisible } from "../shared/while-visible.ts";
import type { Reservation } from "./reservation-model.ts";

const LINE_MS = 5_000;

/**
 * A place in line gets better without an event of one's own: when the slot goes to the next, which the live picture
 * tells at once, and when somebody before gives up, for which one has to look.
 */
export function usePlaceInLine(waiting: readonly Reservation[], reread: () => void): void {
  const { slots } = usePage();
  const isBehindOthers = waiting.some(({ waitlistPosition }) => (waitlistPosition ?? 1) > 1);
  const versions = useSyncExternalStore(slots.subscribe, () =>
    waiting.flatMap(({ items }) => items.map(({ slot }) => slots.slot(slot.id)?.version)).join(" "),
  );
  useOnChange(versions, () => isBehindOthers && reread());
  useWhileVisible(isBehindOthers ? LINE_MS : null, reread);
}
