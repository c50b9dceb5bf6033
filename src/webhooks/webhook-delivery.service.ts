import { type Caller, isStaffOf } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { type DeliveryView, deliveriesByIds, type WebhookView } from "./webhook.queries.ts";
import { INSERT_TEST, REDELIVER } from "./webhook.statements.ts";
import { lockWebhook, webhookAuditRecord } from "./webhook-changes.ts";
import { testMessage } from "./webhook-message.ts";

/** What operators do with deliveries of webhooks. Each public method is one transaction. */
export class WebhookDeliveryService {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  /** Sends a delivery again, without waiting for its next attempt. @throws DomainError NOT_FOUND, INVALID_STATE */
  redeliver(by: Actor, deliveryId: string): Promise<DeliveryView> {
    return this.#db.inTransaction(async (tx) => {
      const [delivery] = await deliveriesByIds(tx, [deliveryId]);
      if (!delivery || !isStaffOf(by.caller, delivery.organisation)) throw notFound("Delivery", deliveryId);
      const { organisation } = await lockActive(tx, by.caller, delivery.webhookId, "redeliver", () =>
        notFound("Delivery", deliveryId),
      );
      const [again] = await tx.query(REDELIVER, [deliveryId, await readClock(tx)]);
      if (!again) throw notFound("Delivery", deliveryId);
      await record(tx, by, {
        operation: "redeliverWebhook",
        type: "WebhookDelivery",
        id: deliveryId,
        organisation,
        before: { status: delivery.status, nextAttemptAt: delivery.nextAttemptAt },
        after: { status: again.status, nextAttemptAt: again.nextAttemptAt },
      });
      return again;
    });
  }

  /** Sends a message of type `webhook.test`. @throws DomainError NOT_FOUND, INVALID_STATE */
  sendTest(by: Actor, webhookId: string): Promise<DeliveryView> {
    return this.#db.inTransaction(async (tx) => {
      const webhook = await lockActive(tx, by.caller, webhookId, "sendTest");
      const now = await readClock(tx);
      const values = [newId("delivery"), webhookId, testMessage(webhookId, now), now];
      const [delivery] = (await tx.query(INSERT_TEST, values)) as [DeliveryView];
      const after = { deliveryId: delivery.id };
      await record(tx, by, { ...webhookAuditRecord("sendTestWebhook", webhook), before: null, after });
      return delivery;
    });
  }

  /** The delivery; null if it does not exist, or its webhook is another organisation's. */
  async find(caller: Caller, deliveryId: string): Promise<DeliveryView | null> {
    const [delivery] = await deliveriesByIds(this.#db, [deliveryId]);
    return delivery && isStaffOf(caller, delivery.organisation) ? delivery : null;
  }
}

// Locks the webhook, so that it is not deactivated before the new delivery is visible.
async function lockActive(
  tx: Tx,
  caller: Caller,
  webhookId: string,
  step: "redeliver" | "sendTest",
  missing?: () => DomainError,
): Promise<WebhookView> {
  const webhook = await lockWebhook(tx, caller, webhookId, missing);
  if (webhook.active) return webhook;
  throw new DomainError(
    "INVALID_STATE",
    say`Webhook ${webhookId} is not active; activate it with updateWebhook first`,
    { webhookId, step },
  );
}
