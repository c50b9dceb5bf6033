import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useFeedState } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { ShownStation } from "./board-filter.ts";
import { StationCard } from "./station-card.tsx";
import classes from "./station-grid.module.css";
import { useGridLayout } from "./use-grid-layout.ts";

const words = defineWords({ en: { stations: "Stations" }, vi: { stations: "Các trạm" } });

const GAP = 12;
/** Rows rendered beyond the visible ones, so that the next link exists when a keyboard user moves to it. */
const OVERSCAN = 2;

/** The stations as cards. Only the rows that are visible or near the focus are in the document. */
export function StationGrid({ shown }: { shown: readonly ShownStation[] }) {
  const text = useWords(words);
  const isOld = useFeedState().kind === "lost";
  const list = useRef<HTMLDivElement>(null);
  const { columns, top } = useGridLayout(list);
  const rows = useMemo(() => toRows(shown, columns), [shown, columns]);
  const [focused, setFocused] = useState<string | null>(null);
  const focusedRow = rows.findIndex((row) => row.some(({ station }) => station.id === focused));
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range));
      // Includes the neighbours of the focused row: keyboard navigation can be faster than scrolling.
      if (focusedRow >= 0)
        for (let row = focusedRow - 1; row <= focusedRow + 1; row++)
          if (row >= 0 && row < range.count) indexes.add(row);
      return [...indexes].sort((a, b) => a - b);
    },
    [focusedRow],
  );
  const keys = rows.map(([first]) => first?.station.id).join(" ");
  // A new function makes the virtualizer measure all rows again, so this one changes only with the rows.
  const getItemKey = useMemo(() => {
    const list = keys.split(" ");
    return (index: number) => list[index] ?? index;
  }, [keys]);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimate(rows[index] ?? []),
    getItemKey,
    overscan: OVERSCAN,
    gap: GAP,
    scrollMargin: top,
    rangeExtractor,
    useFlushSync: false,
  });
  useEffect(() => {
    if (focused === null) return;
    // If the focused card disappears, the focus falls back to the page. The timeout waits for a focus change in
    // progress.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list allows no row elements between itself and its items
    <div
      ref={list}
      className={classes["grid"]}
      role="list"
      aria-label={text.stations}
      tabIndex={-1}
      data-old={isOld || undefined}
      style={{ height: virtualizer.getTotalSize() }}
      onFocus={({ target }) => setFocused(stationOf(target))}
      // When the whole window loses the focus, the focus later returns to the same card.
      onBlur={({ relatedTarget }) => document.hasFocus() && setFocused(stationOf(relatedTarget))}
    >
      {virtualizer.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          role="presentation"
          className={classes["row"]}
          style={{
            transform: `translateY(${start - top}px)`,
            gridTemplateColumns: `repeat(${columns}, 1fr)`,
          }}
        >
          {rows[index]?.map((station, place) => (
            <StationCard
              key={station.station.id}
              shown={station}
              position={index * columns + place + 1}
              of={shown.length}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function stationOf(element: Element | null): string | null {
  return element?.closest("[data-station]")?.getAttribute("data-station") ?? null;
}

function toRows(shown: readonly ShownStation[], columns: number): (readonly ShownStation[])[] {
  return Array.from({ length: Math.ceil(shown.length / columns) }, (_, row) =>
    shown.slice(row * columns, (row + 1) * columns),
  );
}

/** Estimates the height of a row before it is measured: the height of its tallest card. */
function estimate(row: readonly ShownStation[]): number {
  const heights = row.map(({ station, slots }) => {
    const perPort = new Map<string, number>();
    for (const { portId } of slots) perPort.set(portId, (perPort.get(portId) ?? 0) + 1);
    const ports = [...perPort.values()].map((count) => 32 + 66 * Math.ceil(count / 2));
    return 82 + (station.address ? 20 : 0) + ports.reduce((sum, height) => sum + height, 0);
  });
  return Math.max(0, ...heights);
}
