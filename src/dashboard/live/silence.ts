import type { SlotFeed } from "./slot-feed.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Looks, for as long as the page is open, whether the feed has gone silent: also right after the machine has slept, and
 * when somebody looks at the page again. In a hidden page timers run late, which says nothing about the server.
 */
export function watchSilence(feed: SlotFeed): void {
  const check = () => {
    if (!document.hidden) feed.checkSilence();
  };
  setInterval(check, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", check);
  addEventListener("pageshow", check);
  addEventListener("offline", () => feed.doubt());
}
