import type { Client as SocketClient } from "graphql-ws";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { ServerClock } from "../api/server-clock.ts";
import type { LiveSlot, LiveStation } from "../live/live-slot.ts";
import type { LiveSlots } from "../live/live-slots.ts";
import type { FeedState, SlotFeed } from "../live/slot-feed.ts";
import type { Session, Sessions } from "../session/session.ts";

/** Objects that live as long as the page. */
export interface PageParts {
  readonly sessions: Sessions;
  readonly clock: ServerClock;
  readonly socket: SocketClient;
  readonly slots: LiveSlots;
  readonly feed: SlotFeed;
}

export const PageContext = createContext<PageParts | null>(null);

export function usePage(): PageParts {
  const parts = useContext(PageContext);
  if (!parts) throw new Error("There is no page around this component");
  return parts;
}

export function useSession(): Session {
  const { sessions } = usePage();
  return useSyncExternalStore(sessions.subscribe, () => sessions.current);
}

export function useFeedState(): FeedState {
  const { feed } = usePage();
  return useSyncExternalStore(feed.subscribe, () => feed.state);
}

/** Every station with its slots, live. */
export function useStations(): readonly LiveStation[] {
  const { slots } = usePage();
  return useSyncExternalStore(slots.subscribe, () => slots.stations);
}

/** A slot with its live status. Undefined while the slots are being loaded, or if there is no such slot. */
export function useLiveSlot(id: string): LiveSlot | undefined {
  const { slots } = usePage();
  return useSyncExternalStore(slots.subscribe, () => slots.slot(id));
}
