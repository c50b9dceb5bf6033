import type pg from "pg";
import {
  firstRow,
  type Prepared,
  type ReservationNumber,
  type ReservationWriter,
  toWritten,
} from "./reservation-writer.ts";

// The product's statements one by one, as a baseline for the cost of everything else in the product. They are copies,
// so that the baseline stays the same when the product finds faster statements for the same rows.
const LOCK_VEHICLE = prepared(
  "lock_vehicle",
  "select id, owner_id from vehicles where id = $1 and owner_id = $2 and removed_at is null for share",
);
const LOCK_SLOTS = prepared(
  "lock_slots",
  `select s.id, s.status, p.station_id as "stationId" from slots s join ports p on p.id = s.port_id
    where s.id = any($1::text[]) order by s.id for no key update of s`,
);
const READ_CLOCK = prepared("read_clock", "select slotwire_now() as now");
const INSERT_ITEM = prepared(
  "insert_item",
  "insert into reservation_items (reservation_id, slot_id, position, held_at) values ($1, $2, 1, $3)",
);
const SETTLE_SLOT = prepared(
  "settle_slot",
  `with changed as (
     update slots s set status = claims.status, version = s.version + 1
       from slots old join slot_claims claims on claims.slot_id = old.id
       where s.id = $1 and old.id = s.id and s.status <> claims.status
       returning s.*, old.status as previous_status, nextval('outbox_id_seq') as event_id
   ), recorded as (
     insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
       select id, version, $2, previous_status, status, $3, event_id from changed
   )
   select c.id as "slotId", c.port_id as "portId", p.station_id as "stationId", c.label,
       c.connector_type as "connectorType", c.power_kw as "powerKw", c.status, c.previous_status as "previousStatus",
       c.version, $2 as cause, c.event_id as "eventId"
     from changed c join ports p on p.id = c.port_id`,
);
const APPEND_EVENT = prepared(
  "append_event",
  `insert into outbox (id, kind, payload, occurred_at, channels)
    values (coalesce($1::bigint, nextval('outbox_id_seq')), $2::text, $3::jsonb, $4, event_channels($2::text, $3::jsonb))`,
);
const INSERT_RESERVATION = prepared(
  "insert_reservation",
  `with counter as (
     update reservation_counter set last_number = last_number + 1 returning last_number
   ), created as (
     insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, created_at, updated_at)
       select $1, last_number, $2, $3, 'ACTIVE', $4, $5, $5 from counter
       returning *
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at)
       select id, 1, status, 'CREATED', created_at from created
   )
   select id, number, status from created`,
);
const READ_FOOTPRINT = prepared(
  "read_footprint",
  `select array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where r.id = $1 and r.owner_id = $2`,
);
const LOCK_RESERVATION = prepared(
  "lock_reservation",
  "select id, status from reservations where id = $1 and status in ('PENDING', 'ACTIVE') for no key update",
);
const MOVE = prepared(
  "move",
  `with moved as (
     update reservations set status = 'CANCELLED', updated_at = $2, dismissible_since = $2 where id = $1 returning *
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at)
       select $1, (select max(entry) + 1 from reservation_history where reservation_id = $1), 'CANCELLED', 'CANCELLED', $2
   )
   select id, number, status,
       array(select distinct p.station_id::text from reservation_items i
         join slots s on s.id = i.slot_id join ports p on p.id = s.port_id where i.reservation_id = r.id) as "stationIds"
     from moved r`,
);
const RELEASE_ITEMS = prepared(
  "release_items",
  `update reservation_items set released_at = $2 where reservation_id = $1 and released_at is null
    returning slot_id`,
);
const TAKE_HEADS = prepared(
  "take_heads",
  `with head as (
     select distinct on (i.slot_id) i.slot_id, i.reservation_id
       from slot_claims c
         join reservation_items i on i.slot_id = c.slot_id and i.held_at is null and i.released_at is null
         join reservations r on r.id = i.reservation_id
       where c.slot_id = any($1::text[]) and c.status = 'AVAILABLE'
       order by i.slot_id, r.number
   )
   update reservation_items i set held_at = $2 from head
     where i.slot_id = head.slot_id and i.reservation_id = head.reservation_id
     returning i.slot_id`,
);

const HOLD_MS = 1_800_000;

/** Statement by statement in a transaction, as services usually do. */
export const transactionWriter: ReservationWriter = {
  create: (client, { id, userId, vehicleId, slotId }) =>
    inTransaction(client, async () => {
      await firstRow(client, LOCK_VEHICLE, [vehicleId, userId]);
      const slot = await firstRow<{ status: string; stationId: string }>(client, LOCK_SLOTS, [[slotId]]);
      if (slot.status !== "AVAILABLE") throw new Error(`slot ${slotId} is ${slot.status}`);
      const { now } = await firstRow<{ now: Date }>(client, READ_CLOCK, []);
      const until = new Date(now.getTime() + HOLD_MS);
      await client.query({ ...INSERT_ITEM, values: [id, slotId, now] });
      await tell(client, { id, stationIds: [slot.stationId] }, { ownerId: userId, kind: "CREATED", now });
      await settle(client, slotId, "RESERVATION_CREATED", now, { kind: "HOLD", until: until.toISOString() });
      const values = [id, vehicleId, userId, until, now];
      return toWritten(await firstRow<ReservationNumber>(client, INSERT_RESERVATION, values));
    }),

  cancel: (client, { id, userId }) =>
    inTransaction(client, async () => {
      const { slotIds } = await firstRow<{ slotIds: string[] }>(client, READ_FOOTPRINT, [id, userId]);
      await firstRow(client, LOCK_SLOTS, [slotIds]);
      await firstRow(client, LOCK_RESERVATION, [id]);
      const { now } = await firstRow<{ now: Date }>(client, READ_CLOCK, []);
      const moved = await firstRow<MovedReservation>(client, MOVE, [id, now]);
      await tell(client, moved, { ownerId: userId, kind: "CANCELLED", now });
      await firstRow(client, RELEASE_ITEMS, [id, now]);
      await client.query({ ...TAKE_HEADS, values: [slotIds, now] });
      for (const slotId of slotIds) await settle(client, slotId, "RESERVATION_CANCELLED", now, null);
      return toWritten(moved);
    }),
};

interface ChangedSlot extends pg.QueryResultRow {
  readonly eventId: string;
}

interface MovedReservation extends ReservationNumber {
  readonly stationIds: readonly string[];
}

async function settle(
  client: pg.Client,
  slotId: string,
  cause: string,
  now: Date,
  hold: { kind: string; until: string } | null,
): Promise<void> {
  const { eventId, ...slot } = await firstRow<ChangedSlot>(client, SETTLE_SLOT, [slotId, cause, now]);
  const payload = { ...slot, occurredAt: now.toISOString(), hold };
  await client.query({
    ...APPEND_EVENT,
    values: [eventId, "slot.status_changed", JSON.stringify(payload), now],
  });
}

async function tell(
  client: pg.Client,
  { id, stationIds }: Pick<MovedReservation, "id" | "stationIds">,
  { ownerId, kind, now }: { ownerId: string; kind: string; now: Date },
): Promise<void> {
  const payload = {
    reservationId: id,
    ownerId,
    organisation: null,
    stationIds,
    kind,
    occurredAt: now.toISOString(),
  };
  await client.query({
    ...APPEND_EVENT,
    values: [null, "reservation.changed", JSON.stringify(payload), now],
  });
}

async function inTransaction<Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> {
  await client.query("begin");
  const result = await work();
  await client.query("commit");
  return result;
}

function prepared(name: string, text: string): Prepared {
  return { name, text };
}
