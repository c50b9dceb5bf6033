import type { FeedEvent } from "../../src/outbox/outbox-events.ts";
import { newId } from "../../src/shared/ids.ts";
import type { TestDatabase } from "./test-database.ts";

/** A change of a slot's status in the feed. */
export function slotEvent(position: number, stationId: string, slotId = newId("slot")): FeedEvent {
  return {
    id: position,
    kind: "slot.status_changed",
    position,
    payload: {
      slotId,
      portId: newId("port"),
      stationId,
      label: "A",
      connectorType: null,
      powerKw: null,
      status: "BOOKED",
      previousStatus: "AVAILABLE",
      version: position + 1,
      cause: "RESERVATION_CREATED",
      occurredAt: new Date(0).toISOString(),
      hold: null,
    },
  };
}

/** Empties the feed of a database without running servers. */
export async function emptyFeed(database: TestDatabase): Promise<void> {
  await database.query("truncate outbox");
  await database.query(
    `update feed set last_position = 0, published_position = 0, pruned_position = 0, leader = null, leader_until = null`,
  );
}

/** Writes events as the relay does before it publishes them. */
export async function storeEvents(database: TestDatabase, ...events: FeedEvent[]): Promise<void> {
  for (const { id, kind, payload, position } of events) {
    await database.query(
      "insert into outbox (id, kind, payload, occurred_at, position) values ($1, $2, $3, now(), $4)",
      [id, kind, JSON.stringify(payload), position],
    );
  }
  await database.query("update feed set last_position = $1", [events.at(-1)?.position]);
}
