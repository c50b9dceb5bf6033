import { useSyncExternalStore } from "react";
import { usePage } from "../app/context.ts";
import { useOnChange } from "../shared/refetch.ts";
import { useWhileVisible } from "../shared/while-visible.ts";
import type { Reservation } from "./reservation-model.ts";

const LINE_MS = 5_000;

/**
 * A waiting reservation can move up without an event of its own. When the slot passes to the next in line, the live
 * picture reports it at once. When someone earlier in line leaves, only polling finds it.
 */
export function usePlaceInLine(waiting: readonly Reservation[], refetch: () => void): void {
  const { slots } = usePage();
  const isBehindOthers = waiting.some(({ waitlistPosition }) => (waitlistPosition ?? 1) > 1);
  const versions = useSyncExternalStore(slots.subscribe, () =>
    waiting.flatMap(({ items }) => items.map(({ slot }) => slots.slot(slot.id)?.version)).join(" "),
  );
  useOnChange(versions, () => isBehindOthers && refetch());
  useWhileVisible(isBehindOthers ? LINE_MS : null, refetch);
}
