import { useEffect, useEffectEvent } from "react";

/**
 * Does something every so often for as long as somebody can see the page, and at once when they come back to it.
 *
 * @param everyMs null: not at all.
 */
export function useWhileVisible(everyMs: number | null, run: () => void): void {
  const runNow = useEffectEvent(run);
  useEffect(() => {
    if (everyMs === null) return;
    let ranAt = Date.now();
    const runOnceDue = () => {
      // A timer may be a moment early.
      if (document.hidden || Date.now() - ranAt < everyMs * 0.9) return;
      ranAt = Date.now();
      runNow();
    };
    const timer = setInterval(runOnceDue, everyMs);
    document.addEventListener("visibilitychange", runOnceDue);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", runOnceDue);
    };
  }, [everyMs]);
}
