import DataLoader from "dataloader";
import { usersByIds } from "../access/users/user.queries.ts";
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
import { portsWithSlots, portsWithSlotsByStations } from "../slots/port-slots.queries.ts";
import { type SlotView, slotHistories, slotsByIds, slotsByPorts } from "../slots/slot.queries.ts";
import {
  portsByIds,
  portsByStations,
  removalsByIds,
  slotCountsByStations,
  stationPages,
  stationsByIds,
} from "../stations/station.queries.ts";
import { vehiclesByIds, vehiclesByOwners } from "../vehicles/vehicle.queries.ts";
import type { EndSignal } from "./context.ts";
import type { Lookup, Read, ReadBatches } from "./read-batches.ts";

function one<Row>(rowsOf: Read<unknown, Row>["rowsOf"], keyOf: (row: Row) => string): Read<Row | null, Row> {
  return { rowsOf, keyOf, pick: ([row]) => row ?? null };
}

function many<Row>(rowsOf: Read<unknown, Row>["rowsOf"], keyOf: (row: Row) => string): Read<Row[], Row> {
  return { rowsOf, keyOf, pick: (rows) => rows as Row[] };
}

const reads = {
  station: one(stationsByIds, (row) => row.id),
  stationPage: many(stationPages, (row) => row.page),
  port: one(portsByIds, (row) => row.id),
  slot: one(slotsByIds, (row) => row.id),
  user: one(usersByIds, (row) => row.id),
  vehicle: one(vehiclesByIds, (row) => row.id),
  reservation: one(reservationsByIds, (row) => row.id),
  session: one(sessionsByIds, (row) => row.id),
  hold: one(holdsBySlots, (row) => row.slotId),
  waitlistLength: one(waitlistLengths, (row) => row.slotId),
  waitlistPosition: one(waitlistPositions, (row) => row.reservationId),
  removal: one(removalsByIds, (row) => row.id),
  slotCounts: one(slotCountsByStations, (row) => row.stationId),
  portsOfStation: many(portsByStations, (row) => row.stationId),
  portWithSlots: one(portsWithSlots, (row) => row.id),
  portsWithSlotsOfStation: many(portsWithSlotsByStations, (row) => row.stationId),
  slotsOfPort: many(slotsByPorts, (row) => row.portId),
  vehiclesOfOwner: many(vehiclesByOwners, (row) => row.ownerId),
  itemsOfReservation: many(itemsByReservations, (row) => row.reservationId),
  historyOfReservation: many(historyByReservations, (row) => row.reservationId),
};

type Reads = typeof reads;

/** Batched lookups of one operation. */
export type Loaders = {
  readonly [Name in keyof Reads]: Lookup<ReturnType<Reads[Name]["pick"]>>;
} & {
  /** Equal pages of several slots are read together. */
  historyOfSlot(slot: SlotView, page: PageRequest): ReturnType<Histories["load"]>;
};

interface LoaderOptions {
  readonly db: Queryable;
  /** Shared with other operations; null if the operation reads by itself. */
  readonly batches: ReadBatches | null;
  /**
   * Whether a row that was read once is kept for the rest of the operation. That is right for a query, which should see
   * each thing in one state, and wrong if the operation itself, or time, changes what it reads.
   */
  readonly keeps: boolean;
  readonly signal: EndSignal | undefined;
}

export function createLoaders(options: LoaderOptions): Loaders {
  return new LazyLoaders(options) as unknown as Loaders;
}

/** Creates a lookup on first use: an operation uses one or two of them. */
class LazyLoaders {
  readonly #options: LoaderOptions;
  readonly #made = new Map<Read<unknown>, Lookup<unknown>>();
  #histories: Histories | undefined;

  static {
    for (const [name, read] of Object.entries(reads)) {
      Object.defineProperty(LazyLoaders.prototype, name, {
        get(this: LazyLoaders) {
          return this.#lookup(read as unknown as Read<unknown>);
        },
      });
    }
  }

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  historyOfSlot(slot: SlotView, page: PageRequest): ReturnType<Histories["load"]> {
    this.#histories ??= new Histories(this.#options.db);
    return this.#histories.load(slot, page);
  }

  #lookup(read: Read<unknown>): Lookup<unknown> {
    let lookup = this.#made.get(read);
    if (!lookup) {
      const { db, batches, keeps, signal } = this.#options;
      lookup = batches ? new SharedLookup(batches.of(read), keeps, signal) : ownLookup(db, read, keeps);
      this.#made.set(read, lookup);
    }
    return lookup;
  }
}

class SharedLookup<Value> implements Lookup<Value> {
  readonly #shared: Lookup<Value>;
  readonly #signal: EndSignal | undefined;
  readonly #kept: Map<string, Promise<Value>> | null;

  constructor(shared: Lookup<Value>, keeps: boolean, signal: EndSignal | undefined) {
    this.#shared = shared;
    this.#kept = keeps ? new Map() : null;
    this.#signal = signal;
  }

  load(key: string): Promise<Value> {
    let value = this.#kept?.get(key);
    if (value) return value;
    this.#signal?.throwIfAborted();
    value = this.#shared.load(key);
    this.#kept?.set(key, value);
    return value;
  }
}

/** Siblings that ask in the same tick share one statement. */
function ownLookup(db: Queryable, { rowsOf, keyOf, pick }: Read<unknown>, cache: boolean): Lookup<unknown> {
  return new DataLoader<string, unknown>(
    async (keys) => {
      const byKey = groupBy(await rowsOf(db, [...new Set(keys)]), keyOf);
      return keys.map((key) => pick(byKey.get(key) ?? []));
    },
    { cache },
  );
}

class Histories {
  readonly #db: Queryable;
  readonly #loaders = new Map<string, ReturnType<Histories["loaderOf"]>>();

  constructor(db: Queryable) {
    this.#db = db;
  }

  load(slot: SlotView, page: PageRequest) {
    const key = JSON.stringify([page.first, page.after]);
    const loader = this.#loaders.get(key) ?? this.loaderOf(page);
    this.#loaders.set(key, loader);
    return loader.load(slot);
  }

  private loaderOf(page: PageRequest) {
    return new DataLoader((slots: readonly SlotView[]) => slotHistories(this.#db, slots, page), {
      cache: false,
    });
  }
}

/** A row whose presence the database's references guarantee. */
export function requireRow<Row>(row: Row | null): Row {
  if (row === null) throw new Error("A row that another one refers to is missing");
  return row;
}
