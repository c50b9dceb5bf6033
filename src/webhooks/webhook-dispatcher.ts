import type { Database, Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { type ReservationStatus, reservationCode } from "../reservations/reservation.rules.ts";
import { newId } from "../shared/ids.ts";
import { RETRY_WINDOW_HOURS, type WebhookEvent, webhookEvents } from "./webhook.rules.ts";
import { reservationMessage } from "./webhook-message.ts";

// Read without a lock, so that an idle server costs one lookup in an index.
const HAS_NEWS = statement<{ hasNews: boolean }>(
  "webhooks.has_news",
  // Compares only the last position. To find any later position, PostgreSQL would scan from the beginning, which takes
  // longest if there is none.
  `select coalesce((select max(position) from outbox) > (select position from webhook_feed), false) as "hasNews"`,
);
// One server at a time continues from the position. The others have nothing to add, and do not wait.
const TAKE_POSITION = statement<{ position: number }>(
  "webhooks.take_position",
  "select position from webhook_feed for update skip locked",
);
// Positions are assigned and become visible in order: if one is visible, all before it are.
const FIND_END = statement<{ position: number | null }>(
  "webhooks.find_end",
  "select max(position) as position from (select position from outbox where position > $1 order by position limit $2) batch",
);
interface Match {
  readonly eventId: number;
  readonly event: WebhookEvent;
  readonly occurredAt: Date;
  readonly webhookId: string;
  readonly reservationId: string;
  readonly number: number;
  readonly status: ReservationStatus;
  readonly reason: string | null;
  readonly reservedUntil: Date;
  readonly turnUntil: Date | null;
  readonly vehicleId: string;
  readonly ownerId: string;
  readonly stationIds: string[];
  readonly slotIds: string[];
}

// FOR SHARE waits for a webhook that is being deactivated or removed, and then leaves it out. A webhook found here
// cannot be deactivated before its deliveries exist, so that they can be failed. Status and reason are those at the
// time of the event, from the history, however late this runs; the first entry counts even if the clock was set back to
// before it. The end of a turn is in the event itself.
const MATCH = statement<Match>(
  "webhooks.match",
  `select o.id as "eventId", o.payload ->> 'kind' as event, o.occurred_at as "occurredAt", w.id as "webhookId",
      r.id as "reservationId", r.number, at_event.status, at_event.reason, r.reserved_until as "reservedUntil",
      coalesce((o.payload ->> 'turnUntil')::timestamptz, r.turn_until) as "turnUntil", r.vehicle_id as "vehicleId", r.owner_id as "ownerId",
      array(select jsonb_array_elements_text(o.payload -> 'stationIds')) as "stationIds",
      array(select i.slot_id::text from reservation_items i where i.reservation_id = r.id order by i.position) as "slotIds"
    from outbox o
      join webhooks w on w.active_since <= o.occurred_at and o.payload ->> 'kind' = any(w.events)
        and (w.station_id is null or o.payload -> 'stationIds' ? w.station_id::text)
      join reservations r on r.id = o.payload ->> 'reservationId'
        and (w.organisation is null or w.organisation = r.organisation)
      cross join lateral (
        select h.status, h.reason from reservation_history h
          where h.reservation_id = r.id and (h.at <= o.occurred_at or h.entry = 1)
          order by h.entry desc limit 1
      ) at_event
    where o.position > $1 and o.position <= $2 and o.kind = 'reservation.changed' and o.payload ->> 'kind' = any($3::text[])
    order by o.position, w.id
    for share of w`,
);
const INSERT = statement<never>(
  "webhooks.insert_deliveries",
  `insert into webhook_deliveries
      (id, webhook_id, event_id, event, reservation_id, body, created_at, next_attempt_at, give_up_at)
    select id, webhook_id, event_id, event, reservation_id, body, slotwire_now(), slotwire_now(),
        occurred_at + interval '${RETRY_WINDOW_HOURS} hours'
      from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
        as delivery (id, webhook_id, event_id, event, reservation_id, body, occurred_at)
    on conflict on constraint one_delivery_per_event do nothing`,
);
const MOVE_POSITION = statement<never>("webhooks.move_position", "update webhook_feed set position = $1");
// If only the position moves, its commit need not wait for the disk, nor drivers' commits for it. A crash can undo it,
// and then the same events are looked at again. Whatever relies on the position, such as the pruning of the outbox,
// commits later, and a commit that has reached the disk includes everything before it.
const COMMIT_WITHOUT_FLUSH = statement<never>(
  "webhooks.commit_without_flush",
  "select set_config('synchronous_commit', 'off', true)",
);

const BATCH = 500;

interface DispatchedBatch {
  readonly deliveries: number;
  /** Whether there may be more events, besides those that were committed meanwhile. */
  readonly isFull: boolean;
}

const NOTHING: DispatchedBatch = { deliveries: 0, isFull: false };

/**
 * Follows the feed in the database, and turns each event into one delivery for each webhook that subscribes to it. This
 * happens in the transaction that moves the position: no crash makes it skip an event or dispatch it twice.
 */
export class WebhookDispatcher {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  /** Takes one batch of events. */
  async dispatch(): Promise<DispatchedBatch> {
    const [news] = await this.#db.query(HAS_NEWS);
    return news?.hasNews ? this.#db.inTransaction(dispatchBatch) : NOTHING;
  }
}

async function dispatchBatch(tx: Tx): Promise<DispatchedBatch> {
  const [feed] = await tx.query(TAKE_POSITION);
  if (!feed) return NOTHING;
  const [end] = await tx.query(FIND_END, [feed.position, BATCH]);
  if (!end || end.position === null) return NOTHING;
  const matches = await tx.query(MATCH, [feed.position, end.position, webhookEvents]);
  if (matches.length === 0) await tx.query(COMMIT_WITHOUT_FLUSH);
  await insert(tx, matches);
  await tx.query(MOVE_POSITION, [end.position]);
  return { deliveries: matches.length, isFull: end.position - feed.position >= BATCH };
}

async function insert(tx: Tx, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return;
  await tx.query(INSERT, [
    matches.map(() => newId("delivery")),
    matches.map((match) => match.webhookId),
    matches.map((match) => match.eventId),
    matches.map((match) => match.event),
    matches.map((match) => match.reservationId),
    matches.map(toBody),
    matches.map((match) => match.occurredAt),
  ]);
}

function toBody({ eventId, webhookId, event, occurredAt, number, ...facts }: Match): string {
  return reservationMessage(event, occurredAt, { code: reservationCode(number), ...facts });
}
