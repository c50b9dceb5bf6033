import { useEffect, useRef } from "react";
import { useQuery } from "urql";
import { ReservationListsDocument } from "../api/documents.ts";
import { usePage } from "../app/context.ts";
import { useLatestData, useQueryRefetch } from "../shared/refetch.ts";
import { type Lists, nextPassing, type Reservation } from "./reservation-model.ts";
import { usePlaceInLine } from "./use-place-in-line.ts";
import { useReservationEvents } from "./use-reservation-events.ts";

const context = { additionalTypenames: ["Reservation"] };

/** The query uses much of the rate limit per minute, and a whole site has more events than a single driver. */
const APART_MS = { driver: 250, staff: 2_500 } as const;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const NONE: readonly Reservation[] = [];

/** The lists of the dashboard, read again after every event, and when time moves a reservation between them. */
export function useLists({ stationId, isStaff }: { stationId: string | null; isStaff: boolean }) {
  const { clock } = usePage();
  const query = useQuery({ query: ReservationListsDocument, variables: { stationId }, context });
  const [state] = query;
  const refetch = useQueryRefetch(query, isStaff ? APART_MS.staff : APART_MS.driver);
  useReservationEvents({ stationId, onEvent: refetch, onStale: refetch });
  const lists = useLatestData(state, stationId ?? "")?.reservationDashboard;
  usePlaceInLine((!isStaff && lists?.waitlisted) || NONE, refetch);
  useEffect(() => {
    const at = lists && nextPassing(lists, clock.now());
    if (!at) return;
    const timer = setTimeout(refetch, Math.min(at - clock.now() + 1, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [lists, clock, refetch]);
  return { lists, error: state.error, refetch };
}

/** The lists to show. While `isHeld`, they stay unchanged. */
export function useHeld(lists: Lists | undefined, isHeld: boolean): Lists | undefined {
  const shown = useRef(lists);
  if (!isHeld || !shown.current) shown.current = lists;
  return shown.current;
}
