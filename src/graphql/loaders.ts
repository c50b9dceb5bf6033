import DataLoader from "dataloader";
import { usersByIds } from "../access/user.queries.ts";
import type { Queryable } from "../database/statement.ts";
import {
  historyByReservations,
  holdsBySlots,
  itemsByReservations,
  reservationsByIds,
  waitlistLengths,
  waitlistPositions,
} from "../reservations/reservation.queries.ts";
import { sessionsByIds } from "../sessions/session.queries.ts";
import type { PageRequest } from "../shared/connection.ts";
import { groupBy } from "../shared/group-by.ts";
import { type SlotView, slotHistories, slotsByIds, slotsByPorts } from "../slots/slot.queries.ts";
import {
  portsByIds,
  portsByStations,
  slotCountsByStations,
  stationsByIds,
} from "../stations/station.queries.ts";
import { vehiclesByIds, vehiclesByOwners } from "../vehicles/vehicle.service.ts";

type Read<Row> = (db: Queryable, keys: readonly string[]) => Promise<Row[]>;

export interface LoaderOptions {
  readonly db: Queryable;
  /**
   * Whether a row that was read once is kept for the rest of the operation: right for a query, which shall see
   * each thing in one state; wrong where the operation itself, or time, changes what it reads.
   */
  readonly cached: boolean;
}

/** Batched lookups of one operation: siblings that ask in the same tick share one statement. */
export function createLoaders({ db, cached }: LoaderOptions) {
  const one = <Row>(read: Read<Row>, keyOf: (row: Row) => string) =>
    new DataLoader<string, Row | null>(
      async (keys) => {
        const rows = new Map((await read(db, unique(keys))).map((row) => [keyOf(row), row]));
        return keys.map((key) => rows.get(key) ?? null);
      },
      { cache: cached },
    );

  const many = <Row>(read: Read<Row>, keyOf: (row: Row) => string) =>
    new DataLoader<string, Row[]>(
      async (keys) => {
        const groups = groupBy(await read(db, unique(keys)), keyOf);
        return keys.map((key) => groups.get(key) ?? []);
      },
      { cache: cached },
    );

  const histories = new Map<string, ReturnType<typeof historyLoader>>();
  const historyLoader = (page: PageRequest) =>
    new DataLoader((slots: readonly SlotView[]) => slotHistories(db, slots, page), { cache: false });

  return {
    station: one(stationsByIds, (row) => row.id),
    port: one(portsByIds, (row) => row.id),
    slot: one(slotsByIds, (row) => row.id),
    user: one(usersByIds, (row) => row.id),
    vehicle: one(vehiclesByIds, (row) => row.id),
    reservation: one(reservationsByIds, (row) => row.id),
    session: one(sessionsByIds, (row) => row.id),
    hold: one(holdsBySlots, (row) => row.slotId),
    waitlistLength: one(waitlistLengths, (row) => row.slotId),
    waitlistPosition: one(waitlistPositions, (row) => row.reservationId),
    slotCounts: one(slotCountsByStations, (row) => row.stationId),
    portsOfStation: many(portsByStations, (row) => row.stationId),
    slotsOfPort: many(slotsByPorts, (row) => row.portId),
    vehiclesOfOwner: many(vehiclesByOwners, (row) => row.ownerId),
    itemsOfReservation: many(itemsByReservations, (row) => row.reservationId),
    historyOfReservation: many(historyByReservations, (row) => row.reservationId),
    /** Pages that are asked for alike are read together. */
    historyOfSlot: (slot: SlotView, page: PageRequest) => {
      const key = JSON.stringify([page.first, page.after]);
      const loader = histories.get(key) ?? historyLoader(page);
      histories.set(key, loader);
      return loader.load(slot);
    },
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}

/** What the database's own references promise to be there. */
export function present<Row>(row: Row | null): Row {
  if (row === null) throw new Error("A row that another one refers to is missing");
  return row;
}
