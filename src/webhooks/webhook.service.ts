import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { ReservationEventKind } from "../reservations/reservation.rules.ts";
import { badInput, DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { stationsByIds } from "../stations/station.queries.ts";
import {
  DELIVERY_COLUMNS,
  type DeliveryView,
  deliveriesByIds,
  WEBHOOK_COLUMNS,
  type WebhookView,
  webhooksByIds,
} from "./webhook.queries.ts";
import {
  chooseEvents,
  GIVE_UP_HOURS,
  type UrlRules,
  urlFault,
  type WebhookEvent,
  webhookEvents,
} from "./webhook.rules.ts";
import { newSecret, testMessage } from "./webhook-message.ts";

export interface WebhookDetails {
  readonly url: string;
  /** All that webhooks can be told of, where not given. */
  readonly events?: readonly ReservationEventKind[] | null;
  readonly stationId?: string | null;
  readonly description?: string | null;
}

/** A webhook, and its secret: told when it was made, and never again. */
export interface WebhookWithSecret {
  readonly webhook: WebhookView;
  readonly secret: string;
}

const INSERT = statement<WebhookView>(
  "webhooks.insert",
  `insert into webhooks (id, url, events, station_id, description, secret, active_since, created_at, updated_at)
     values ($1, $2, $3::text[], $4, $5, $6, $7::timestamptz, $7::timestamptz, $7::timestamptz)
     returning ${WEBHOOK_COLUMNS}`,
);
const LOCK = statement<WebhookView>(
  "webhooks.lock",
  `select ${WEBHOOK_COLUMNS} from webhooks where id = $1 for no key update`,
);
const UPDATE = statement<WebhookView>(
  "webhooks.update",
  `update webhooks set url = $2, events = $3::text[], station_id = $4, description = $5, updated_at = $6::timestamptz,
       active_since = case when $7 then coalesce(active_since, $6::timestamptz) end,
       disabled_reason = case when not $7 then coalesce($8, disabled_reason) end
     where id = $1 returning ${WEBHOOK_COLUMNS}`,
);
// What waits for a webhook that is told nothing any more. It can be asked for again, one by one.
const FAIL_WAITING = statement<never>(
  "webhooks.fail_waiting",
  `update webhook_deliveries set status = 'FAILED', next_attempt_at = null, error = $2
     where webhook_id = $1 and status = 'PENDING'`,
);
// The old secret signs along for a day. One that was already on its way out is gone at once.
const ROTATE = statement<WebhookView>(
  "webhooks.rotate",
  `update webhooks set secret = $2, previous_secret = secret, updated_at = slotwire_now(),
       previous_secret_until = slotwire_now() + interval '24 hours'
     where id = $1 returning ${WEBHOOK_COLUMNS}`,
);
const REMOVE = statement<WebhookView>(
  "webhooks.remove",
  `delete from webhooks where id = $1 returning ${WEBHOOK_COLUMNS}`,
);
// A new round: the same message under the same id, with a day's time of its own.
const REDELIVER = statement<DeliveryView>(
  "webhook_deliveries.redeliver",
  `update webhook_deliveries set status = 'PENDING', failures = 0, delivered_at = null, next_attempt_at = $2::timestamptz,
       give_up_at = $2::timestamptz + interval '${GIVE_UP_HOURS} hours'
     where id = $1 returning ${DELIVERY_COLUMNS}`,
);
// A test is tried once: whoever asked for it is looking.
const INSERT_TEST = statement<DeliveryView>(
  "webhook_deliveries.insert_test",
  `insert into webhook_deliveries (id, webhook_id, body, created_at, next_attempt_at, give_up_at)
     values ($1, $2, $3, $4::timestamptz, $4::timestamptz, $4::timestamptz) returning ${DELIVERY_COLUMNS}`,
);

/** Webhooks, as an operator registers them and looks after their deliveries. Each public method is one transaction. */
export class WebhookService {
  readonly #db: Database;
  readonly #rules: UrlRules;

  constructor({ db, rules }: { db: Database; rules: UrlRules }) {
    this.#db = db;
    this.#rules = rules;
  }

  /** @throws DomainError BAD_USER_INPUT, or NOT_FOUND where the station does not exist. */
  register({
    url,
    events,
    stationId = null,
    description = null,
  }: WebhookDetails): Promise<WebhookWithSecret> {
    const receiver = this.#requireUrl(url);
    const chosen = requireEvents(events ?? webhookEvents);
    const secret = newSecret();
    return this.#db.inTransaction(async (tx) => {
      await requireStation(tx, stationId);
      const now = await readClock(tx);
      const values = [newId("webhook"), receiver, chosen, stationId, description, secret, now];
      const [webhook] = await tx.query(INSERT, values);
      return { webhook: webhook as WebhookView, secret };
    });
  }

  /**
   * Changes what is given. Deactivated, it is told nothing, and what waits for it fails; activated again, it is told
   * of what happens from then on.
   *
   * @throws DomainError BAD_USER_INPUT, NOT_FOUND
   */
  update(
    webhookId: string,
    change: { [Key in keyof WebhookDetails]?: WebhookDetails[Key] } & { active?: boolean },
  ): Promise<WebhookView> {
    const url = change.url === undefined ? undefined : this.#requireUrl(change.url);
    const events = change.events ? requireEvents(change.events) : undefined;
    return this.#db.inTransaction(async (tx) => {
      const [before] = await tx.query(LOCK, [webhookId]);
      if (!before) throw notFound("Webhook", webhookId);
      await requireStation(tx, change.stationId ?? null);
      return store(tx, { ...before, ...change, url: url ?? before.url, events: events ?? before.events });
    });
  }

  /** Deactivates a webhook that should not be called any more; nothing happens where it is gone or inactive already. */
  disable(webhookId: string, reason: string): Promise<void> {
    return this.#db.inTransaction(async (tx) => {
      const [before] = await tx.query(LOCK, [webhookId]);
      if (before?.active) await store(tx, { ...before, active: false }, reason);
    });
  }

  /** Makes a new secret; for a day both sign, so that the receiver can change over. @throws DomainError NOT_FOUND */
  async rotateSecret(webhookId: string): Promise<WebhookWithSecret> {
    const secret = newSecret();
    const [webhook] = await this.#db.query(ROTATE, [webhookId, secret]);
    if (!webhook) throw notFound("Webhook", webhookId);
    return { webhook, secret };
  }

  /** Removes a webhook with its secret and its delivery log. @throws DomainError NOT_FOUND */
  remove(webhookId: string): Promise<WebhookView> {
    return this.#db.inTransaction(async (tx) => {
      const [webhook] = await tx.query(REMOVE, [webhookId]);
      if (!webhook) throw notFound("Webhook", webhookId);
      return webhook;
    });
  }

  /** Sends a delivery again, or at once where it waits for its next attempt. @throws DomainError NOT_FOUND, INVALID_STATE */
  redeliver(deliveryId: string): Promise<DeliveryView> {
    return this.#db.inTransaction(async (tx) => {
      const [delivery] = await deliveriesByIds(tx, [deliveryId]);
      if (!delivery) throw notFound("Delivery", deliveryId);
      await lockActive(tx, delivery.webhookId);
      const [again] = await tx.query(REDELIVER, [deliveryId, await readClock(tx)]);
      if (!again) throw notFound("Delivery", deliveryId);
      return again;
    });
  }

  /** Sends a message of type `webhook.test`. @throws DomainError NOT_FOUND, INVALID_STATE */
  sendTest(webhookId: string): Promise<DeliveryView> {
    return this.#db.inTransaction(async (tx) => {
      await lockActive(tx, webhookId);
      const now = await readClock(tx);
      const values = [newId("delivery"), webhookId, testMessage(webhookId, now), now];
      const [delivery] = await tx.query(INSERT_TEST, values);
      return delivery as DeliveryView;
    });
  }

  async find(webhookId: string): Promise<WebhookView | null> {
    const [webhook] = await webhooksByIds(this.#db, [webhookId]);
    return webhook ?? null;
  }

  async findDelivery(deliveryId: string): Promise<DeliveryView | null> {
    const [delivery] = await deliveriesByIds(this.#db, [deliveryId]);
    return delivery ?? null;
  }

  #requireUrl(text: string): string {
    const fault = urlFault(text, this.#rules);
    if (fault) throw badInput({ path: "input.url", message: fault });
    return new URL(text).href;
  }
}

async function store(
  tx: Tx,
  webhook: WebhookView,
  disabledReason: string | null = null,
): Promise<WebhookView> {
  const { id, url, events, stationId, description, active } = webhook;
  const now = await readClock(tx);
  const [stored] = await tx.query(UPDATE, [
    id,
    url,
    events,
    stationId,
    description,
    now,
    active,
    disabledReason,
  ]);
  if (!active) await tx.query(FAIL_WAITING, [id, disabledReason ?? "The webhook was deactivated"]);
  return stored as WebhookView;
}

// Locked, so that it is not deactivated before the delivery that is about to be made can be seen.
async function lockActive(tx: Tx, webhookId: string): Promise<void> {
  const [webhook] = await tx.query(LOCK, [webhookId]);
  if (!webhook) throw notFound("Webhook", webhookId);
  if (webhook.active) return;
  throw new DomainError(
    "INVALID_STATE",
    say`Webhook ${webhookId} is not active; activate it with updateWebhook first`,
    { webhookId },
  );
}

function requireEvents(events: readonly ReservationEventKind[]): WebhookEvent[] {
  const chosen = chooseEvents(events);
  if (chosen) return chosen;
  const all = webhookEvents.join(", ");
  throw badInput({ path: "input.events", message: say`must be at least one of ${all}` });
}

async function requireStation(tx: Tx, stationId: string | null): Promise<void> {
  if (stationId === null) return;
  const [station] = await stationsByIds(tx, [stationId]);
  if (!station) throw notFound("Station", stationId);
}
