import { useEffect } from "react";

// Scroll positions by query string, restored when the user goes back to the page.
const positions = new Map<string, number>();
let isGoingBack = false;
addEventListener("popstate", () => {
  isGoingBack = true;
  setTimeout(() => {
    isGoingBack = false;
  });
});

/** @param isReady whether the page has content to scroll to. */
export function useScrollMemory(isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return;
    const address = location.search;
    const y = positions.get(address);
    if (isGoingBack && y !== undefined) window.scrollTo(0, y);
    const remember = () => positions.set(location.search, window.scrollY);
    addEventListener("scrollend", remember);
    return () => removeEventListener("scrollend", remember);
  }, [isReady]);
}
