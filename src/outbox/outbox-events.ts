import type { ReservationEventKind, ReservationKind } from "../reservations/reservation.rules.ts";
import type { SlotStatus, SlotStatusCause } from "../slots/slot.rules.ts";

/**
 * A slot as it was when its status changed. It has everything that a screen shows of the slot, so that an event never
 * has to be completed from a table that may have changed since.
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

/** Something happened to a reservation; a subscriber reads its new state. */
export interface ReservationChanged {
  readonly reservationId: string;
  readonly ownerId: string;
  /** The organisation of the stations at that time. */
  readonly organisation: string | null;
  /** The stations of the reservation's slots. */
  readonly stationIds: readonly string[];
  readonly kind: ReservationEventKind;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  /** Until when it is the reservation's turn, if it is. The turn may be over when this is read. RFC 3339, UTC. */
  readonly turnUntil?: string;
}

/** A charging session started, went on or ended. */
export interface SessionChanged {
  readonly sessionId: string;
  readonly ownerId: string;
  /** The organisation of the station at that time. */
  readonly organisation: string | null;
  readonly stationId: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
}

/** The rights of a user have changed: the user was disabled or enabled, or a role was revoked or restored. */
interface AccessChanged {
  readonly userId: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
}

/** All events that can be announced, by kind. */
export interface OutboxEvents {
  "slot.status_changed": SlotStatusChanged;
  "reservation.changed": ReservationChanged;
  "session.changed": SessionChanged;
  "access.changed": AccessChanged;
}

export type OutboxEvent = {
  [Kind in keyof OutboxEvents]: {
    readonly kind: Kind;
    readonly payload: OutboxEvents[Kind];
    readonly occurredAt: Date;
  };
}[keyof OutboxEvents];

/** An event with its position in the feed. Positions are dense: a reader that sees a gap has missed something. */
export type FeedEvent = {
  [Kind in keyof OutboxEvents]: {
    readonly id: number;
    readonly kind: Kind;
    readonly payload: OutboxEvents[Kind];
    readonly position: number;
  };
}[keyof OutboxEvents];

/** The channel of every event. All other channels but `ACCESS` have the id of a station or user as their name. */
export const ALL = "all";

/** The channel of changes to users' rights. Every server watches it, and no client can subscribe to it. */
export const ACCESS = "access";
