import { useEffect } from "react";

// Where the reader was when the page was left, by the entry of the history: whoever goes back comes back to it.
const positions = new Map<string, number>();
let isGoingBack = false;
addEventListener("popstate", () => {
  isGoingBack = true;
  setTimeout(() => {
    isGoingBack = false;
  });
});

/** @param isReady whether there is anything to scroll to yet. */
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
