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
      this.#sweeping ??= this.sweep().finally(() => {
        this.#sweeping = null;
      });
    }, LOOK_EVERY_MS);
  }

  /** Does what is due now: a batch of each kind in turn, so that none waits for the backlog of another. */
  async sweep(): Promise<void> {
    const expiry = this.#expiry;
    const kinds = {
      soon: () => expiry.remind(),
      expired: async () => (await expiry.expire()).length,
      missed: () => expiry.miss(),
      dismissible: () => expiry.hideOld(),
    };
    for (let more = true; more && !this.#closed; ) {
      more = false;
      const due = await this.#attempt(() => expiry.whatIsDue());
      for (const [kind, takeBatch] of Object.entries(kinds)) {
        if (!due?.[kind as keyof typeof kinds]) continue;
        if (((await this.#attempt(takeBatch)) ?? 0) > 0) more = true;
      }
      if (!more && (due?.expired || due?.missed)) await this.#attempt(() => expiry.sweepLeftOver());
    }
    if (Date.now() - this.#purgedAt < PURGE_EVERY_MS) return;
    this.#purgedAt = Date.now();
    await this.#attempt(() => this.#db.query(PURGE_KEYS));
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** The result of one piece of work, or null where it failed: the others go on, and the next look tries again. */
  async #attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      const result = await work();
      this.#failing = false;
      return result;
    } catch (error) {
      if (!this.#failing)
        this.#log.warn({ err: error }, "deadlines cannot be kept; trying again until they can");
      this.#failing = true;
      return null;
    }
  }
}
