import { type Caller, confinedTo, foreignStation, isStaffOf, requireStaffOf } from "../access/caller.ts";
import { type Acting, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import type { ReservationEventKind } from "../reservations/reservation.rules.ts";
import { badInput, DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { stationsByIds } from "../stations/station.queries.ts";
import { type DeliveryView, deliveriesByIds, type WebhookView, webhooksByIds } from "./webhook.queries.ts";
import { chooseEvents, type UrlRules, urlFault, type WebhookEvent, webhookEvents } from "./webhook.rules.ts";
import {
  FAIL_WAITING,
  INSERT,
  INSERT_TEST,
  LOCK,
  REDELIVER,
  REMOVE,
  ROTATE,
  UPDATE,
} from "./webhook.statements.ts";
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

/** Webhooks, as an operator registers them and looks after their deliveries. Each public method is one transaction. */
export class WebhookService {
  readonly #db: Database;
  readonly #rules: UrlRules;

  constructor({ db, rules }: { db: Database; rules: UrlRules }) {
    this.#db = db;
    this.#rules = rules;
  }

  /**
   * Registers a webhook of the caller's organisation, if it is of one: it is told of that organisation's stations only.
   *
   * @throws DomainError BAD_USER_INPUT, NOT_FOUND where the station does not exist, FORBIDDEN where it is another's.
   */
  register(
    by: Acting,
    { url, events, stationId = null, description = null }: WebhookDetails,
  ): Promise<WebhookWithSecret> {
    const organisation = confinedTo(by.caller);
    const receiver = this.#requireUrl(url);
    const chosen = requireEvents(events ?? webhookEvents);
    const secret = newSecret();
    return this.#db.inTransaction(async (tx) => {
      await requireStation(tx, by.caller, stationId, organisation);
      const now = await readClock(tx);
      const values = [newId("webhook"), receiver, chosen, stationId, description, secret, now, organisation];
      const [webhook] = (await tx.query(INSERT, values)) as [WebhookView];
      await record(tx, by, { ...deed("registerWebhook", webhook), before: null, after: webhook });
      return { webhook, secret };
    });
  }

  /**
   * Changes what is given. Deactivated, it is told nothing, and what waits for it fails; activated again, it is told
   * of what happens from then on.
   *
   * @throws DomainError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN where the station is another organisation's.
   */
  update(
    by: Acting,
    webhookId: string,
    change: { [Key in keyof WebhookDetails]?: WebhookDetails[Key] } & { active?: boolean },
  ): Promise<WebhookView> {
    const url = change.url === undefined ? undefined : this.#requireUrl(change.url);
    const events = change.events ? requireEvents(change.events) : undefined;
    return this.#db.inTransaction(async (tx) => {
      const before = await lock(tx, by.caller, webhookId);
      await requireStation(tx, by.caller, change.stationId ?? null, before.organisation);
      const wanted = { ...before, ...change, url: url ?? before.url, events: events ?? before.events };
      const webhook = await store(tx, wanted);
      await record(tx, by, { ...deed("updateWebhook", webhook), before, after: webhook });
      return webhook;
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
  rotateSecret(by: Acting, webhookId: string): Promise<WebhookWithSecret> {
    const secret = newSecret();
    return this.#db.inTransaction(async (tx) => {
      await lock(tx, by.caller, webhookId);
      const [webhook] = (await tx.query(ROTATE, [webhookId, secret])) as [WebhookView];
      // That there is another one, and not which.
      const facts = { before: { secret: "the previous one" }, after: { secret: "a new one" } };
      await record(tx, by, { ...deed("rotateWebhookSecret", webhook), ...facts });
      return { webhook, secret };
    });
  }

  /** Removes a webhook with its secret and its delivery log. @throws DomainError NOT_FOUND */
  remove(by: Acting, webhookId: string): Promise<WebhookView> {
    return this.#db.inTransaction(async (tx) => {
      await lock(tx, by.caller, webhookId);
      const [webhook] = (await tx.query(REMOVE, [webhookId])) as [WebhookView];
      await record(tx, by, { ...deed("removeWebhook", webhook), before: webhook, after: null });
      return webhook;
    });
  }

  /** Sends a delivery again, or at once where it waits for its next attempt. @throws DomainError NOT_FOUND, INVALID_STATE */
  redeliver(by: Acting, deliveryId: string): Promise<DeliveryView> {
    return this.#db.inTransaction(async (tx) => {
      const [delivery] = await deliveriesByIds(tx, [deliveryId]);
      if (!delivery || !isStaffOf(by.caller, delivery.organisation)) throw notFound("Delivery", deliveryId);
      const { organisation } = await lockActive(tx, by.caller, delivery.webhookId, "redeliver", () =>
        notFound("Delivery", deliveryId),
      );
      const [again] = await tx.query(REDELIVER, [deliveryId, await readClock(tx)]);
      if (!again) throw notFound("Delivery", deliveryId);
      await record(tx, by, {
        ...{ operation: "redeliverWebhook", type: "WebhookDelivery", id: deliveryId, organisation },
        before: { status: delivery.status, nextAttemptAt: delivery.nextAttemptAt },
        after: { status: again.status, nextAttemptAt: again.nextAttemptAt },
      });
      return again;
    });
  }

  /** Sends a message of type `webhook.test`. @throws DomainError NOT_FOUND, INVALID_STATE */
  sendTest(by: Acting, webhookId: string): Promise<DeliveryView> {
    return this.#db.inTransaction(async (tx) => {
      const webhook = await lockActive(tx, by.caller, webhookId, "sendTest");
      const now = await readClock(tx);
      const values = [newId("delivery"), webhookId, testMessage(webhookId, now), now];
      const [delivery] = (await tx.query(INSERT_TEST, values)) as [DeliveryView];
      const after = { deliveryId: delivery.id };
      await record(tx, by, { ...deed("sendTestWebhook", webhook), before: null, after });
      return delivery;
    });
  }

  /** The webhook, or null where there is none or it is another organisation's. */
  async find(caller: Caller, webhookId: string): Promise<WebhookView | null> {
    const [webhook] = await webhooksByIds(this.#db, [webhookId]);
    return webhook && isStaffOf(caller, webhook.organisation) ? webhook : null;
  }

  /** The delivery, or null where there is none or its webhook is another organisation's. */
  async findDelivery(caller: Caller, deliveryId: string): Promise<DeliveryView | null> {
    const [delivery] = await deliveriesByIds(this.#db, [deliveryId]);
    return delivery && isStaffOf(caller, delivery.organisation) ? delivery : null;
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
async function lockActive(
  tx: Tx,
  caller: Caller,
  webhookId: string,
  step: "redeliver" | "sendTest",
  missing?: () => DomainError,
): Promise<WebhookView> {
  const webhook = await lock(tx, caller, webhookId, missing);
  if (webhook.active) return webhook;
  throw new DomainError(
    "INVALID_STATE",
    say`Webhook ${webhookId} is not active; activate it with updateWebhook first`,
    { webhookId, step },
  );
}

function requireEvents(events: readonly ReservationEventKind[]): WebhookEvent[] {
  const chosen = chooseEvents(events);
  if (chosen) return chosen;
  const all = webhookEvents.join(", ");
  throw badInput({ path: "input.events", message: say`must be at least one of ${all}` });
}

/** @throws DomainError what `missing` makes, where there is none or it is another organisation's. */
async function lock(
  tx: Tx,
  caller: Caller,
  webhookId: string,
  missing = () => notFound("Webhook", webhookId),
): Promise<WebhookView> {
  const [webhook] = await tx.query(LOCK, [webhookId]);
  if (!webhook || !isStaffOf(caller, webhook.organisation)) throw missing();
  return webhook;
}

function deed(operation: string, { id, organisation }: WebhookView) {
  return { operation, type: "Webhook", id, organisation };
}

async function requireStation(
  tx: Tx,
  caller: Caller,
  stationId: string | null,
  organisation: string | null,
): Promise<void> {
  if (stationId === null) return;
  const [station] = await stationsByIds(tx, [stationId]);
  if (!station) throw notFound("Station", stationId);
  requireStaffOf(caller, station);
  // An admin may look after an organisation's webhook, and still not have it told of another's station.
  if (organisation !== null && organisation !== station.organisation) throw foreignStation();
}
