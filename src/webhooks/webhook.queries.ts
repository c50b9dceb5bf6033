import { Conditions, countRows, only, type Queryable, statement } from "../database/statement.ts";
import {
  type Connection,
  decodeCursor,
  isIdKey,
  type PageRequest,
  toConnection,
} from "../shared/connection.ts";
import type { WebhookDeliveryStatus, WebhookEvent } from "./webhook.rules.ts";

/** A webhook as the API shows it: without its secret. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly stationId: string | null;
  /** The organisation that it belongs to; null: it belongs to whoever runs all stations. */
  readonly organisation: string | null;
  readonly description: string | null;
  readonly active: boolean;
  readonly disabledReason: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A message to a webhook, and its state. */
export interface DeliveryView {
  readonly id: string;
  readonly webhookId: string;
  /** Null: a test. */
  readonly event: WebhookEvent | null;
  readonly reservationId: string | null;
  readonly body: string;
  readonly status: WebhookDeliveryStatus;
  readonly attempts: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly nextAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
}

export interface DeliveryFilter {
  readonly webhookId?: string | null;
  readonly statuses?: readonly WebhookDeliveryStatus[] | null;
  readonly events?: readonly string[] | null;
  readonly reservationId?: string | null;
}

export const WEBHOOK_COLUMNS = `id, url, events, station_id as "stationId", organisation, description,
  active_since is not null as active, disabled_reason as "disabledReason",
  created_at as "createdAt", updated_at as "updatedAt"`;
export const DELIVERY_COLUMNS = `id, webhook_id as "webhookId", event, reservation_id as "reservationId", body, status,
  attempts, response_status as "responseStatus", error, created_at as "createdAt", last_attempt_at as "lastAttemptAt",
  next_attempt_at as "nextAttemptAt", delivered_at as "deliveredAt"`;

const WEBHOOKS_BY_IDS = statement<WebhookView>(
  "webhooks.by_ids",
  `select ${WEBHOOK_COLUMNS} from webhooks where id = any($1::text[])`,
);
/** Read with its organisation, so that another organisation's takes no longer than one that does not exist. */
interface OwnedDelivery extends DeliveryView {
  readonly organisation: string | null;
}
const DELIVERIES_BY_IDS = statement<OwnedDelivery>(
  "webhook_deliveries.by_ids",
  `select ${DELIVERY_COLUMNS}, (select w.organisation from webhooks w where w.id = webhook_id) as organisation
    from webhook_deliveries where id = any($1::text[])`,
);

export function webhooksByIds(db: Queryable, ids: readonly string[]): Promise<WebhookView[]> {
  return db.query(WEBHOOKS_BY_IDS, [ids]);
}

export function deliveriesByIds(db: Queryable, ids: readonly string[]): Promise<OwnedDelivery[]> {
  return db.query(DELIVERIES_BY_IDS, [ids]);
}

const WEBHOOK_LIST = "webhooks";

/** Webhooks in the order in which they were registered: those of an organisation, or all. */
export async function listWebhooks(
  db: Queryable,
  organisation: string | null,
  page: PageRequest,
): Promise<Connection<WebhookView>> {
  const after = decodeCursor<[string]>(WEBHOOK_LIST, page, isIdKey);
  const visible = () => new Conditions().add(organisation, (name) => only("organisation", name));
  const order = organisation === null ? "id" : "organisation, id";
  const matching = visible().add(after?.[0], (id) => `id > ${id}`);
  const text = `select ${WEBHOOK_COLUMNS} from webhooks ${matching.where} order by ${order} limit ${page.first + 1}`;
  const rows = await db.query<WebhookView>({ text }, matching.values);
  const count = () => countRows(db, "webhooks", visible());
  return toConnection({ list: WEBHOOK_LIST, page, rows, keyOf: (row) => [row.id], count });
}

const DELIVERY_LIST = "webhook_deliveries";

/** The delivery log, newest first: of an organisation's webhooks, or of all. */
export async function listDeliveries(
  db: Queryable,
  organisation: string | null,
  filter: DeliveryFilter,
  page: PageRequest,
): Promise<Connection<DeliveryView>> {
  const after = decodeCursor<[string]>(DELIVERY_LIST, page, isIdKey);
  const matching = deliveryConditions(filter).add(after?.[0], (id) => `id < ${id}`);
  const rows = await db.query<DeliveryView>(
    pageStatement({ organisation, filter, matching, limit: page.first + 1 }),
    matching.values,
  );
  const count = () =>
    countRows(db, "webhook_deliveries", deliveryConditions(filter).add(organisation, ofOrganisation));
  return toConnection({ list: DELIVERY_LIST, page, rows, keyOf: (row) => [row.id], count });
}

interface WantedPage {
  readonly organisation: string | null;
  readonly filter: DeliveryFilter;
  readonly matching: Conditions;
  readonly limit: number;
}

// Reads a page for each webhook, or for each status, and takes the newest rows of them all. If PostgreSQL filters the
// newest deliveries until a page is full, it reads all of them for a rarely called webhook or a rare status.
function pageStatement({ organisation, filter, matching, limit }: WantedPage): { text: string } {
  const newest = `order by id desc limit ${limit}`;
  const source = sourceOf(organisation, filter, matching);
  if (source === null)
    return { text: `select ${DELIVERY_COLUMNS} from webhook_deliveries ${matching.where} ${newest}` };
  const { from, column } = source;
  matching.addText(only(column, "source.key"));
  const text = `select ${DELIVERY_COLUMNS} from (
      select page.* from ${from} cross join lateral (
        select * from webhook_deliveries ${matching.where}
          order by ${column}, id desc limit ${limit}
      ) as page
    ) as deliveries ${newest}`;
  return { text };
}

/** Rows with a `key` for a column of deliveries. An index has the deliveries of a key, newest first. */
function sourceOf(
  organisation: string | null,
  { webhookId, statuses, reservationId }: DeliveryFilter,
  values: Conditions,
): { from: string; column: "webhook_id" | "status" } | null {
  if (organisation !== null) {
    const from = `(select id as key from webhooks where organisation = ${values.placeholder(organisation)}) as source`;
    return { from, column: "webhook_id" };
  }
  // A reservation has few deliveries.
  if (reservationId) return null;
  if (webhookId)
    return { from: `(select ${values.placeholder(webhookId)}::text as key) as source`, column: "webhook_id" };
  if (statuses) {
    const wanted = values.placeholder([...new Set(statuses)]);
    return { from: `unnest(${wanted}::text[]) as source (key)`, column: "status" };
  }
  return null;
}

const ofOrganisation = (name: string) =>
  `webhook_id in (select w.id from webhooks w where w.organisation = ${name})`;

function deliveryConditions({ webhookId, statuses, events, reservationId }: DeliveryFilter): Conditions {
  return new Conditions()
    .add(webhookId, (id) => `webhook_id = ${id}`)
    .add(statuses, (list) => `status = any(${list}::text[])`)
    .add(events, (list) => `event = any(${list}::text[])`)
    .add(reservationId, (id) => `reservation_id = ${id}`);
}
