import { useEffect, useEffectEvent } from "react";
import { useClient } from "urql";
import { usePage } from "../app/context.ts";
import { useOnReconnect } from "../shared/refetch.ts";
import { type ReservationEvent, ReservationFeed } from "./reservation-feed.ts";

interface Follow {
  readonly stationId?: string | null;
  readonly reservationId?: string;
  readonly pause?: boolean;
  readonly onEvent: (event: ReservationEvent) => void;
  /** Data that was read before may be outdated. Called at the start and after a disconnection. */
  readonly onStale: () => void;
}

/** Follows the reservations visible to the user: all of them, those at a station, or a single one. */
export function useReservationEvents(follow: Follow): void {
  const { stationId = null, reservationId, pause = false, onEvent, onStale } = follow;
  const { socket } = usePage();
  const queries = useClient();
  const handleEvent = useEffectEvent(onEvent);
  const refetch = useEffectEvent(onStale);
  useEffect(() => {
    if (pause) return;
    const feed = new ReservationFeed({
      ...{ socket, queries, after: null, scope: { stationId, reservationId } },
      onEvent: (event) => handleEvent(event),
      onBegin: () => refetch(),
    });
    return () => feed.close();
  }, [socket, queries, stationId, reservationId, pause]);
  useOnReconnect(onStale);
}
