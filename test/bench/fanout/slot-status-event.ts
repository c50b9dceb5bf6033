/** The version of the events that are published repeatedly until every subscriber has received one. */
export const WAKING_VERSION = 1;

/** The selection of the benchmark's subscribers. */
export function slotStatusEvent({ slotId, version }: { slotId: string; version: number }) {
  const slot = { id: slotId, label: "A", status: "BOOKED", connectorType: "CCS2", powerKw: 150 };
  return {
    cursor: "WyJmZWVkIiwxMDAwMDAwXQ",
    version,
    kind: "CHANGE",
    status: "BOOKED",
    previousStatus: "AVAILABLE",
    cause: "RESERVATION_CREATED",
    occurredAt: new Date().toISOString(),
    slot,
  };
}

export type SlotStatusEvent = ReturnType<typeof slotStatusEvent>;
