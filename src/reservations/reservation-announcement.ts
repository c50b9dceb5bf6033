import type { Ownership } from "../access/caller.ts";
import type { OutboxEvent } from "../outbox/outbox-events.ts";
import type { ReservationEventKind } from "./reservation.rules.ts";

/** What happened to a reservation, to whom it belongs, and its stations. */
export interface ReservationAnnouncement extends Ownership {
  readonly id: string;
  readonly stationIds: readonly string[];
  readonly event: ReservationEventKind;
  /** Set while YOUR_TURN. */
  readonly turnUntil?: Date | null;
}

/** The announcements in the form that the outbox takes. */
export function toOutboxEvents(now: Date, announcements: readonly ReservationAnnouncement[]): OutboxEvent[] {
  const occurredAt = now.toISOString();
  return announcements.map(({ id, ownerId, organisation, stationIds, event, turnUntil }) => ({
    kind: "reservation.changed",
    occurredAt: now,
    payload: {
      reservationId: id,
      ownerId,
      organisation,
      stationIds,
      kind: event,
      occurredAt,
      ...(turnUntil && { turnUntil: turnUntil.toISOString() }),
    },
  }));
}
