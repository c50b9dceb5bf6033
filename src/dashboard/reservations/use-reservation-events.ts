import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useClient } from "urql";
import { useFeedState, usePage } from "../app/context.ts";
import { type ReservationEvent, ReservationFeed } from "./reservation-feed.ts";

interface Follow {
  readonly stationId?: string | null;
  readonly reservationId?: string;
  readonly pause?: boolean;
  readonly onEvent: (event: ReservationEvent) => void;
  /** What was read before now may be old: at the beginning, and after a break. */
  readonly onStale: () => void;
}

/** Follows the reservations that the user may see: all of them, those at a station, or a single one. */
export function useReservationEvents(follow: Follow): void {
  const { stationId = null, reservationId, pause = false, onEvent, onStale } = follow;
  const { socket } = usePage();
  const queries = useClient();
  const hear = useEffectEvent(onEvent);
  const reread = useEffectEvent(onStale);
  useEffect(() => {
    if (pause) return;
    const feed = new ReservationFeed({
      ...{ socket, queries, after: null, scope: { stationId, reservationId } },
      onEvent: (event) => hear(event),
      onBegin: () => reread(),
    });
    return () => feed.close();
  }, [socket, queries, stationId, reservationId, pause]);
  const { kind } = useFeedState();
  const wasLost = useRef(false);
  useEffect(() => {
    if (kind === "live" && wasLost.current) reread();
    wasLost.current = kind === "lost";
  }, [kind]);
}

const LINE_MS = 5_000;

/** A place in line gets better without an event of one's own: whoever waits looks again every so often. */
export function usePlaceInLine(isWaiting: boolean, reread: () => void): void {
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => document.hidden || reread(), LINE_MS);
    return () => clearInterval(timer);
  }, [isWaiting, reread]);
}

/**
 * Reads again when asked to, but never while it is being read, which may be too early, and not more often than so. What
 * it returns stays the same.
 */
export function useReread(isReading: boolean, read: () => void, apartMs: number): () => void {
  const [wanted, setWanted] = useState(false);
  const readAt = useRef(Number.NEGATIVE_INFINITY);
  const begin = useEffectEvent(() => {
    readAt.current = performance.now();
    setWanted(false);
    read();
  });
  useEffect(() => {
    if (!wanted || isReading) return;
    const timer = setTimeout(() => begin(), Math.max(0, readAt.current + apartMs - performance.now()));
    return () => clearTimeout(timer);
  }, [wanted, isReading, apartMs]);
  return useCallback(() => setWanted(true), []);
}
