/** Of the events that are published over and over until every subscriber has shown that it is there. */
export const WAKING_VERSION = 1;

/** What the subscribers of the benchmark select. */
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
