import type { SlotStatusChanged } from "../outbox/outbox-events.ts";
import type { SlotEventView, SlotView } from "./slot.queries.ts";
import type { SlotStatus, SlotStatusCause } from "./slot.rules.ts";

/** A slot event as the API shows it, live or from the history. */
export interface SlotStatusEventView {
  readonly cursor: string;
  readonly kind: "SNAPSHOT" | "CHANGE";
  readonly slot: SlotView;
  readonly status: SlotStatus;
  readonly previousStatus: SlotStatus | null;
  readonly version: number;
  readonly conflated: boolean;
  readonly cause: SlotStatusCause | null;
  readonly occurredAt: Date;
}

export function toChangeEvent(
  cursor: string,
  change: SlotStatusChanged,
  conflated = false,
): SlotStatusEventView {
  const { slotId, portId, label, connectorType, powerKw, status, previousStatus, version, cause, hold } =
    change;
  return {
    cursor,
    kind: "CHANGE",
    slot: { id: slotId, portId, label, connectorType, powerKw, status, version, hold: hold ?? undefined },
    status,
    previousStatus,
    version,
    conflated,
    cause,
    occurredAt: new Date(change.occurredAt),
  };
}

export function toSnapshotEvent(cursor: string, slot: SlotView, readAt: Date): SlotStatusEventView {
  const { status, version } = slot;
  return {
    cursor,
    kind: "SNAPSHOT",
    slot,
    status,
    previousStatus: null,
    version,
    conflated: false,
    cause: null,
    occurredAt: readAt,
  };
}

export function toHistoryEvent(cursor: string, slot: SlotView, event: SlotEventView): SlotStatusEventView {
  const { version, status, previousStatus, cause, occurredAt } = event;
  // The history does not contain what held the slot then, and the present hold does not belong to this event.
  const slotThen = { ...slot, status, version, hold: version === slot.version ? slot.hold : null };
  return {
    cursor,
    kind: "CHANGE",
    slot: slotThen,
    status,
    previousStatus,
    version,
    conflated: false,
    cause,
    occurredAt,
  };
}
