import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useFeedState } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { ShownStation } from "./board-filter.ts";
import { StationCard } from "./station-card.tsx";
import classes from "./station-grid.module.css";
import { useGridPlace } from "./use-grid-place.ts";

const words = defineWords({ en: { stations: "Stations" }, vi: { stations: "Các trạm" } });

const GAP = 12;
/** Rows beyond what can be seen: the next link is there when somebody goes to it by keyboard. */
const OVERSCAN = 2;

/** The stations as cards, of which only those are in the page that can be seen, or have the focus. */
export function StationGrid({ shown }: { shown: readonly ShownStation[] }) {
  const text = useWords(words);
  const isOld = useFeedState().kind === "lost";
  const list = useRef<HTMLDivElement>(null);
  const { columns, top } = useGridPlace(list);
  const rows = useMemo(() => toRows(shown, columns), [shown, columns]);
  const [focused, setFocused] = useState<string | null>(null);
  const focusedRow = rows.findIndex((row) => row.some(({ station }) => station.id === focused));
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range));
      // With its neighbours: by keyboard, one may be quicker than the page scrolls.
      if (focusedRow >= 0)
        for (let row = focusedRow - 1; row <= focusedRow + 1; row++)
          if (row >= 0 && row < range.count) indexes.add(row);
      return [...indexes].sort((a, b) => a - b);
    },
    [focusedRow],
  );
  const keys = rows.map(([first]) => first?.station.id).join(" ");
  // Another function makes all rows be measured again, which nothing but other rows is a reason for.
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
    // What had the focus may no longer be shown: it would begin again at the top of the page. Not while it moves on.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: between a list and its items there may be nothing, and here are the rows
    <div
      ref={list}
      className={classes["grid"]}
      role="list"
      aria-label={text.stations}
      tabIndex={-1}
      data-old={isOld || undefined}
      style={{ height: virtualizer.getTotalSize() }}
      onFocus={({ target }) => setFocused(stationOf(target))}
      // With the whole window, the focus comes back to where it was.
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

/** How high a row will be, before it is measured: that of its highest card. */
function estimate(row: readonly ShownStation[]): number {
  const heights = row.map(({ station, slots }) => {
    const perPort = new Map<string, number>();
    for (const { portId } of slots) perPort.set(portId, (perPort.get(portId) ?? 0) + 1);
    const ports = [...perPort.values()].map((count) => 32 + 66 * Math.ceil(count / 2));
    return 82 + (station.address ? 20 : 0) + ports.reduce((sum, height) => sum + height, 0);
  });
  return Math.max(0, ...heights);
}
