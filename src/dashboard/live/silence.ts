import type { SlotFeed } from "./slot-feed.ts";

const POLL_INTERVAL_MS = 1_000;

/**
 * Checks for as long as the page is open whether the feed has gone silent, including right after the machine wakes up
 * and when the page becomes visible. Timers of a hidden page run late, which says nothing about the server.
 */
export function watchSilence(feed: SlotFeed): void {
  const check = () => {
    if (!document.hidden) feed.checkSilence();
  };
  setInterval(check, POLL_INTERVAL_MS);
  document.addEventListener("visibilitychange", check);
  addEventListener("pageshow", check);
  addEventListener("offline", () => feed.suspectDisconnection());
}
