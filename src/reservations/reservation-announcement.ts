import type { Belonging } from "../access/caller.ts";
import type { OutboxEvent } from "../outbox/outbox-events.ts";
import type { ReservationEventKind } from "./reservation.rules.ts";

/** What has happened to a reservation, whose it is, and at which stations. */
export interface ReservationAnnouncement extends Belonging {
  readonly id: string;
  readonly stationIds: readonly string[];
  readonly event: ReservationEventKind;
  /** While YOUR_TURN. */
  readonly turnUntil?: Date | null;
}

/** The announcements as the outbox takes them. */
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
