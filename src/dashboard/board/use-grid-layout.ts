import { type RefObject, useLayoutEffect, useState } from "react";

const NARROWEST_CARD = 300;
const GAP = 12;

/** How many columns fit, and how far the grid is from the top of the page. */
export function useGridLayout(grid: RefObject<HTMLElement | null>): { columns: number; top: number } {
  const [layout, setLayout] = useState({ columns: 1, top: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      const columns = Math.max(1, Math.floor((width + GAP) / (NARROWEST_CARD + GAP)));
      const now = { columns, top: Math.round(top + window.scrollY) };
      setLayout((old) => (old.columns === now.columns && old.top === now.top ? old : now));
    };
    measure();
    // Content above the grid may change its height, which changes the body's height too.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [grid]);
  return layout;
}
