import { createDataSource } from "../../../src/database/data-source.ts";
import { Database } from "../../../src/database/database.ts";
import { statement } from "../../../src/database/statement.ts";
import { readFeedId } from "../../../src/live/event-hub.ts";
import { RedisBus } from "../../../src/live/redis-bus.ts";
import { Outbox } from "../../../src/outbox/outbox.ts";
import type { SlotStatusChanged } from "../../../src/outbox/outbox-events.ts";
import type { Logger } from "../../../src/shared/logger.ts";

export interface PublishedEvent {
  readonly portId: string;
  readonly slotId: string;
  readonly version: number;
}

export type PublisherApi = {
  /** @returns when the events could first be sent, in ns of the monotonic clock that all processes share. */
  publish(events: readonly PublishedEvent[]): Promise<string>;
};

const STATIONS_OF_PORTS = statement<{ id: string; stationId: string }>(
  "bench.stations_of_ports",
  `select id, station_id as "stationId" from ports`,
);

export interface OutboxPublisher {
  readonly api: PublisherApi;
  close(): Promise<void>;
}

/**
 * Appends to the product's outbox in a transaction, and rings for the relay as a server does. So the measurement
 * includes everything between a commit and a socket.
 */
export async function openOutboxPublisher(options: {
  databaseUrl: string;
  redisUrl: string;
  log: Logger;
}): Promise<OutboxPublisher> {
  const { databaseUrl, redisUrl, log } = options;
  const dataSource = createDataSource({ url: databaseUrl, log, poolSize: 1 });
  const db = new Database(await dataSource.initialize());
  const bus = await RedisBus.open({ url: redisUrl, feedId: await readFeedId(db), log });
  const outbox = new Outbox(() => bus.wakeRelay());
  const stations = new Map((await db.query(STATIONS_OF_PORTS)).map(({ id, stationId }) => [id, stationId]));
  const toChange = ({ portId, slotId, version }: PublishedEvent, now: Date): SlotStatusChanged => ({
    slotId,
    portId,
    stationId: stations.get(portId) ?? "",
    label: "A",
    connectorType: "CCS2",
    powerKw: 150,
    status: "BOOKED",
    previousStatus: "AVAILABLE",
    version,
    cause: "RESERVATION_CREATED",
    occurredAt: now.toISOString(),
    hold: null,
  });
  return {
    api: {
      async publish(events) {
        const now = new Date();
        await db.inTransaction((tx) =>
          outbox.append(
            tx,
            events.map((event) => ({
              kind: "slot.status_changed" as const,
              payload: toChange(event, now),
              occurredAt: now,
            })),
          ),
        );
        return String(process.hrtime.bigint());
      },
    },
    close: async () => {
      await bus.close();
      await db.close();
    },
  };
}
