import type { Config } from "../config.ts";
import { Deadlines } from "../deadlines/deadlines.ts";
import { WebhookDeliverer } from "../webhooks/webhook-deliverer.ts";
import type { ServicePool } from "./databases.ts";
import type { Parts } from "./parts.ts";

/** What a server does without requests: it processes deadlines, and delivers webhooks. */
export function startBackground(config: Config, parts: Parts, { db, services }: ServicePool): Deadlines {
  const { log, closers } = parts;
  const { auditRetentionDays, webhookAllowPrivate: allowPrivate } = config;
  const deadlines = new Deadlines({ db, expiry: services.expiry, auditRetentionDays, log });
  if (!parts.manualDeadlines) deadlines.start();
  closers.add("the deadlines", () => deadlines.close());
  const deliverer = new WebhookDeliverer({ db, webhooks: services.webhooks, log, allowPrivate });
  deliverer.start();
  closers.add("the webhooks", () => deliverer.close());
  return deadlines;
}
