import type { Database } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { Outage } from "../shared/outage.ts";
import { Repeater } from "../shared/repeater.ts";
import { WebhookDispatcher } from "./webhook-dispatcher.ts";
import { WebhookSender, type WebhookSenderOptions } from "./webhook-sender.ts";

const POLL_INTERVAL_MS = 250;
const PRUNE_EVERY_MS = 60_000;
const KEEP_DAYS = 30;

const PRUNE = statement<never>(
  "webhook_deliveries.prune",
  `delete from webhook_deliveries where id in (
     select id from webhook_deliveries
       where created_at < (select slotwire_now()) - interval '${KEEP_DAYS} days' and status <> 'PENDING'
       order by created_at limit 10000 for update skip locked)`,
);

/**
 * Looks four times a second, on every server, for events to dispatch and deliveries to send, and continues at once
 * while there are more. The two do not wait for each other: a change of a webhook, or its removal with a long log, does
 * not delay the deliveries to other webhooks.
 */
export class WebhookDeliverer {
  readonly #db: Database;
  readonly #dispatcher: WebhookDispatcher;
  readonly #sender: WebhookSender;
  readonly #dispatching: Repeater;
  readonly #sending: Repeater;
  readonly #outage: Outage;
  #closing: Promise<void> | null = null;
  #prunedAt = 0;

  constructor(options: WebhookSenderOptions) {
    this.#db = options.db;
    this.#dispatcher = new WebhookDispatcher(options);
    this.#sender = new WebhookSender(options);
    const undispatched = new Outage(options.log, {
      failing: "new events cannot be queued for webhooks; retrying",
      recovered: "new events are being queued for webhooks again",
    });
    this.#dispatching = new Repeater({
      work: async () => {
        await this.#dispatch();
        undispatched.succeeded();
      },
      everyMs: POLL_INTERVAL_MS,
      onError: (error) => undispatched.failed(error),
    });
    this.#outage = new Outage(options.log, {
      failing: "webhooks cannot be delivered; retrying",
      recovered: "webhooks are being delivered again",
    });
    this.#sending = new Repeater({
      work: () => this.#send(),
      everyMs: POLL_INTERVAL_MS,
      onError: (error) => this.#outage.failed(error),
    });
  }

  start(): void {
    this.#dispatching.start();
    this.#sending.start();
  }

  /** May be called again: every call waits for the same close. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([this.#dispatching.close(), this.#sending.close()]);
    await this.#sender.close();
  }

  async #dispatch(): Promise<void> {
    // Events that are committed meanwhile are for the next look: under load, every few would cost a transaction.
    for (let isFull = true; isFull && !this.#dispatching.closed; ) {
      const batch = await this.#dispatcher.dispatch();
      if (batch.deliveries > 0) this.#sending.run();
      isFull = batch.isFull;
    }
  }

  async #send(): Promise<void> {
    await this.#sender.send(() => this.#sending.run());
    this.#outage.succeeded();
    if (Date.now() - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = Date.now();
    await this.#db.query(PRUNE);
  }
}
