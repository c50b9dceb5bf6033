import type { Database } from "../database/database.ts";
import { IDEMPOTENCY_HOURS } from "../database/idempotency.ts";
import { statement } from "../database/statement.ts";
import type { ReservationExpiry } from "../reservations/reservation-expiry.ts";
import type { Logger } from "../shared/logger.ts";

const LOOK_EVERY_MS = 250;
const PURGE_EVERY_MS = 60_000;

const PURGE_KEYS = statement<never>(
  "deadlines.purge_keys",
  `delete from idempotency_keys where created_at < slotwire_now() - interval '${IDEMPOTENCY_HOURS} hours'`,
);

export interface DeadlinesOptions {
  readonly db: Database;
  readonly expiry: ReservationExpiry;
  readonly log: Logger;
}

/**
 * Looks four times a second for what is due, on every server: the database's clock says what is, and its locks see
 * to it that each thing happens once. What passed while nothing ran is simply due.
 */
export class Deadlines {
  readonly #db: Database;
  readonly #expiry: ReservationExpiry;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> | null = null;
  #purgedAt = 0;
  #closed = false;
  #failing = false;

  constructor({ db, expiry, log }: DeadlinesOptions) {
    this.#db = db;
    this.#expiry = expiry;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#sweeping ??= this.sweep()
        .then(() => {
          this.#failing = false;
        })
        .catch((error: unknown) => {
          if (!this.#failing)
            this.#log.warn({ err: error }, "deadlines cannot be kept; trying again until they can");
          this.#failing = true;
        })
        .finally(() => {
          this.#sweeping = null;
        });
    }, LOOK_EVERY_MS);
  }

  /** Does what is due now, in bounded batches. */
  async sweep(): Promise<void> {
    const expiry = this.#expiry;
    const due = await expiry.whatIsDue();
    if (due.expired) await this.#untilNone(async () => (await expiry.expire()).length);
    // What expires passes turns on, but none that is over already.
    if (due.missed) await this.#untilNone(() => expiry.miss());
    if (due.soon) await this.#untilNone(() => expiry.remind());
    if (due.dismissible) await this.#untilNone(() => expiry.hideOld());
    if (Date.now() - this.#purgedAt < PURGE_EVERY_MS) return;
    this.#purgedAt = Date.now();
    await this.#db.query(PURGE_KEYS);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#sweeping;
  }

  async #untilNone(step: () => Promise<number>): Promise<void> {
    while (!this.#closed && (await step()) > 0);
  }
}
