import { type Caller, isStaffOf } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { notFound } from "../shared/domain-error.ts";
import type { WebhookView } from "./webhook.queries.ts";
import { LOCK } from "./webhook.statements.ts";

/** @throws DomainError made by `missing`, if the webhook does not exist or is another organisation's. */
export async function lockWebhook(
  tx: Tx,
  caller: Caller,
  webhookId: string,
  missing = () => notFound("Webhook", webhookId),
): Promise<WebhookView> {
  const [webhook] = await tx.query(LOCK, [webhookId]);
  if (!webhook || !isStaffOf(caller, webhook.organisation)) throw missing();
  return webhook;
}

/** The audit log entry of an operation on a webhook, without what it changed. */
export function webhookAuditRecord(operation: string, { id, organisation }: WebhookView) {
  return { operation, type: "Webhook", id, organisation };
}
