import { useEffect, useMemo, useRef } from "react";
import { useQuery } from "urql";
import { ReservationListsDocument } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { usePage } from "../app/context.ts";
import { type Lists, nextPassing, type Reservation } from "./reservation-model.ts";
import { usePlaceInLine, useReread, useReservationEvents } from "./use-reservation-events.ts";

/** Reading costs a good deal of what a minute allows, and a whole site is busier than a single driver. */
const APART_MS = { driver: 250, staff: 2_500 } as const;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The lists of the dashboard, as they are now: they follow every event, and what passes between them by time alone. */
export function useLists({ stationId, isStaff }: { stationId: string | null; isStaff: boolean }) {
  const { clock } = usePage();
  const context = useMemo(() => ({ additionalTypenames: ["Reservation"] }), []);
  const [{ data, error, fetching, stale }, read] = useQuery({
    ...{ query: ReservationListsDocument, variables: { stationId }, context },
  });
  const reread = useReread(
    fetching || stale,
    () => read(FROM_THE_SERVER),
    isStaff ? APART_MS.staff : APART_MS.driver,
  );
  useReservationEvents({ stationId, onEvent: reread, onStale: reread });
  const lists = data?.reservationDashboard;
  usePlaceInLine(!isStaff && lists?.waitlisted.some(isBehindOthers) === true, reread);
  useEffect(() => {
    const at = lists && nextPassing(lists, clock.now());
    if (!at) return;
    const timer = setTimeout(reread, Math.min(at - clock.now() + 1, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [lists, clock, reread]);
  return { lists, error, reread };
}

function isBehindOthers({ waitlistPosition }: Reservation): boolean {
  return (waitlistPosition ?? 1) > 1;
}

/** What was shown last, for as long as nothing may move. */
export function useHeld(lists: Lists | undefined, isHeld: boolean): Lists | undefined {
  const shown = useRef(lists);
  if (!isHeld || !shown.current) shown.current = lists;
  return shown.current;
}
