import { useEffect, useEffectEvent } from "react";

/**
 * Runs a function periodically while the page is visible, and at once, if due, when it becomes visible again.
 *
 * @param everyMs null: never.
 */
export function useWhileVisible(everyMs: number | null, run: () => void): void {
  const runNow = useEffectEvent(run);
  useEffect(() => {
    if (everyMs === null) return;
    let ranAt = Date.now();
    const runOnceDue = () => {
      // A timer may fire slightly early.
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
