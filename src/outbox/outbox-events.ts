import type { ReservationKind } from "../reservations/reservation.rules.ts";
import type { SlotStatus, SlotStatusCause } from "../slots/slot.rules.ts";

/**
 * A slot as it was when its status changed: all that a screen shows of it, so that an event never has to be
 * completed from a table that may have moved on.
 */
export interface SlotStatusChanged {
  readonly slotId: string;
  readonly portId: string;
  readonly stationId: string;
  readonly label: string;
  readonly connectorType: string | null;
  readonly powerKw: number | null;
  readonly status: SlotStatus;
  readonly previousStatus: SlotStatus | null;
  readonly version: number;
  readonly cause: SlotStatusCause;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly hold: SlotHoldFacts | null;
}

/** Why a slot is BOOKED. */
export interface SlotHoldFacts {
  readonly kind: ReservationKind;
  /** RFC 3339, UTC. */
  readonly until: string;
}

/** The closed list of what can be announced: kind and payload. */
interface OutboxEvents {
  "slot.status_changed": SlotStatusChanged;
}

export type OutboxEvent = {
  [Kind in keyof OutboxEvents]: {
    /** Drawn from the outbox's sequence by who made the change; it also names the event in `slot_events`. */
    readonly id: number;
    readonly kind: Kind;
    readonly payload: OutboxEvents[Kind];
    readonly occurredAt: Date;
  };
}[keyof OutboxEvents];

/** An event that has its place in the feed. Positions are dense: a reader that sees a gap has missed something. */
export type FeedEvent = Omit<OutboxEvent, "occurredAt"> & { readonly position: number };
