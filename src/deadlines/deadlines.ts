import { purgeAuditLog } from "../audit/audit-log.ts";
import type { Database } from "../database/database.ts";
import { IDEMPOTENCY_HOURS } from "../database/idempotency.ts";
import { statement } from "../database/statement.ts";
import type { ReservationExpiry } from "../reservations/expiry/reservation-expiry.ts";
import type { Logger } from "../shared/logger.ts";
import { Outage } from "../shared/outage.ts";
import { Repeater } from "../shared/repeater.ts";

const POLL_INTERVAL_MS = 250;
const PURGE_EVERY_MS = 60_000;

const PURGE_KEYS = statement<never>(
  "deadlines.purge_keys",
  `delete from idempotency_keys where created_at < slotwire_now() - interval '${IDEMPOTENCY_HOURS} hours'`,
);

export interface DeadlinesOptions {
  readonly db: Database;
  readonly expiry: ReservationExpiry;
  /** Null if the audit log is kept for ever. */
  readonly auditRetentionDays: number | null;
  readonly log: Logger;
}

/**
 * Checks four times a second what is due, on every server. The database's clock decides what is due, and its locks make
 * sure that each thing happens once. A deadline that passed while no server ran is simply due.
 */
export class Deadlines {
  readonly #db: Database;
  readonly #expiry: ReservationExpiry;
  readonly #auditRetentionDays: number | null;
  readonly #log: Logger;
  readonly #outages = new Map<string, Outage>();
  /** Tasks that may take long, or wait for other transactions: the checks for due work continue beside them. */
  readonly #backgroundTasks = new Map<string, Promise<unknown>>();
  readonly #repeater: Repeater;
  #purgedAt = 0;

  constructor({ db, expiry, auditRetentionDays, log }: DeadlinesOptions) {
    this.#db = db;
    this.#expiry = expiry;
    this.#auditRetentionDays = auditRetentionDays;
    this.#log = log;
    this.#repeater = new Repeater({
      work: () => this.#check(),
      everyMs: POLL_INTERVAL_MS,
      onError: (error) => this.#outageOf("sweep").failed(error),
    });
  }

  start(): void {
    this.#repeater.start();
  }

  /** Does what is due now, including what has to wait for other transactions. */
  async sweep(): Promise<void> {
    await this.#check();
    await Promise.all(this.#backgroundTasks.values());
  }

  async #check(): Promise<void> {
    await this.#processDue();
    if (Date.now() - this.#purgedAt >= PURGE_EVERY_MS) this.#purge();
  }

  /** Does what is due: a batch of each kind in turn, so that no kind waits for the backlog of another. */
  async #processDue(): Promise<void> {
    const expiry = this.#expiry;
    const kinds = {
      soon: () => expiry.sendReminders(),
      expired: async () => (await expiry.expire()).length,
      missed: () => expiry.endMissedTurns(),
      holds: () => expiry.beginHolds(),
      dismissible: () => expiry.hideDismissible(),
    };
    for (let more = true; more && !this.#repeater.closed; ) {
      more = false;
      const due = await this.#attempt("look", () => expiry.findDueKinds());
      for (const [kind, takeBatch] of Object.entries(kinds)) {
        if (!due?.[kind as keyof typeof kinds]) continue;
        if (((await this.#attempt(kind, takeBatch)) ?? 0) > 0) more = true;
      }
      if (!more && (due?.expired || due?.missed))
        this.#runInBackground("left over", () => expiry.sweepLeftOver());
      if (!more && due?.holds) this.#runInBackground("holds left over", () => expiry.beginLeftOverHolds());
    }
  }

  /** Begins to delete data that was kept for long enough. */
  #purge(): void {
    this.#purgedAt = Date.now();
    this.#runInBackground("purge of keys", () => this.#db.query(PURGE_KEYS));
    const days = this.#auditRetentionDays;
    if (days !== null) this.#runInBackground("purge of the audit log", () => this.#purgeAuditLog(days));
  }

  async #purgeAuditLog(days: number): Promise<void> {
    let deleted = 1;
    while (deleted > 0 && !this.#repeater.closed)
      deleted = await this.#db.inTransaction((tx) => purgeAuditLog(tx, days));
  }

  async close(): Promise<void> {
    await this.#repeater.close();
    await Promise.all(this.#backgroundTasks.values());
  }

  /**
   * Begins a task unless it is running. The deadlines of free slots must not wait for a transaction that locks another
   * slot for long, nor for large deletions.
   */
  #runInBackground(task: string, work: () => Promise<unknown>): void {
    if (this.#backgroundTasks.has(task)) return;
    const done = this.#attempt(task, work).finally(() => this.#backgroundTasks.delete(task));
    this.#backgroundTasks.set(task, done);
  }

  /** The result of one task, or null if it failed: the others continue, and the next check tries again. */
  async #attempt<Result>(task: string, work: () => Promise<Result>): Promise<Result | null> {
    const outage = this.#outageOf(task);
    try {
      const result = await work();
      outage.succeeded();
      return result;
    } catch (error) {
      outage.failed(error);
      return null;
    }
  }

  #outageOf(task: string): Outage {
    const known = this.#outages.get(task);
    if (known) return known;
    const outage = new Outage(this.#log.child({ task }), {
      failing: "a deadline cannot be handled; retrying",
      recovered: "the deadline is being handled again",
    });
    this.#outages.set(task, outage);
    return outage;
  }
}
