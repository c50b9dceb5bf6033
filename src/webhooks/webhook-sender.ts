import type { LookupFunction } from "node:net";
import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { groupBy } from "../shared/group-by.ts";
import type { Logger } from "../shared/logger.ts";
import { retryDelayMs } from "./webhook.rules.ts";
import type { WebhookService } from "./webhook.service.ts";
import { signatureHeaders } from "./webhook-message.ts";
import { type Answer, postMessage } from "./webhook-request.ts";

/** A delivery that this server attempts. */
interface Lease {
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  readonly secrets: string[];
  readonly body: string;
  readonly attempts: number;
  readonly failures: number;
  readonly sentAt: Date;
}

/** Longer than a request can take, including the recording of its outcome. */
const LEASE_SECONDS = 30;

// Reads a range of the index for each webhook, so that neither a long queue nor a slow receiver delays the others. The
// clock is read once, in a subselect: called for each row, it could not bound an index scan.
const TAKE_DUE = statement<Lease>(
  "webhook_deliveries.take_due",
  `with due as (
     select d.id from webhooks w
       left join unnest($3::text[], $4::int[]) as busy (webhook_id, requests) on busy.webhook_id = w.id
       cross join lateral (
         select id, next_attempt_at from webhook_deliveries
           where webhook_id = w.id and status = 'PENDING' and next_attempt_at <= (select slotwire_now())
           order by next_attempt_at, id limit greatest(0, $2::int - coalesce(busy.requests, 0))
           for update skip locked
       ) d
       order by coalesce(busy.requests, 0), d.next_attempt_at limit $1
   )
   update webhook_deliveries d set attempts = attempts + 1, last_attempt_at = clock.now,
       next_attempt_at = clock.now + interval '${LEASE_SECONDS} seconds'
     from webhooks w, (select slotwire_now() as now) clock
     where d.id in (select id from due) and w.id = d.webhook_id
     returning d.id, d.webhook_id as "webhookId", w.url, d.body, d.attempts, d.failures, d.last_attempt_at as "sentAt",
       array_remove(array[w.secret, case when w.previous_secret_until > clock.now then w.previous_secret end], null) as secrets`,
);

// Each statement names the attempt that it records: one whose lease ran out must not affect a later attempt.
const DELIVERED = statement<never>(
  "webhook_deliveries.delivered",
  `update webhook_deliveries set status = 'DELIVERED', delivered_at = slotwire_now(), next_attempt_at = null,
       response_status = $3, error = null
     where id = $1 and attempts = $2`,
);
const FAILED = statement<{ status: string }>(
  "webhook_deliveries.failed",
  `update webhook_deliveries d set failures = failures + 1, response_status = $3, error = $4,
       status = case when $6 or clock.now >= d.give_up_at then 'FAILED' else 'PENDING' end,
       next_attempt_at = case when not ($6 or clock.now >= d.give_up_at)
         then least(clock.now + $5 * interval '1 millisecond', d.give_up_at) end
     from (select slotwire_now() as now) clock
     where d.id = $1 and d.attempts = $2 and d.status = 'PENDING'
     returning d.status`,
);
const RELEASE_LEASE = statement<never>(
  "webhook_deliveries.hand_back",
  `update webhook_deliveries set next_attempt_at = slotwire_now()
     where id = $1 and attempts = $2 and status = 'PENDING'`,
);

// A request that waits for a slow receiver costs a socket and little else, so many may be in flight.
const MAX_REQUESTS = 64;
const MAX_REQUESTS_PER_WEBHOOK = 4;
const CLOSE_WITHIN_MS = 2_000;
const GONE = 410;

export interface WebhookSenderOptions {
  readonly db: Database;
  readonly webhooks: WebhookService;
  readonly log: Logger;
  readonly allowPrivate: boolean;
  readonly lookup?: LookupFunction;
}

/**
 * Makes the attempts. Each delivery is leased before its request, in a transaction that has ended by then. So only one
 * of several servers sends it, and if that server is killed, another one does. Deliveries are therefore made at least
 * once, and the id in the headers lets a receiver drop repeats.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #inFlight = new Map<Lease, { readonly abort: AbortController; readonly done: Promise<void> }>();

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  /**
   * Starts the requests that are due, as many as there is room for.
   *
   * @param onFreed called when a request has ended and its place is free.
   */
  async send(onFreed: () => void): Promise<void> {
    const room = MAX_REQUESTS - this.#inFlight.size;
    if (room <= 0) return;
    const busy = groupBy(this.#inFlight.keys(), (lease) => lease.webhookId);
    const due = await this.#options.db.query(TAKE_DUE, [
      room,
      MAX_REQUESTS_PER_WEBHOOK,
      [...busy.keys()],
      [...busy.values()].map((leases) => leases.length),
    ]);
    for (const lease of due) {
      const abort = new AbortController();
      const done = this.#attempt(lease, abort.signal).finally(() => {
        this.#inFlight.delete(lease);
        onFreed();
      });
      this.#inFlight.set(lease, { abort, done });
    }
  }

  /** Waits briefly for the answers of requests in flight, and hands back deliveries that have no answer. */
  async close(): Promise<void> {
    const timer = setTimeout(() => {
      for (const { abort } of this.#inFlight.values()) abort.abort();
    }, CLOSE_WITHIN_MS);
    await Promise.all([...this.#inFlight.values()].map(({ done }) => done));
    clearTimeout(timer);
  }

  async #attempt(lease: Lease, signal: AbortSignal): Promise<void> {
    const { log, allowPrivate, lookup } = this.#options;
    const { id, url, body, sentAt, secrets } = lease;
    try {
      const headers = signatureHeaders({ id, body, sentAt, secrets });
      await this.#record(lease, await postMessage({ url, headers, body, allowPrivate, signal, lookup }));
    } catch (error) {
      // The attempt is made again when the lease runs out.
      log.warn({ err: error, deliveryId: id }, "the outcome of a webhook delivery could not be recorded");
    }
  }

  async #record(lease: Lease, answer: Answer): Promise<void> {
    const { db, webhooks } = this.#options;
    const attempt = [lease.id, lease.attempts];
    if (answer.kind === "abandoned") return void (await db.query(RELEASE_LEASE, attempt));
    if (answer.kind === "failed") return this.#fail(lease, { status: null, error: answer.error });
    const { status } = answer;
    if (status >= 200 && status < 300) return void (await db.query(DELIVERED, [...attempt, status]));
    if (status !== GONE) return this.#fail(lease, { status, error: refusal(status) });
    await this.#fail(lease, { status, error: refusal(status), final: true });
    await webhooks.disable(lease.webhookId, { url: lease.url, reason: "The receiver answered 410 Gone" });
  }

  async #fail(
    lease: Lease,
    { status, error, final = false }: { status: number | null; error: string; final?: boolean },
  ): Promise<void> {
    const { db, log } = this.#options;
    const { id, webhookId, attempts, failures } = lease;
    const delayMs = retryDelayMs(failures, Math.random());
    const [recorded] = await db.query(FAILED, [id, attempts, status, error, delayMs, final]);
    const facts = { deliveryId: id, webhookId, attempts, status, error };
    if (recorded?.status === "FAILED") log.warn(facts, "a webhook delivery failed for good");
    else log.debug(facts, "a webhook delivery failed; it will be retried");
  }
}

function refusal(status: number): string {
  const redirects = status >= 300 && status < 400 ? ", and redirects are not followed" : "";
  return `The receiver answered ${status}${redirects}`;
}
