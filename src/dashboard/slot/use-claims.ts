import { type CombinedError, useQuery, useSubscription } from "urql";
import {
  type ClaimOnSlotFragment,
  ClaimsAtStationDocument,
  type ClaimsAtStationSubscription,
  ClaimsOnSlotDocument,
  type SessionOnSlotFragment,
  SessionsAtStationDocument,
  type SessionsAtStationSubscription,
  SlotDetailsDocument,
} from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { useLatestData, useOnChange, useOnReconnect, useQueryRefetch } from "../shared/refetch.ts";
import type { SlotDetails } from "./slot-details.ts";

const context = { additionalTypenames: ["Reservation", "ChargingSession"] };

/** The reservations and session at the slot that the viewer may see: a driver's own, or all of them for an operator. */
export interface Claims {
  /** Open reservations, and ended ones that still hold the slot. */
  readonly reservations: readonly ClaimOnSlotFragment[];
  /** How many more there are. */
  readonly moreCount: number;
  /** The running session. */
  readonly session: SessionOnSlotFragment | null;
  /** The last session that ended while the page was open. */
  readonly ended: SessionOnSlotFragment | null;
  readonly isLoading: boolean;
  readonly error: CombinedError | undefined;
}

export function useClaims(slot: SlotDetails): Claims {
  const live = useLiveSlot(slot.id);
  const { id: stationId, bookingMode } = slot.port.station;
  const isCalendar = bookingMode === "CALENDAR";
  const query = useQuery({
    query: ClaimsOnSlotDocument,
    context,
    // At a CALENDAR station, expired reservations hold no slot.
    variables: { slotId: slot.id, orderBy: isCalendar ? "WINDOW" : "NEWEST", canLapse: !isCalendar },
  });
  const [reserved] = useSubscription({ query: ClaimsAtStationDocument, variables: { stationId } }, counted);
  const [charged] = useSubscription(
    { query: SessionsAtStationDocument, variables: { stationId } },
    (before: Charged | undefined, event: SessionsAtStationSubscription): Charged => {
      const { session } = event.chargingSessionChanged;
      const isHere = session.slot.id === slot.id;
      // Meters of the whole station report all the time. Reports for other slots must not cause a read.
      if (!isHere) return before ?? { count: 0, last: null };
      return { count: (before?.count ?? 0) + 1, last: session };
    },
  );
  const refetch = useQueryRefetch(query);
  useOnChange(`${live?.version} ${reserved.data} ${charged.data?.count}`, refetch);
  useOnReconnect(refetch);
  // When a slot passes from one holder to the next, it stays BOOKED, so only the reservation events show it.
  const details = useQuery({
    query: SlotDetailsDocument,
    variables: { id: slot.id },
    requestPolicy: "cache-only",
  });
  useOnChange(reserved.data, useQueryRefetch(details));

  const [state] = query;
  const { error } = state;
  const known = useLatestData(state);
  const open = known?.reservations.edges.map(({ node }) => node) ?? [];
  const expired = known?.expired?.edges.map(({ node }) => node) ?? [];
  const reservations = [...open, ...expired.filter((claim) => isUnreleased(claim, slot.id))];
  const last = charged.data?.last ?? null;
  const ended = last && last.status !== "ACTIVE" ? last : null;
  const running = known?.chargingSessions.edges[0]?.node ?? null;
  return {
    reservations,
    moreCount: (known?.reservations.totalCount ?? 0) - open.length,
    session: running && running.id !== ended?.id ? running : null,
    ended,
    isLoading: !known && !error,
    error: known ? undefined : error,
  };
}

interface Charged {
  readonly count: number;
  readonly last: SessionOnSlotFragment | null;
}

function counted(count: number | undefined, _: ClaimsAtStationSubscription): number {
  return (count ?? 0) + 1;
}

/** Whether an expired reservation still holds the slot. */
function isUnreleased({ items }: ClaimOnSlotFragment, slotId: string): boolean {
  return items.some(({ slot, releasedAt }) => slot.id === slotId && !releasedAt);
}

/** Whether this reservation holds the slot. */
export function holdsSlot({ items }: ClaimOnSlotFragment, slotId: string): boolean {
  return items.some(({ slot, heldAt, releasedAt }) => slot.id === slotId && heldAt && !releasedAt);
}
