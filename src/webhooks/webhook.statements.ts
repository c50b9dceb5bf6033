import { statement } from "../database/statement.ts";
import { DELIVERY_COLUMNS, type DeliveryView, WEBHOOK_COLUMNS, type WebhookView } from "./webhook.queries.ts";
import { RETRY_WINDOW_HOURS } from "./webhook.rules.ts";

export const INSERT = statement<WebhookView>(
  "webhooks.insert",
  `insert into webhooks (id, url, events, station_id, description, secret, active_since, created_at, updated_at, organisation)
     values ($1, $2, $3::text[], $4, $5, $6, $7::timestamptz, $7::timestamptz, $7::timestamptz, $8)
     returning ${WEBHOOK_COLUMNS}`,
);
export const LOCK = statement<WebhookView>(
  "webhooks.lock",
  `select ${WEBHOOK_COLUMNS} from webhooks where id = $1 for no key update`,
);
export const UPDATE = statement<WebhookView>(
  "webhooks.update",
  `update webhooks set url = $2, events = $3::text[], station_id = $4, description = $5, updated_at = $6::timestamptz,
       active_since = case when $7 then coalesce(active_since, $6::timestamptz) end,
       disabled_reason = case when not $7 then coalesce($8, disabled_reason) end
     where id = $1 returning ${WEBHOOK_COLUMNS}`,
);
// Fails the pending deliveries of a webhook that is deactivated. Each of them can be redelivered.
export const FAIL_WAITING = statement<never>(
  "webhooks.fail_waiting",
  `update webhook_deliveries set status = 'FAILED', next_attempt_at = null, error = $2
     where webhook_id = $1 and status = 'PENDING'`,
);
// The old secret signs as well for a day. A previous secret that was still valid ends at once.
export const ROTATE = statement<WebhookView>(
  "webhooks.rotate",
  `update webhooks set secret = $2, previous_secret = secret, updated_at = slotwire_now(),
       previous_secret_until = slotwire_now() + interval '24 hours'
     where id = $1 returning ${WEBHOOK_COLUMNS}`,
);
export const REMOVE = statement<WebhookView>(
  "webhooks.remove",
  `delete from webhooks where id = $1 returning ${WEBHOOK_COLUMNS}`,
);
// A new round of attempts: the same message with the same id, for another 24 hours.
export const REDELIVER = statement<DeliveryView>(
  "webhook_deliveries.redeliver",
  `update webhook_deliveries set status = 'PENDING', failures = 0, delivered_at = null, next_attempt_at = $2::timestamptz,
       give_up_at = $2::timestamptz + interval '${RETRY_WINDOW_HOURS} hours'
     where id = $1 returning ${DELIVERY_COLUMNS}`,
);
// A test is attempted once: whoever requested it waits for the result.
export const INSERT_TEST = statement<DeliveryView>(
  "webhook_deliveries.insert_test",
  `insert into webhook_deliveries (id, webhook_id, body, created_at, next_attempt_at, give_up_at)
     values ($1, $2, $3, $4::timestamptz, $4::timestamptz, $4::timestamptz) returning ${DELIVERY_COLUMNS}`,
);
