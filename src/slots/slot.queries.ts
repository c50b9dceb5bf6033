import { Conditions, countRows, type Queryable, statement } from "../database/statement.ts";
import { LATEST_MARK } from "../outbox/feed-mark.ts";
import type { SlotHoldFacts } from "../outbox/outbox-events.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  isNumberKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import { groupBy } from "../shared/group-by.ts";
import type { SlotStatus, SlotStatusCause } from "./slot.rules.ts";

/** A slot as the API shows it. Kilowatts. */
export interface SlotView {
  readonly id: string;
  readonly portId: string;
  readonly label: string;
  readonly status: SlotStatus;
  readonly version: number;
  readonly connectorType: string | null;
  readonly powerKw: number | null;
  /** Set if it is already known, as in an event; null if it is not known any more. */
  readonly hold?: SlotHoldFacts | null;
}

export interface SlotFilter {
  readonly slotIds?: readonly string[] | null;
  readonly portId?: string | null;
  readonly stationId?: string | null;
  readonly statuses?: readonly SlotStatus[] | null;
  readonly connectorType?: string | null;
}

/** A change of a slot's status, as stored in its history. */
export interface SlotEventView {
  readonly slotId: string;
  readonly version: number;
  readonly cause: SlotStatusCause;
  readonly previousStatus: SlotStatus | null;
  readonly status: SlotStatus;
  readonly occurredAt: Date;
  readonly eventId: number;
}

const SLOT_COLUMNS = `slots.id, slots.port_id as "portId", slots.label, slots.status, slots.version,
  slots.connector_type as "connectorType", slots.power_kw as "powerKw"`;

const SLOTS_BY_IDS = statement<SlotView>(
  "slots.by_ids",
  `select ${SLOT_COLUMNS} from slots where id = any($1::text[])`,
);
const SLOTS_BY_PORTS = statement<SlotView>(
  "slots.by_ports",
  `select ${SLOT_COLUMNS} from slots where port_id = any($1::text[]) and removed_at is null order by port_id, id`,
);

export function slotsByIds(db: Queryable, ids: readonly string[]): Promise<SlotView[]> {
  return db.query(SLOTS_BY_IDS, [ids]);
}

export function slotsByPorts(db: Queryable, portIds: readonly string[]): Promise<SlotView[]> {
  return db.query(SLOTS_BY_PORTS, [portIds]);
}

const SLOTS_OF_STATION = statement<{ id: string }>(
  "slots.of_station",
  `select s.id from slots s join ports p on p.id = s.port_id where p.station_id = $1`,
);

/** The ids of all the slots of a station. */
export async function slotsOfStation(db: Queryable, stationId: string): Promise<string[]> {
  return (await db.query(SLOTS_OF_STATION, [stationId])).map(({ id }) => id);
}

const LIST = "slots";

/** The state of the feed at the moment of a read. */
export interface ReadInFeed {
  /** As `parseMark` takes it. */
  readonly latest: string;
  /** The transactions that the read saw, even if their events had no position yet: `pg_current_snapshot()`. */
  readonly seen: string;
  readonly readAt: Date;
}

interface SlotsInFeed extends ReadInFeed {
  readonly slots: readonly SlotView[];
}

// The state from which the feed continues must be read in the same snapshot, so by the same statement.
async function readSlotsInFeed(
  db: Queryable,
  { where, values }: Conditions,
  limit: number | null,
): Promise<SlotsInFeed> {
  const rows = await db.query<ReadInFeed & { [Key in keyof SlotView]: SlotView[Key] | null }>(
    {
      text: `select pg_current_snapshot()::text as seen, ${LATEST_MARK} as latest,
          (select slotwire_now()) as "readAt", page.*
        from (values (true)) as always left join (
          select ${SLOT_COLUMNS} from slots join ports on ports.id = slots.port_id ${where}
            order by slots.id limit ${limit ?? "all"}
        ) page on true order by page.id`,
    },
    values,
  );
  const [first] = rows;
  if (!first?.latest) throw new Error("The feed has no state");
  const slots = rows.flatMap(({ latest: _, seen: __, readAt: ___, ...slot }) =>
    slot.id === null ? [] : [slot as SlotView],
  );
  return { latest: first.latest, seen: first.seen, readAt: first.readAt, slots };
}

/** Slots in order of creation and, with `inFeed`, the state from which the feed continues after this read. */
export async function listSlots(
  db: Queryable,
  filter: SlotFilter,
  page: PageRequest,
  { inFeed = false } = {},
): Promise<Connection<SlotView> & { readonly inFeed: ReadInFeed | null }> {
  const after = decodeCursor<[string]>(LIST, page, isIdKey);
  const matching = slotConditions(filter).add(after?.[0], (id) => `slots.id > ${id}`);
  const limit = page.first + 1;
  const read = inFeed ? await readSlotsInFeed(db, matching, limit) : null;
  const rows =
    read?.slots ??
    (await db.query<SlotView>(
      {
        text: `select ${SLOT_COLUMNS} from slots join ports on ports.id = slots.port_id ${matching.where}
          order by slots.id limit ${limit}`,
      },
      matching.values,
    ));
  const count = () => countRows(db, "slots join ports on ports.id = slots.port_id", slotConditions(filter));
  return { ...toConnection({ list: LIST, page, rows, keyOf: (row) => [row.id], count }), inFeed: read };
}

/** All slots that match and follow `after`, at one moment, in the order of their ids: the start of a feed. */
export function snapshotSlots(
  db: Queryable,
  filter: SlotFilter,
  after: string | null | undefined,
): Promise<SlotsInFeed> {
  return readSlotsInFeed(
    db,
    slotConditions(filter).add(after, (id) => `slots.id > ${id}`),
    null,
  );
}

/** The conditions of a filter on rows of `slots` and `ports`, without removed slots. */
export function slotConditions({
  slotIds,
  portId,
  stationId,
  statuses,
  connectorType,
}: SlotFilter): Conditions {
  return new Conditions()
    .addText("slots.removed_at is null")
    .add(slotIds, (ids) => `slots.id = any(${ids}::text[])`)
    .add(portId, (id) => `slots.port_id = ${id}`)
    .add(stationId, (id) => `ports.station_id = ${id}`)
    .add(statuses, (list) => `slots.status = any(${list}::text[])`)
    .add(connectorType, (type) => `slots.connector_type = ${type}`);
}

// Reads the histories of all slots of a query by one statement, each by its own bounded index scan.
const HISTORIES = statement<SlotEventView>(
  "slots.histories",
  `select event.* from unnest($1::text[]) as wanted (id)
     cross join lateral (
       select slot_id as "slotId", version, cause, previous_status as "previousStatus", status,
           occurred_at as "occurredAt", event_id as "eventId"
         from slot_events where slot_id = wanted.id and version < $2
         order by version desc limit $3
     ) as event
     order by event."slotId", event.version desc`,
);

// A slot has one event for each version, so its events need not be counted.
const MAX_VERSION = 2 ** 31 - 1;

/** A page of each slot's history, newest first, in the order of `slots`. */
export async function slotHistories(
  db: Queryable,
  slots: readonly SlotView[],
  page: PageRequest,
): Promise<Connection<SlotEventView>[]> {
  const after = decodeCursor<[number]>("slot-history", page, isNumberKey);
  const before = Math.min(after?.[0] ?? MAX_VERSION, MAX_VERSION);
  const rows = await db.query(HISTORIES, [
    [...new Set(slots.map((slot) => slot.id))],
    before,
    page.first + 1,
  ]);
  const bySlot = groupBy(rows, (row) => row.slotId);
  return slots.map((slot) =>
    toConnection({
      list: "slot-history",
      page,
      rows: bySlot.get(slot.id) ?? [],
      keyOf: (row) => [row.version],
      count: async () => slot.version,
    }),
  );
}
